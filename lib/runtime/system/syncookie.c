/* SPDX-License-Identifier: Apache-2.0 */
/* The cookie is hash(addresses, ports) + the SYN's sequence number + minute << 24 +
 * (hash(addresses, ports, minute) + index of the MSS) in the low 24 bits, each hash with a secret
 * of its own. Fields are hashed as the machine's numbers, so that machines of other byte orders
 * make other cookies: the kernel's do, too. */
#include "system/syncookie.h"

#include "bytes.h"
#include "start/sys.h"
#include "system/siphash.h"
#include "system/sock.h"

enum {
    MINUTE = 60,
    MAX_AGE_MINUTES = 2, /* kernel: MAX_SYNCOOKIE_AGE */
    HASH_BITS = 24,
    HASH_MASK = (1 << HASH_BITS) - 1,
    MSS_COUNT = 4,
    KEY_WORDS = 8,
};

/* Kernel: msstab of IPv4 and of IPv6. */
static const uint16_t mss_table[2][MSS_COUNT] = {{536, 1300, 1440, 1460}, {1220, 1420, 1440, 8940}};

/* Made once, by whoever comes first. */
static const uint64_t *random_keys(void) {
    enum { NONE, BUSY, MADE };
    static uint64_t keys[KEY_WORDS];
    static uint32_t state;
    uint32_t expected = NONE;
    if (__atomic_load_n(&state, __ATOMIC_ACQUIRE) == MADE) {
        return keys;
    }
    if (__atomic_compare_exchange_n(&state, &expected, BUSY, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_ACQUIRE)) {
        if (bpf_aot_sys_getrandom(keys, sizeof(keys)) != (long)sizeof(keys)) {
            keys[0] ^= bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
        }
        __atomic_store_n(&state, MADE, __ATOMIC_RELEASE);
    }
    while (__atomic_load_n(&state, __ATOMIC_ACQUIRE) != MADE) {
    }
    return keys;
}

/* What cookies of one connection are made of. */
struct flow {
    const uint8_t *addresses; /* source, then destination */
    const uint8_t *ports;     /* source, then destination */
    const uint64_t *keys;
    bool is_ipv6;
};

static struct flow flow_of(const uint8_t *ip, const uint8_t *tcp, bool is_ipv6) {
    const uint64_t *keys = bpf_aot_system->syncookie_keys;
    keys = (keys ? keys : random_keys()) + (is_ipv6 ? 4 : 0);
    return (struct flow){ip + (is_ipv6 ? 8 : 12), tcp, keys, is_ipv6};
}

static void put_word(uint8_t *to, uint32_t number) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

static uint16_t load_port(const uint8_t *bytes) {
    uint16_t port;
    memcpy(&port, bytes, sizeof(port));
    return port;
}

static uint32_t hash4(const struct flow *flow, uint32_t minute, const uint64_t *key) {
    uint8_t words[16];
    put_word(words, rt_load32(flow->addresses));
    put_word(words + 4, rt_load32(flow->addresses + 4));
    put_word(words + 8, (uint32_t)load_port(flow->ports) << 16 | load_port(flow->ports + 2));
    put_word(words + 12, minute);
    return (uint32_t)bpf_aot_siphash(words, sizeof(words), key);
}

/* Here the kernel hashes the bytes of a struct. */
static uint32_t hash6(const struct flow *flow, uint32_t minute, const uint64_t *key) {
    uint8_t bytes[40];
    memcpy(bytes, flow->addresses, 32);
    memcpy(bytes + 32, &minute, sizeof(minute));
    memcpy(bytes + 36, flow->ports, 4);
    return (uint32_t)bpf_aot_siphash(bytes, sizeof(bytes), key);
}

static uint32_t hash(const struct flow *flow, uint32_t minute, uint32_t which) {
    return (flow->is_ipv6 ? hash6 : hash4)(flow, minute, flow->keys + 2 * which);
}

static uint32_t big32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

int64_t bpf_aot_syncookie_make(const uint8_t *ip, const uint8_t *tcp, bool is_ipv6, uint32_t mss) {
    struct flow flow = flow_of(ip, tcp, is_ipv6);
    uint32_t minute = (uint32_t)(bpf_aot_system_seconds() / MINUTE);
    uint32_t index = MSS_COUNT - 1;
    while (index && mss < mss_table[is_ipv6][index]) {
        index--;
    }
    uint32_t low = (hash(&flow, minute, 1) + index) & HASH_MASK;
    uint32_t cookie = hash(&flow, 0, 0) + big32(tcp + 4) + (minute << HASH_BITS) + low;
    return (int64_t)((uint64_t)mss_table[is_ipv6][index] << 32 | cookie);
}

bool bpf_aot_syncookie_check(const uint8_t *ip, const uint8_t *tcp, bool is_ipv6) {
    struct flow flow = flow_of(ip, tcp, is_ipv6);
    uint32_t minute = (uint32_t)(bpf_aot_system_seconds() / MINUTE);
    uint32_t sequence = big32(tcp + 4) - 1;
    uint32_t cookie = big32(tcp + 8) - 1 - hash(&flow, 0, 0) - sequence;
    uint32_t age = (minute - (cookie >> HASH_BITS)) & (UINT32_MAX >> HASH_BITS);
    return age < MAX_AGE_MINUTES &&
           ((cookie - hash(&flow, minute - age, 1)) & HASH_MASK) < MSS_COUNT;
}

/* Kernel: tcp_parse_mss_option; the last one that asks for something counts. */
uint32_t bpf_aot_tcp_mss_option(const uint8_t *tcp, uint32_t user_mss) {
    enum { END = 0, NOTHING = 1, MSS = 2, MSS_BYTES = 4 };
    const uint8_t *at = tcp + RT_TCP_BYTES;
    const uint8_t *end = tcp + rt_tcp_bytes(tcp);
    uint32_t mss = 0;
    while (at < end && *at != END) {
        if (*at == NOTHING) {
            at++;
            continue;
        }
        if (end - at < 2 || at[1] < 2 || at[1] > end - at) {
            break;
        }
        uint32_t asked = at[0] == MSS && at[1] == MSS_BYTES ? (uint32_t)at[2] << 8 | at[3] : 0;
        if (asked) {
            mss = user_mss && user_mss < asked ? user_mss : asked;
        }
        at += at[1];
    }
    return mss;
}
