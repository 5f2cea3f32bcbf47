/* SPDX-License-Identifier: Apache-2.0 */
/* test_lpm_map.c: its main runs test_lpm_map for keys of 1 to 16 bytes. */
#define main kernel_main
#include "test_lpm_map.c"

#include "suite.h"

#define LPM_lpm(...) __VA_ARGS__
#define LPM_maps(...)
#define LPM_map_tests(...)
#define LPM_lru(...)

#define PASSES(suite, test, arguments)                                                             \
    LPM_##suite(static void run_##test(int variant) {                                              \
        int size = variant + 1;                                                                    \
        (void)size;                                                                                \
        srand(0xf00ba1); /* as the kernel's main */                                                \
        test arguments;                                                                            \
    })
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"

static const struct row rows[] = {
#define PASSES(suite, test, arguments)       LPM_##suite({#suite, #test, run_##test}, )
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"
    {NULL, NULL, NULL},
};

static int suite_variants(const struct row *row) {
    return strcmp(row->test, "test_lpm_map") ? 1 : 16;
}

static const char *suite_variant(int variant) {
    static char name[16];
    snprintf(name, sizeof(name), "%d", variant + 1);
    return name;
}

static int suite_skips(void) {
    return 0;
}

int main(int argc, char **argv) {
    return suite_main(rows, "lpm", argc > 1 ? argv[1] : NULL);
}
