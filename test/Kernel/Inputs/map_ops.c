// SPDX-License-Identifier: Apache-2.0
// One program a map: does the operation that `args` says, for random_maps.c.
#include "random_maps.h"

#define SEC(name)       __attribute__((section(name), used))
#define NUMBER(name, n) int (*name)[n]

struct args args;

static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*update)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*drop)(void *map, const void *key) = (void *)3;

#define MAP(name, ops, id, STORAGE, key_bytes, value_bytes, entries, create)                       \
    struct {                                                                                       \
        NUMBER(type, id);                                                                          \
        NUMBER(key_size, key_bytes);                                                               \
        NUMBER(value_size, value_bytes);                                                           \
        NUMBER(max_entries, entries);                                                              \
        NUMBER(map_flags, create);                                                                 \
    } name SEC(".maps");                                                                           \
    SEC("xdp") int on_##name(void *ctx) {                                                          \
        if (args.op == OP_LOOKUP) {                                                                \
            unsigned char *value = lookup(&name, args.key);                                        \
            args.result = value != 0;                                                              \
            for (int i = 0; value && i < value_bytes; i++) {                                       \
                args.value[i] = value[i];                                                          \
            }                                                                                      \
        } else if (args.op == OP_UPDATE) {                                                         \
            args.result = update(&name, args.key, args.value, args.flags);                         \
        } else {                                                                                   \
            args.result = drop(&name, args.key);                                                   \
        }                                                                                          \
        return 2;                                                                                  \
    }
#include "random_maps.def"

char license_text[] SEC("license") = "GPL";
