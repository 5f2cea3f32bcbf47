/* SPDX-License-Identifier: Apache-2.0 */
/* The same random operations on maps of the kernel, by a BPF program, and on the runtime's.
 * usage: random_maps OBJECT STEPS SEED
 * Stops at the first difference. Keys are few, so that they meet; for tries their bits are. */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_maps.h"

#include "test_map.h"

enum { CPUS = 8, LPM = 11 };

#define MAP(name, ops, id, STORAGE, key_bytes, value_bytes, entries, map_flags)                    \
    TEST_MAP(name, ops, id, STORAGE, key_bytes, value_bytes, entries,                              \
             ((id) == 5 || (id) == 10 ? CPUS : 1));
#include "random_maps.def"

static struct bpf_aot_map *const maps[] = {
#define MAP(name, ops, id, STORAGE, key_bytes, value_bytes, entries, map_flags) &name,
#include "random_maps.def"
};

static int args_fd, program_fd, map_fd;
static uint64_t state;

static uint32_t below(uint32_t end) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % end);
}

static _Noreturn void differ(const struct bpf_aot_map *map, uint32_t step, const char *what) {
    printf("map %s, step %u: %s\n", map->name, step, what);
    exit(1);
}

#define CHECK(condition) ((condition) ? (void)0 : (perror(#condition), exit(2)))

static void kernel_do(struct args *args) {
    uint32_t zero = 0;
    uint8_t packet[64] = {0};
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet));
    CHECK(!bpf_map_update_elem(args_fd, &zero, args, 0));
    CHECK(!bpf_prog_test_run_opts(program_fd, &options));
    CHECK(!bpf_map_lookup_elem(args_fd, &zero, args));
}

static void our_do(struct bpf_aot_map *map, struct args *args) {
    if (args->op == OP_LOOKUP) {
        void *value = bpf_aot_map_lookup_elem(map, args->key);
        args->result = value != NULL;
        if (value) {
            memcpy(args->value, value, map->value_size);
        }
    } else if (args->op == OP_UPDATE) {
        args->result = bpf_aot_map_update_elem(map, args->key, args->value, args->flags);
    } else {
        args->result = bpf_aot_map_delete_elem(map, args->key);
    }
}

static void random_key(const struct bpf_aot_map *map, uint8_t *key) {
    memset(key, 0, KEY_MAX);
    if (map->type != LPM) {
        uint32_t number = below(map->max_entries + map->max_entries / 2 + 2);
        memcpy(key, &number, map->key_size < 4 ? map->key_size : 4);
        key[map->key_size - 1] ^= (uint8_t)(number & 3);
        return;
    }
    uint32_t bits = (map->key_size - 4) * 8;
    uint32_t prefix = below(bits + 1 + (below(10) == 0));
    prefix = below(3) == 0 && prefix < bits ? bits - below(4) : prefix;
    memcpy(key, &prefix, 4);
    for (uint32_t i = 4; i < map->key_size; i++) {
        key[i] = (uint8_t)(below(256) & below(256) & 0xc1);
    }
}

static void random_args(const struct bpf_aot_map *map, struct args *args) {
    static const uint64_t flags[] = {0, 0, 0, 1, 1, 2, 2, 3, 4, 8, 1ull << 32};
    memset(args, 0, sizeof(*args));
    args->op =
        (uint32_t[]){OP_LOOKUP, OP_LOOKUP, OP_UPDATE, OP_UPDATE, OP_UPDATE, OP_DELETE}[below(6)];
    if (args->op == OP_DELETE && below(2)) {
        args->op = OP_UPDATE;
    }
    args->flags = flags[below(sizeof(flags) / sizeof(flags[0]))];
    random_key(map, args->key);
    for (uint32_t i = 0; i < map->value_size; i++) {
        args->value[i] = (uint8_t)below(256);
    }
}

static void check_next_key(struct bpf_aot_map *map, uint32_t step, const uint8_t *key) {
    uint8_t next[KEY_MAX];
    int status = bpf_map_get_next_key(map_fd, key, next);
    const void *ours = map->ops->next_key(map, key);
    if ((status == 0) != (ours != NULL) || (ours && memcmp(ours, next, map->key_size))) {
        differ(map, step, "the next key");
    }
}

/* All keys of the kernel's map, with the values of this CPU; in the same order for tries. */
static void check_contents(struct bpf_aot_map *map, uint32_t step) {
    uint8_t key[KEY_MAX], next[KEY_MAX], value[VALUE_MAX * 64];
    uint32_t kernel_count = 0, our_count = 0;
    bool first = true;
    while (bpf_map_get_next_key(map_fd, first ? NULL : key, next) == 0) {
        if (map->type == LPM) {
            check_next_key(map, step, first ? NULL : key);
        }
        memcpy(key, next, map->key_size);
        first = false;
        kernel_count++;
        void *ours = map->ops->value_on(map, key, 0);
        CHECK(!bpf_map_lookup_elem(map_fd, key, value));
        if (!ours || memcmp(ours, value, map->value_size)) {
            differ(map, step, ours ? "a value" : "a key is not there");
        }
    }
    for (const void *ours = NULL; (ours = map->ops->next_key(map, ours));) {
        our_count++;
    }
    if (kernel_count != our_count) {
        differ(map, step, "the number of keys");
    }
}

static void compare(struct bpf_aot_map *map, uint32_t steps) {
    for (uint32_t step = 0; step < steps; step++) {
        struct args kernel, ours;
        random_args(map, &kernel);
        ours = kernel;
        kernel_do(&kernel);
        our_do(map, &ours);
        if (kernel.result != ours.result) {
            printf("op %u, flags %llu: kernel %lld, ours %lld\n", ours.op, ours.flags,
                   kernel.result, ours.result);
            differ(map, step, "the result");
        }
        if (memcmp(kernel.value, ours.value, sizeof(ours.value))) {
            differ(map, step, "the value found");
        }
        if (map->type == LPM && step % 7 == 0) {
            check_next_key(map, step, ours.key);
        }
        if (step % 500 == 0) {
            check_contents(map, step);
        }
    }
    check_contents(map, steps);
}

static void open_map(struct bpf_object *object, const struct bpf_aot_map *map) {
    char name[64];
    snprintf(name, sizeof(name), "on_%s", map->name);
    program_fd = bpf_program__fd(bpf_object__find_program_by_name(object, name));
    map_fd = bpf_object__find_map_fd_by_name(object, map->name);
    CHECK(program_fd >= 0 && map_fd >= 0);
}

int main(int argc, char **argv) {
    CHECK(argc == 4);
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(0, &cpus);
    CHECK(!sched_setaffinity(0, sizeof(cpus), &cpus));
    bpf_aot_active_cpus = (uint32_t)libbpf_num_possible_cpus();
    struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
    CHECK(object && !bpf_object__load(object));
    args_fd = bpf_object__find_map_fd_by_name(object, ".bss");
    CHECK(args_fd >= 0);
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        state = (uint64_t)atoll(argv[3]) * 1000 + i;
        open_map(object, maps[i]);
        compare(maps[i], (uint32_t)atoi(argv[2]));
    }
    printf("seed %s: %zu maps, %s operations each: the same\n", argv[3],
           sizeof(maps) / sizeof(maps[0]), argv[2]);
    return 0;
}
