/* SPDX-License-Identifier: Apache-2.0 */
/* Formats and numbers, good and bad: each leaves its result and its text in a map. The packet does
 * not matter. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

enum { CASES = 96, TEXT_BYTES = 48 };

struct result {
    long status;
    char text[TEXT_BYTES];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CASES);
    __type(key, __u32);
    __type(value, struct result);
} results SEC(".maps");

static struct result *at(__u32 *next) {
    __u32 key = (*next)++;
    return bpf_map_lookup_elem(&results, &key);
}

/* An address that the program computes: libbpf does not fill in those of constants. */
#define HIDE(object)                                                                               \
    ({                                                                                             \
        __u64 address = (__u64)object;                                                             \
        __asm__ volatile("" : "+r"(address));                                                      \
        address;                                                                                   \
    })

#define PRINT(format, ...)                                                                         \
    {                                                                                              \
        static const char text[] = format;                                                         \
        __u64 values[] = {__VA_ARGS__};                                                            \
        struct result *result = at(&next);                                                         \
        if (result) {                                                                              \
            result->status = bpf_snprintf(result->text, TEXT_BYTES, text, values, sizeof(values)); \
        }                                                                                          \
    }

#define NUMBER(helper, number, flags)                                                              \
    {                                                                                              \
        char digits[] = number;                                                                    \
        long value = 99;                                                                           \
        struct result *result = at(&next);                                                         \
        if (result) {                                                                              \
            result->status = helper(digits, sizeof(digits) - 1, flags, (void *)&value);            \
            *(long *)result->text = value;                                                         \
        }                                                                                          \
    }

#define COMPARE(left, right)                                                                       \
    {                                                                                              \
        static const char other[] = right;                                                         \
        char bytes[] = left;                                                                       \
        struct result *result = at(&next);                                                         \
        if (result) {                                                                              \
            result->status = bpf_strncmp(bytes, sizeof(bytes), other);                             \
        }                                                                                          \
    }

#define NEG(number) (__u64)(-(number##ll))

SEC("xdp") int print_numbers(struct xdp_md *ctx) {
    __u32 next = 0;
    PRINT("%d %i %u", NEG(1), 5, NEG(1));
    PRINT("%d %u %x", 1ull << 32 | 7, 1ull << 32, 1ull << 32);
    PRINT("%lld %llu", NEG(1), NEG(1));
    PRINT("%ld %lu %lx", 1ull << 63, 1ull << 32, 1ull << 32);
    PRINT("%llx|%X", 0x123456789abcdef0, 0xabc);
    PRINT("%5d|%-5d|%05d", 42, 42, NEG(42));
    PRINT("%+d|% d|%08x", 1, 2, 0xbeef);
    PRINT("%+5d|% 5d|%-08d", 1, 2, 3);
    PRINT("%+u|% x|%0+5d", 1, 2, 3);
    PRINT("%2000d%1d", 1, 2);
    PRINT("%-60d", 1);
    PRINT("%px.", 0x1234);
    PRINT("%10px|%-10px|", 0x1234, 0x1234);
    PRINT("%08pxy", 0x1234);
    PRINT("%c%c%5c|%-5c|", 'a', 'b', 'c', 'd');
    PRINT("a\tb\n%%c");
    PRINT("%d", 1, 2);
    PRINT("", 1);
    return XDP_PASS;
}

static __u8 v4[4] = {192, 0, 2, 15};
static __u8 v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 0xa};
static char words[32] = "some words";

SEC("xdp") int print_pointers(struct xdp_md *ctx) {
    __u32 next = 32;
    char own[8] = "frame";
    __u32 address = 0x0100007f;
    PRINT("%s|%12s|%-12s|", HIDE(words), HIDE(words), HIDE(words));
    PRINT("<%s>", (__u64)own);
    PRINT("<%pks>%d", HIDE(words), 7);
    PRINT("<%12pks>", HIDE(words));
    PRINT("<%s>", 0);
    PRINT("%pI4 %pi4", HIDE(v4), HIDE(v4));
    PRINT("%pI6.", HIDE(v6));
    PRINT("%pi6", HIDE(v6));
    PRINT("%20pI4c,%d", HIDE(v4), 1);
    PRINT("%pI6c,%d", HIDE(v6), 1);
    PRINT("%pI4", (__u64)&address);
    PRINT("%pI4", 0);
    PRINT("%40d%pI6%d", 1, HIDE(v6), 2);
    PRINT("%50d%pI6", 1, HIDE(v6));
    return XDP_PASS;
}

SEC("xdp") int read_numbers(struct xdp_md *ctx) {
    __u32 next = 48;
    NUMBER(bpf_strtol, "123", 0);
    NUMBER(bpf_strtol, " \t-42 rest", 10);
    NUMBER(bpf_strtol, "\xa0 7", 10);
    NUMBER(bpf_strtol, "0x1F", 0);
    NUMBER(bpf_strtol, "017", 0);
    NUMBER(bpf_strtol, "0x", 0);
    NUMBER(bpf_strtol, "189", 8);
    NUMBER(bpf_strtol, "fg", 16);
    NUMBER(bpf_strtol, "-9223372036854775808", 10);
    NUMBER(bpf_strtol, "-9223372036854775809", 10);
    NUMBER(bpf_strtol, "9223372036854775807", 0);
    NUMBER(bpf_strtol, "9223372036854775808", 0);
    NUMBER(bpf_strtol, "-", 0);
    NUMBER(bpf_strtol, "+1", 0);
    NUMBER(bpf_strtol, "- 1", 0);
    NUMBER(bpf_strtol, "1", 2);
    NUMBER(bpf_strtol, "1", 32);
    NUMBER(bpf_strtoul, "18446744073709551615", 0);
    NUMBER(bpf_strtoul, "18446744073709551616", 0);
    NUMBER(bpf_strtoul, "0x10000000000000000", 16);
    NUMBER(bpf_strtoul, "-1", 10);
    NUMBER(bpf_strtoul, "-0", 10);
    NUMBER(bpf_strtol, "-0", 10);
    NUMBER(bpf_strtoul, "0000000000000000000000000000000000000000000000000000000000000000000000001",
           10);
    return XDP_PASS;
}

SEC("xdp") int compare_text(struct xdp_md *ctx) {
    __u32 next = 80;
    COMPARE("abc", "abc");
    COMPARE("abd", "abc");
    COMPARE("ab", "abc");
    COMPARE("abc", "ab");
    COMPARE("\xff", "a");
    COMPARE("a\0b", "a");
    static const char line[] = "%d %s";
    __u64 values[] = {42, HIDE(words)};
    struct result *result = at(&next);
    if (result) {
        result->status = bpf_trace_vprintk(line, sizeof(line), values, sizeof(values));
    }
    result = at(&next);
    if (result) {
        result->status = bpf_trace_vprintk(line, sizeof(line), values, 8);
    }
    return XDP_PASS;
}
