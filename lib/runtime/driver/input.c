/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/input.h"

#include "driver/print.h"
#include "errors.h"
#include "start/sys.h"

bool bpf_aot_input_open(struct bpf_aot_input *input, const char *path) {
    bool is_stdin = path[0] == '-' && path[1] == 0;
    long fd = is_stdin ? 0 : bpf_aot_sys_open(path);
    if (fd < 0) {
        bpf_aot_error("%s: cannot open: errno %u", path, (uint32_t)-fd);
        return false;
    }
    input->path = path;
    input->fd = (int)fd;
    input->line = 1;
    input->column = 1;
    input->at = 0;
    input->filled = 0;
    input->failed = false;
    input->interrupted = false;
    return true;
}

void bpf_aot_input_close(struct bpf_aot_input *input) {
    bpf_aot_sys_close(input->fd);
}

int bpf_aot_input_peek(struct bpf_aot_input *input) {
    if (input->at == input->filled) {
        long count = bpf_aot_sys_read(input->fd, input->bytes, sizeof(input->bytes));
        if (count < 0 && !input->failed) {
            input->failed = true;
            input->interrupted = count == -RT_EINTR;
            if (!input->interrupted) {
                bpf_aot_error("%s: cannot read: errno %u", input->path, (uint32_t)-count);
            }
        }
        input->at = 0;
        input->filled = count > 0 ? (uint32_t)count : 0;
    }
    return input->at < input->filled ? input->bytes[input->at] : BPF_AOT_INPUT_END;
}

int bpf_aot_input_next(struct bpf_aot_input *input) {
    int byte = bpf_aot_input_peek(input);
    if (byte == BPF_AOT_INPUT_END) {
        return byte;
    }
    input->at++;
    input->column++;
    if (byte == '\n') {
        input->line++;
        input->column = 1;
    }
    return byte;
}

uint32_t bpf_aot_input_read(struct bpf_aot_input *input, void *to, uint32_t size_bytes) {
    uint8_t *bytes = to;
    uint32_t count = 0;
    while (count < size_bytes) {
        int byte = bpf_aot_input_next(input);
        if (byte == BPF_AOT_INPUT_END) {
            break;
        }
        bytes[count++] = (uint8_t)byte;
    }
    return count;
}
