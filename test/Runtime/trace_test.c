/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_trace_printk's formats: what is printed as in C, and what the kernel refuses. */
#include "helpers/trace_format.h"

#include "bpf-aot/runtime.h"
#include "libcalls/libcalls.h"
#include "selftest.h"

static struct trace_line line;

static long format(const char *text, uint64_t a, uint64_t b, uint64_t c) {
    const uint64_t args[] = {a, b, c};
    line.length = 0;
    return bpf_aot_trace_format(&line, text, (uint32_t)strlen(text) + 1, args);
}

static bool prints(const char *expected) {
    uint32_t length = (uint32_t)strlen(expected);
    return line.length == length && memcmp(line.text, expected, length) == 0;
}

static uint64_t pointer(const void *p) {
    return (uintptr_t)p;
}

static void numbers_print_as_in_c(void) {
    uint64_t minus_one = ~0ull;
    CHECK(format("%d %i %u", minus_one, 5, minus_one) == 15 && prints("-1 5 4294967295"));
    CHECK(format("%d %u %x", 1ull << 32 | 7, 1ull << 32, 1ull << 32) == 5 && prints("7 0 0"));
    CHECK(format("%lld %llu", minus_one, minus_one, 0) == 23 && prints("-1 18446744073709551615"));
    CHECK(format("%ld %lu %lx", 1ull << 63, 1ull << 32, 1ull << 32) > 0);
    CHECK(prints("-9223372036854775808 4294967296 100000000"));
    CHECK(format("%llx|%X", 0x123456789abcdef0, 0xabc, 0) > 0 && prints("123456789abcdef0|ABC"));
    CHECK(format("%5d|%-5d|%05d", 42, 42, (uint64_t)-42) > 0 && prints("   42|42   |-0042"));
    CHECK(format("%+d|% d|%08x", 1, 2, 0xbeef) > 0 && prints("+1| 2|0000beef"));
}

static void text_prints_as_in_c(void) {
    CHECK(format("plain", 0, 0, 0) == 5 && prints("plain"));
    CHECK(format("", 0, 0, 0) == 0 && prints(""));
    CHECK(format("100%%\t%c|%s\n", 'x', pointer("text"), 0) == 12 && prints("100%\tx|text\n"));
    CHECK(format("%6s|%-6s|", pointer("ab"), pointer("cd"), 0) == 14 && prints("    ab|cd    |"));
    CHECK(format("%p", 0x1234, 0, 0) == 2 * sizeof(void *));
    CHECK(memcmp(line.text + line.length - 5, "01234", 5) == 0);
    CHECK(format("%px.", 0x1234, 0, 0) == 2 * sizeof(void *) + 1);
    CHECK(format("%p.%p", 0, 0, 0) == 4 * sizeof(void *) + 1);
    CHECK(format("<%pks>", pointer("text"), 0, 0) == 6 && prints("<text>"));
}

/* bpf_trace_printk must not fault for a wrong pointer. */
static void text_may_be_anywhere(void) {
    CHECK(format("<%s>", 0, 0, 0) == 2 && prints("<>"));
    CHECK(format("<%s>", 0x10, 0, 0) == 2 && prints("<>"));
    CHECK(format("<%s>", ~0ull, 0, 0) == 2 && prints("<>"));
    CHECK(format("<%s>", 1ull << 32, 0, 0) == 2 && prints("<>"));
}

static void wrong_formats_are_refused(void) {
    CHECK(format("%d %d %d %d", 0, 0, 0) == -22);
    CHECK(format("%f", 0, 0, 0) == -22);
    CHECK(format("%n", 0, 0, 0) == -22);
    CHECK(format("%hd", 0, 0, 0) == -22);
    CHECK(format("%llld", 0, 0, 0) == -22);
    CHECK(format("%lp", 0, 0, 0) == -22);
    CHECK(format("%pd", 0, 0, 0) == -22);
    CHECK(format("%pI4", 0, 0, 0) == -22); /* the kernel can, this version not */
    CHECK(format("%", 0, 0, 0) == -22);
    CHECK(format("%l", 0, 0, 0) == -22);
    CHECK(format("\x80", 0, 0, 0) == -22);
    CHECK(format("\x01", 0, 0, 0) == -22);
    const uint64_t args[3] = {0};
    CHECK(bpf_aot_trace_format(&line, "abc", 3, args) == -22); /* no zero within the size */
    CHECK(bpf_aot_trace_format(&line, "abc", 0, args) == -22);
    CHECK(bpf_aot_trace_printk("%d %d %d %d", 12, 0, 0, 0) == -22);
}

static void long_text_is_cut(void) {
    CHECK(format("%2000d%1d", 1, 2, 0) == TRACE_LINE_BYTES - 1);
}

const struct selftest trace_tests[] = {
    {"numbers print as in C", numbers_print_as_in_c},
    {"text prints as in C", text_prints_as_in_c},
    {"text may be anywhere", text_may_be_anywhere},
    {"wrong formats are refused", wrong_formats_are_refused},
    {"long text is cut", long_text_is_cut},
    {NULL, NULL},
};
