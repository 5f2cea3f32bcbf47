/* SPDX-License-Identifier: Apache-2.0 */
/* targets.def as a table. */
#include <string.h>

#include "target/target.h"

static const struct target_row rows[] = {
#define IS_LITTLE false
#define IS_BIG    true
#define IS_TREE   false
#define IS_SWITCH true
#define IS_PLAIN  false
#define IS_EXTEND true
#define TARGET(name, triple, cpu, features, abi, order, bits, i32, fence, quirk, compares, qemu,   \
               clang, lld)                                                                         \
    {name,     triple,        cpu,           features,      abi,  IS_##order, bits,                \
     IS_##i32, FENCE_##fence, QUIRK_##quirk, IS_##compares, qemu, lld,        true},
#include "target/targets.def"
};

const struct target_row *target_rows(size_t *count) {
    *count = sizeof(rows) / sizeof(rows[0]);
    return rows;
}

const struct target_row *target_find(const char *name) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

const struct target_row *target_host(void) {
#if defined(__x86_64__)
    return target_find("x86-64");
#elif defined(__riscv) && __riscv_xlen == 64
    return target_find("riscv64");
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return target_find("aarch64");
#else
    return NULL;
#endif
}
