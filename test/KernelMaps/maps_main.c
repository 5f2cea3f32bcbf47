/* SPDX-License-Identifier: Apache-2.0 */
/* test_maps.c and map_tests/: test_maps' own tests run with and without BPF_F_NO_PREALLOC. */
#ifdef TASKS_ARE_THREADS
#include "tasks.h"
#endif
#define main kernel_main
#include "test_maps.c"

#include "suite.h"

#define MAPS_maps(...)      __VA_ARGS__
#define MAPS_map_tests(...) __VA_ARGS__
#define MAPS_lru(...)
#define MAPS_lpm(...)

#define PASSES(suite, test, arguments)                                                             \
    MAPS_##suite(static void run_##test(int variant) {                                             \
        map_opts.map_flags = variant ? BPF_F_NO_PREALLOC : 0;                                      \
        test arguments;                                                                            \
    })
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"

static const struct row rows[] = {
#define PASSES(suite, test, arguments)       MAPS_##suite({#suite, #test, run_##test}, )
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"
    {NULL, NULL, NULL},
};

static int suite_variants(const struct row *row) {
    return strcmp(row->suite, "maps") ? 1 : 2;
}

static const char *suite_variant(int variant) {
    return variant ? "no_prealloc" : "plain";
}

static int suite_skips(void) {
    return skips;
}

int main(int argc, char **argv) {
    const char *only = argc > 1 ? argv[1] : NULL;
    suite_main(rows, "maps", only);
    return suite_main(rows, "map_tests", only);
}
