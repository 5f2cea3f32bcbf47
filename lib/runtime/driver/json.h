/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON that -map reads: lists, strings of hex digits, names. */
#ifndef BPF_AOT_DRIVER_JSON_H
#define BPF_AOT_DRIVER_JSON_H

#include "driver/input.h"

/* The next byte that is not white space, without moving on. */
int bpf_aot_json_peek(struct bpf_aot_input *input);
/* Moves past `c`; false, with a message, when something else stands there. */
bool bpf_aot_json_expect(struct bpf_aot_input *input, char c);
/* Moves past a comma when one stands there; otherwise expects `close` and ends the list. */
bool bpf_aot_json_more(struct bpf_aot_input *input, char close, bool *more);
/* A string of exactly `size_bytes` bytes in hex; `what` stands in messages. */
bool bpf_aot_json_hex(struct bpf_aot_input *input, const char *what, uint8_t *bytes,
                      uint32_t size_bytes);
/* A string without escapes, shorter than `capacity`; `what` stands in messages. */
bool bpf_aot_json_name(struct bpf_aot_input *input, const char *what, char *name,
                       uint32_t capacity);
bool bpf_aot_json_end(struct bpf_aot_input *input);

#endif
