/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of characters as the kernel has them (lib/ctype.c): ASCII and Latin-1. */
#ifndef BPF_AOT_RUNTIME_CTYPE_H
#define BPF_AOT_RUNTIME_CTYPE_H

#include <stdbool.h>
#include <stdint.h>

static inline bool ctype_is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

static inline bool ctype_is_space(uint8_t c) {
    return (c >= '\t' && c <= '\r') || c == ' ' || c == 0xa0;
}

/* A letter or digit. */
static inline bool ctype_is_word(uint8_t c) {
    uint8_t lower = c | 0x20;
    bool is_latin = c >= 0xc0 && c != 0xd7 && c != 0xf7;
    return ctype_is_digit(c) || (lower >= 'a' && lower <= 'z' && c < 0x80) || is_latin;
}

/* Of ASCII: neither printable nor white space. */
static inline bool ctype_is_control(uint8_t c) {
    return (c < ' ' && !ctype_is_space(c)) || c == 0x7f;
}

#endif
