/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal text to bytes. */
#ifndef BPF_AOT_DRIVER_HEX_H
#define BPF_AOT_DRIVER_HEX_H

#include <stdbool.h>
#include <stdint.h>

/* The value of a digit, or -1. */
int bpf_aot_hex_digit(int c);

/* Decodes all of `text`, white space between bytes allowed. False, with a message that names
 * `what`, when it is no hex or does not fit. */
bool bpf_aot_hex_decode(const char *text, const char *what, uint8_t *bytes, uint32_t capacity,
                        uint32_t *size_bytes);

#endif
