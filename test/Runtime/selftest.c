/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the tests of the runtime on the target, linked with its archive as a translated program is.
 * One line a test; status 1 when one failed. */
#include "selftest.h"

#include "bpf-aot/runtime.h"
#include "start/sys.h"

uint32_t selftest_failures;
uint32_t selftest_cpu;

extern const void *const bpf_aot_all_helpers[];
extern const struct bpf_aot_map_ops *const bpf_aot_all_map_ops[];

/* Also shows that an embedder's definition wins over the archive's. */
uint32_t bpf_aot_this_cpu(void) {
    return selftest_cpu;
}

void selftest_fail(const char *file, uint32_t line, const char *text) {
    if (++selftest_failures <= 5) {
        bpf_aot_print(&bpf_aot_stdout, "# %s:%u: %s\n", file, line, text);
    }
}

uint64_t selftest_random(void) {
    static uint64_t state = 0x2545f4914f6cdd1d;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    uint64_t value = state;
    if (state & 0x100000000) {
        value >>= (state >> 33) & 63;
    }
    if (state & 0x8000000000) {
        value = ~value;
    }
    return value;
}

/* Linking is the test: every row of helpers.def and maps.def has what it names. */
static void tables_are_complete(void) {
    CHECK(bpf_aot_all_helpers[0] != NULL);
    for (int i = 0; bpf_aot_all_map_ops[i]; i++) {
        const struct bpf_aot_map_ops *ops = bpf_aot_all_map_ops[i];
        CHECK(ops->lookup && ops->update && ops->remove && ops->next_key && ops->value_on);
    }
}

static const struct selftest table_tests[] = {
    {"tables are complete", tables_are_complete},
    {NULL, NULL},
};

int bpf_aot_main(int argc, char **argv) {
    const struct selftest *const groups[] = {
        table_tests,
#define SELFTEST_GROUP(name) name##_tests,
#include "groups.def"
    };
    uint32_t number = 0;
    uint32_t failed = 0;
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        for (const struct selftest *test = groups[i]; test->name; test++) {
            selftest_failures = 0;
            selftest_cpu = 0;
            test->run();
            failed += selftest_failures != 0;
            bpf_aot_print(&bpf_aot_stdout, "%s %u - %s\n", selftest_failures ? "not ok" : "ok",
                          ++number, test->name);
            bpf_aot_flush(&bpf_aot_stdout);
        }
    }
    bpf_aot_print(&bpf_aot_stdout, "%u tests, %u failed\n", number, failed);
    bpf_aot_flush(&bpf_aot_stdout);
    return failed != 0;
}
