/* SPDX-License-Identifier: Apache-2.0 */
/* A file read front to back, with the position for messages. */
#ifndef BPF_AOT_DRIVER_INPUT_H
#define BPF_AOT_DRIVER_INPUT_H

#include <stdbool.h>
#include <stdint.h>

struct bpf_aot_input {
    const char *path;
    int fd;
    uint32_t line;   /* of the next byte, from 1 */
    uint32_t column; /* of the next byte, from 1 */
    uint32_t at;
    uint32_t filled;
    bool failed;      /* a read failed; reported */
    bool interrupted; /* failed because of a signal; not reported */
    uint8_t bytes[4096];
};

enum { BPF_AOT_INPUT_END = -1 };

/* "-" is standard input. False, with a message, when the file cannot be opened. */
bool bpf_aot_input_open(struct bpf_aot_input *input, const char *path);
void bpf_aot_input_close(struct bpf_aot_input *input);
/* The next byte without and with moving on, or BPF_AOT_INPUT_END. */
int bpf_aot_input_peek(struct bpf_aot_input *input);
int bpf_aot_input_next(struct bpf_aot_input *input);
/* Up to `size_bytes` bytes; fewer only at the end. */
uint32_t bpf_aot_input_read(struct bpf_aot_input *input, void *to, uint32_t size_bytes);

#endif
