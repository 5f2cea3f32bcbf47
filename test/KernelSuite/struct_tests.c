/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the tests of one file of the kernel's selftests/bpf/verifier/ as JSON, one a line. Built
 * for this machine around the kernel's test_verifier.c, whose array of tests holds that one file;
 * FIXUPS comes from struct_tests.py. */
#define main unused_main
#include "test_verifier.c"
#undef main

static void print_hex(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%02x", ((const unsigned char *)bytes)[i]);
    }
}

static void print_text(const char *text) {
    putchar('"');
    for (; *text; text++) {
        printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    putchar('"');
}

static void print_fixup(const char *name, const int *insns) {
    for (int i = 0; i < MAX_FIXUPS && insns[i]; i++) {
        printf("%s[\"%s\",%d]", i ? "," : "", name, insns[i]);
    }
}

static void print_fixups(const struct bpf_test *test) {
    const char *comma = "";
    printf(",\"fixups\":[");
#define FIXUP(name)                                                                                \
    if (test->fixup_##name[0]) {                                                                   \
        printf("%s", comma);                                                                       \
        print_fixup(#name, test->fixup_##name);                                                    \
        comma = ",";                                                                               \
    }
#include "fixups.def"
    printf("]");
}

static void print_runs(const struct bpf_test *test) {
    int runs = test->runs ? test->runs : 1;
    printf(",\"several\":%d,\"runs\":[", test->runs > 0);
    for (int i = 0; i < runs; i++) {
        printf("%s{\"retval\":%u,\"data\":\"", i ? "," : "", test->retvals[i].retval);
        print_hex(test->retvals[i].data, TEST_DATA_LEN);
        printf("\"}");
    }
    printf("]");
}

int main(void) {
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++) {
        struct bpf_test *test = &tests[i];
        if (test->fill_helper) {
            test->fill_insns = calloc(MAX_TEST_INSNS, sizeof(struct bpf_insn));
            test->fill_helper(test);
        }
        const struct bpf_insn *insns = test->fill_insns ? test->fill_insns : test->insns;
        int count = test->fill_insns ? test->prog_len : probe_filter_length(insns);
        printf("{\"descr\":");
        print_text(test->descr);
        printf(",\"accepted\":%d,\"type\":%d,\"attach\":%d,\"kfunc\":%d,\"insns\":\"",
               test->result == ACCEPT || test->result == VERBOSE_ACCEPT, test->prog_type,
               (int)test->expected_attach_type, test->kfunc || test->fixup_kfunc_btf_id[0].kfunc);
        print_hex(insns, sizeof(*insns) * (size_t)count);
        printf("\"");
        print_fixups(test);
        print_runs(test);
        printf("}\n");
        free(test->fill_insns);
    }
    return 0;
}
