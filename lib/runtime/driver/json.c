/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/json.h"

#include "driver/hex.h"
#include "driver/print.h"

static bool fail(const struct bpf_aot_input *input, const char *wanted) {
    if (!input->failed) {
        bpf_aot_error("%s:%u:%u: expected %s", input->path, input->line, input->column, wanted);
    }
    return false;
}

int bpf_aot_json_peek(struct bpf_aot_input *input) {
    int c = bpf_aot_input_peek(input);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        bpf_aot_input_next(input);
        c = bpf_aot_input_peek(input);
    }
    return c;
}

bool bpf_aot_json_expect(struct bpf_aot_input *input, char c) {
    char wanted[] = {'\'', c, '\'', 0};
    if (bpf_aot_json_peek(input) != c) {
        return fail(input, wanted);
    }
    bpf_aot_input_next(input);
    return true;
}

bool bpf_aot_json_more(struct bpf_aot_input *input, char close, bool *more) {
    *more = bpf_aot_json_peek(input) == ',';
    if (*more) {
        bpf_aot_input_next(input);
        return true;
    }
    return bpf_aot_json_expect(input, close);
}

bool bpf_aot_json_hex(struct bpf_aot_input *input, const char *what, uint8_t *bytes,
                      uint32_t size_bytes) {
    if (!bpf_aot_json_expect(input, '"')) {
        return false;
    }
    for (uint32_t i = 0; i < 2 * size_bytes; i++) {
        int digit = bpf_aot_hex_digit(bpf_aot_input_peek(input));
        if (digit < 0) {
            bpf_aot_error("%s:%u:%u: expected %u hex digits of a %s, found %u", input->path,
                          input->line, input->column, 2 * size_bytes, what, i);
            return false;
        }
        bpf_aot_input_next(input);
        bytes[i / 2] = (uint8_t)(bytes[i / 2] << 4 | digit);
    }
    if (bpf_aot_input_peek(input) != '"') {
        bpf_aot_error("%s:%u:%u: a %s has %u hex digits and no more", input->path, input->line,
                      input->column, what, 2 * size_bytes);
        return false;
    }
    bpf_aot_input_next(input);
    return true;
}

bool bpf_aot_json_name(struct bpf_aot_input *input, const char *what, char *name,
                       uint32_t capacity) {
    if (!bpf_aot_json_expect(input, '"')) {
        return false;
    }
    uint32_t length = 0;
    int c;
    while ((c = bpf_aot_input_peek(input)) > ' ' && c != '"' && c != '\\' &&
           length < capacity - 1) {
        name[length++] = (char)c;
        bpf_aot_input_next(input);
    }
    name[length] = 0;
    return c == '"' ? bpf_aot_json_expect(input, '"') : fail(input, what);
}

bool bpf_aot_json_end(struct bpf_aot_input *input) {
    if (bpf_aot_json_peek(input) != BPF_AOT_INPUT_END) {
        return fail(input, "the end of the file");
    }
    return !input->failed;
}
