/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/hex.h"

#include "driver/print.h"

int bpf_aot_hex_digit(int c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool bpf_aot_hex_decode(const char *text, const char *what, uint8_t *bytes, uint32_t capacity,
                        uint32_t *size_bytes) {
    uint32_t size = 0;
    for (const char *at = text; *at;) {
        if (is_space(*at)) {
            at++;
            continue;
        }
        int high = bpf_aot_hex_digit(at[0]);
        int low = high < 0 ? -1 : bpf_aot_hex_digit(at[1]);
        if (low < 0) {
            bpf_aot_error("%s: no pair of hex digits at character %u", what,
                          (uint32_t)(at - text) + 1);
            return false;
        }
        if (size == capacity) {
            bpf_aot_error("%s: longer than %u bytes", what, capacity);
            return false;
        }
        bytes[size++] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    *size_bytes = size;
    return true;
}
