/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_strtol, bpf_strtoul, bpf_strncmp: values and errors of kernel/bpf/helpers.c, lib/kstrtox.c.
 */
#include "bpf-aot/runtime.h"
#include "libcalls/libcalls.h"
#include "selftest.h"

static int64_t value;

static int64_t read_signed(const char *text, uint64_t base) {
    value = 99;
    return bpf_aot_strtol((void *)(uintptr_t)text, strlen(text), base, &value);
}

static int64_t read_unsigned(const char *text, uint64_t base) {
    value = 99;
    return bpf_aot_strtoul((void *)(uintptr_t)text, strlen(text), base, &value);
}

static void numbers_are_read(void) {
    CHECK(read_signed("123", 0) == 3 && value == 123);
    CHECK(read_signed(" \t-42 rest", 10) == 5 && value == -42);
    CHECK(read_signed("\xa0 7", 10) == 3 && value == 7); /* a space of Latin-1 */
    CHECK(read_signed("0x1F", 0) == 4 && value == 31);
    CHECK(read_signed("0X1f", 16) == 4 && value == 31);
    CHECK(read_signed("017", 0) == 3 && value == 15);
    CHECK(read_signed("0x", 0) == 1 && value == 0);
    CHECK(read_signed("0x0x10", 0) == 3 && value == 0); /* 6.18; 6.12 takes the second "0x", too */
    CHECK(read_signed("189", 8) == 1 && value == 1);
    CHECK(read_signed("fg", 16) == 1 && value == 15);
    CHECK(read_signed("-9223372036854775808", 10) == 20 && value == INT64_MIN);
    CHECK(read_signed("9223372036854775807", 0) == 19 && value == INT64_MAX);
    CHECK(read_unsigned("18446744073709551615", 0) == 20 && value == -1);
    char text[80];
    memset(text, '0', sizeof(text));
    CHECK(bpf_aot_strtoul(text, 80, 10, &value) == 63 && value == 0); /* as much as is copied */
}

static void wrong_numbers_have_their_errors(void) {
    CHECK(read_signed("", 0) == -22 && value == 0);
    CHECK(read_signed("  ", 0) == -22 && read_signed("-", 0) == -22);
    CHECK(read_signed("+1", 0) == -22 && read_signed("x", 16) == -22);
    CHECK(read_signed("- 1", 0) == -22 && read_signed("9", 8) == -22);
    CHECK(read_signed("1", 2) == -22 && read_signed("1", 36) == -22 && read_signed("1", 32) == -22);
    CHECK(read_signed("9223372036854775808", 10) == -34 && value == 0);
    CHECK(read_signed("-9223372036854775809", 10) == -34);
    CHECK(read_unsigned("18446744073709551616", 10) == -34 && value == 0);
    CHECK(read_unsigned("0x10000000000000000", 16) == -34);
    CHECK(read_unsigned("-1", 10) == -22 && value == 0);
    CHECK(read_unsigned("1", 1ull << 32) == -22);
}

static void text_is_compared(void) {
    CHECK(bpf_aot_strncmp("abc", 4, "abc") == 0);
    CHECK(bpf_aot_strncmp("abd", 2, "abc") == 0);
    CHECK(bpf_aot_strncmp("abd", 3, "abc") == 1);
    CHECK(bpf_aot_strncmp("ab", 3, "abc") == -1);
    CHECK(bpf_aot_strncmp("\xff", 1, "a") == 1);
    CHECK(bpf_aot_strncmp("a\0b", 4, "a") == 0);
}

static void clocks_agree(void) {
    const uint64_t second = 1000000000;
    uint64_t coarse = bpf_aot_ktime_get_coarse_ns(), fine = bpf_aot_ktime_get_ns();
    CHECK(coarse <= fine && fine - coarse < second);
    CHECK(bpf_aot_ktime_get_boot_ns() >= fine);
    CHECK(bpf_aot_ktime_get_tai_ns() > 1500000000 * second); /* after 2017 */
    uint64_t jiffies = bpf_aot_jiffies64() - (uint32_t)(-300 * 250);
    CHECK(jiffies >= coarse / 4000000 && jiffies <= coarse / 4000000 + 250);
    CHECK(bpf_aot_get_numa_node_id() == 0);
}

const struct selftest text_tests[] = {
    {"numbers are read", numbers_are_read},
    {"wrong numbers have their errors", wrong_numbers_have_their_errors},
    {"text is compared", text_is_compared},
    {"clocks agree", clocks_agree},
    {NULL, NULL},
};
