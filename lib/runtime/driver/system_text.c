/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses as text: dotted IPv4, IPv6 of RFC 4291, 2.2 (1 and 2), MAC addresses. */
#include "driver/hex.h"
#include "driver/system.h"
#include "libcalls/libcalls.h"

/* A decimal number up to `max`; where it ends, or NULL. */
static const char *number(const char *at, uint32_t max, uint32_t *value) {
    const char *first = at;
    *value = 0;
    for (; *at >= '0' && *at <= '9' && *value <= max; at++) {
        *value = *value * 10 + (uint32_t)(*at - '0');
    }
    return at == first || *value > max ? NULL : at;
}

static const char *parse_ipv4(const char *at, uint8_t *bytes) {
    for (int i = 0; i < 4; i++) {
        uint32_t byte;
        at = number(at, 255, &byte);
        if (!at || (i < 3 && *at++ != '.')) {
            return NULL;
        }
        bytes[i] = (uint8_t)byte;
    }
    return at;
}

static const char *parse_group(const char *at, uint8_t *bytes) {
    const char *first = at;
    uint32_t value = 0;
    for (; bpf_aot_hex_digit((unsigned char)*at) >= 0 && at - first < 4; at++) {
        value = value << 4 | (uint32_t)bpf_aot_hex_digit((unsigned char)*at);
    }
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
    return at == first ? NULL : at;
}

/* Groups, of which "::" stands for as many zeros as are missing. */
static const char *parse_ipv6(const char *at, uint8_t *bytes) {
    uint32_t count = 0;
    uint32_t gap = 16; /* no gap so far */
    while (count < 16) {
        if (at[0] == ':' && at[1] == ':' && gap == 16) {
            gap = count;
            at += 2;
        } else if (count && count != gap) {
            if (*at != ':') {
                break;
            }
            at++;
        }
        const char *end = parse_group(at, bytes + count);
        if (!end) {
            break;
        }
        at = end;
        count += 2;
    }
    if (gap == 16) {
        return count == 16 ? at : NULL;
    }
    memmove(bytes + 16 - (count - gap), bytes + gap, count - gap);
    memset(bytes + gap, 0, 16 - count);
    return at;
}

static bool has(const char *text, char c) {
    while (*text && *text != c) {
        text++;
    }
    return *text != 0;
}

bool bpf_aot_address_parse(const char *text, struct bpf_aot_address *address) {
    bool is_ipv6 = has(text, ':');
    uint32_t max = is_ipv6 ? 128 : 32;
    memset(address, 0, sizeof(*address));
    address->family = is_ipv6 ? BPF_AOT_INET6 : BPF_AOT_INET;
    address->bits = max;
    const char *at = (is_ipv6 ? parse_ipv6 : parse_ipv4)(text, address->bytes);
    if (at && *at == '/') {
        at = number(at + 1, max, &address->bits);
    }
    return at && *at == 0;
}

bool bpf_aot_mac_parse(const char *text, uint8_t mac[6]) {
    for (int i = 0; i < 6; i++, text += 3) {
        int high = bpf_aot_hex_digit((unsigned char)text[0]);
        int low = high < 0 ? -1 : bpf_aot_hex_digit((unsigned char)text[1]);
        if (low < 0 || text[2] != (i < 5 ? ':' : 0)) {
            return false;
        }
        mac[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
