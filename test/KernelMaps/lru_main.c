/* SPDX-License-Identifier: Apache-2.0 */
/* test_lru_map.c: both LRU types, with and without BPF_F_NO_COMMON_LRU. */
#define main kernel_main
#include "test_lru_map.c"

#include "suite.h"

#define LRU_lru(...) __VA_ARGS__
#define LRU_maps(...)
#define LRU_map_tests(...)
#define LRU_lpm(...)

#define PASSES(suite, test, arguments)                                                             \
    LRU_##suite(static void run_##test(int variant) {                                              \
        int type = variant & 1 ? BPF_MAP_TYPE_LRU_PERCPU_HASH : BPF_MAP_TYPE_LRU_HASH;             \
        int flags = variant & 2 ? BPF_F_NO_COMMON_LRU : 0;                                         \
        int target = flags ? PERCPU_FREE_TARGET : LOCAL_FREE_TARGET;                               \
        (void)target;                                                                              \
        nr_cpus = (int)bpf_num_possible_cpus();                                                    \
        test arguments;                                                                            \
    })
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"

static const struct row rows[] = {
#define PASSES(suite, test, arguments)       LRU_##suite({#suite, #test, run_##test}, )
#define DIFFERS(suite, test, arguments, why) PASSES(suite, test, arguments)
#define ABSENT(suite, test, why)
#include "tests.def"
    {NULL, NULL, NULL},
};

static int suite_variants(const struct row *row) {
    return 4;
}

static const char *suite_variant(int variant) {
    static const char *const names[] = {"lru_hash", "lru_percpu_hash", "lru_hash,no_common",
                                        "lru_percpu_hash,no_common"};
    return names[variant];
}

static int suite_skips(void) {
    return 0;
}

int main(int argc, char **argv) {
    return suite_main(rows, "lru", argc > 1 ? argv[1] : NULL);
}
