/* SPDX-License-Identifier: Apache-2.0 */
/* Formats: what is printed as in C or as in the kernel (test/Kernel compares), and what it refuses.
 */
#include "helpers/format.h"

#include "bpf-aot/runtime.h"
#include "libcalls/libcalls.h"
#include "selftest.h"

static char text[FORMAT_LINE_BYTES];
static struct format_out out;

static int64_t format_sized(const char *format, uint32_t size_bytes, const uint64_t *values) {
    const struct format_args args = {values, 3, bpf_aot_format_peek, NULL};
    out = (struct format_out){text, sizeof(text) - 1, 0};
    int64_t status = bpf_aot_format(&out, format, size_bytes, &args);
    return status ? status : out.length;
}

static int64_t format(const char *format, uint64_t a, uint64_t b, uint64_t c) {
    const uint64_t values[] = {a, b, c};
    return format_sized(format, (uint32_t)strlen(format) + 1, values);
}

static bool prints(const char *expected) {
    uint32_t length = (uint32_t)strlen(expected);
    return out.length == length && memcmp(text, expected, length) == 0;
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
    CHECK(format("%p", 0x1234, 0, 0) == 16);
    CHECK(memcmp(text + out.length - 5, "01234", 5) == 0);
    CHECK(format("%px.", 0x1234, 0, 0) == 17);
    CHECK(format("%p.%p", 0, 0, 0) == 33);
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
    CHECK(format("%pI5", 0, 0, 0) == -22);
    CHECK(format("%sx", 0, 0, 0) == -22);
    CHECK(format("%.3d", 0, 0, 0) == -22);
    CHECK(format("%\xc4", 0, 0, 0) == -22);
    CHECK(format("%", 0, 0, 0) == -22);
    CHECK(format("%l", 0, 0, 0) == -22);
    CHECK(format("\xc3\xa4", 0, 0, 0) == 2); /* UTF-8, as Debian's 6.12 has it */
    CHECK(format("\x01", 0, 0, 0) == -22);
    const uint64_t values[3] = {0};
    CHECK(format_sized("abc", 3, values) == -22); /* no zero within the size */
    CHECK(format_sized("abc", 0, values) == -22);
    CHECK(bpf_aot_trace_printk("%d %d %d %d", 12, 0, 0, 0) == -22);
}

/* As snprintf counts. */
static void long_text_is_cut(void) {
    CHECK(format("%2000d%1d", 1, 2, 0) == 2001 && text[FORMAT_LINE_BYTES - 2] == ' ');
    CHECK(format("%-2000d", 1, 2, 0) == 2000 && text[0] == '1' && text[1] == ' ');
}

static void addresses_print(void) {
    static const uint8_t v4[4] = {192, 0, 2, 15}, v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 0xa};
    CHECK(format("%pI4|%pi4", pointer(v4), pointer(v4), 0) == 26);
    CHECK(prints("192.0.2.15|192.000.002.015"));
    CHECK(format("%pI6.", pointer(v6), 0, 0) > 0);
    CHECK(prints("2001:0db8:0000:0000:0000:0000:0000:000a."));
    CHECK(format("%pi6", pointer(v6), 0, 0) == 32 && prints("20010db800000000000000000000000a"));
    CHECK(format("%pI4", 16, 0, 0) > 0 && prints("0.0.0.0")); /* not to be read */
    CHECK(format("%20pI4c,", pointer(v4), 0, 0) > 0 && prints("192.0.2.15,"));
}

/* 512 bytes for all that pointers lead to. */
static void copies_have_a_limit(void) {
    static char large[600];
    memset(large, 'x', sizeof(large) - 1);
    CHECK(format("%s", pointer(large), 0, 0) == 511);
    CHECK(format("%s %s", pointer(large), pointer("a"), 0) == -28);
    CHECK(format("%s %d", pointer(large), 0, 0) == -28);
}

static struct bpf_aot_run run;
static char memory[64];

static int64_t print_to(char *to, uint32_t room, char *format, uint64_t a, uint64_t b) {
    uint64_t values[] = {a, b};
    return bpf_aot_snprintf(to, room, format, values, sizeof(values), &run);
}

static void snprintf_counts_the_nul(void) {
    char to[8] = "zzzzzzz";
    CHECK(print_to(to, 8, "%d-%d", 12, 34) == 6 && memcmp(to, "12-34\0z", 8) == 0);
    CHECK(print_to(to, 4, "%d-%d", 56, 78) == 6 && memcmp(to, "56-\0", 4) == 0);
    CHECK(print_to(NULL, 0, "%d-%d", 1, 2) == 4);
    uint64_t values[13] = {0};
    CHECK(bpf_aot_snprintf(to, 8, "", values, 7, &run) == -22);
    CHECK(bpf_aot_snprintf(to, 8, "", values, 13 * 8, &run) == -22);
    CHECK(bpf_aot_snprintf(to, 8, "", NULL, 8, &run) == -22);
    CHECK(bpf_aot_snprintf(to, 8, "", NULL, 0, &run) == 1);
    CHECK(bpf_aot_snprintf(to, 8, "%d", NULL, 0, &run) == -22);
    CHECK(bpf_aot_trace_vprintk("%d", 3, values, 13 * 8) == -22);
}

/* What the program might not read itself is empty. */
static void snprintf_reads_what_the_run_may(void) {
    char to[64];
    run = (struct bpf_aot_run){.input = memory, .input_bytes = sizeof(memory)};
    memcpy(memory, "mine", 5);
    CHECK(print_to(to, 64, "<%s>", pointer(memory), 0) == 7 && memcmp(to, "<mine>", 7) == 0);
    CHECK(print_to(to, 64, "<%s>", pointer("foreign"), 0) == 3 && memcmp(to, "<>", 3) == 0);
    memset(memory, 'x', sizeof(memory)); /* no end */
    CHECK(print_to(to, 64, "<%s>", pointer(memory), 0) == 3 && memcmp(to, "<>", 3) == 0);
    CHECK(print_to(to, 64, "%pI4", pointer(memory + 60), 0) == 16);
    CHECK(print_to(to, 64, "%pI4", pointer(memory + 61), 0) == 8);
    CHECK(print_to(to, 64, "%pI4", 1ull << 40 | pointer(memory), 0) == 8 || sizeof(void *) == 8);
}

const struct selftest trace_tests[] = {
    {"numbers print as in C", numbers_print_as_in_c},
    {"text prints as in C", text_prints_as_in_c},
    {"text may be anywhere", text_may_be_anywhere},
    {"wrong formats are refused", wrong_formats_are_refused},
    {"long text is cut", long_text_is_cut},
    {"addresses print", addresses_print},
    {"copies have a limit", copies_have_a_limit},
    {"snprintf counts the NUL", snprintf_counts_the_nul},
    {"snprintf reads what the run may", snprintf_reads_what_the_run_may},
    {NULL, NULL},
};
