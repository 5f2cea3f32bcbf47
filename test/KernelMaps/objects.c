/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of libbpf that the tests use for objects and programs. Of an object they want the maps:
 * their definitions are in a table and are created through the host API, as libbpf creates them in
 * the kernel. The one program that test_lru_map assembles is a lookup by a program. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

struct bpf_map {
    const char *object, *name;
    struct {
        __u32 type, key_size, value_size, max_entries;
    } is, inner; /* inner.type 0: the test sets it */
    int fd, inner_fd;
};

/* tools/testing/selftests/bpf/progs/test_map_in_map.c and test_map_in_map_invalid.c */
static struct bpf_map maps[] = {
    {"./test_map_in_map.bpf.o", "mim_array", {12, 4, 4, 1}, {0}, -1, -1},
    {"./test_map_in_map.bpf.o", "mim_hash", {13, 4, 4, 1}, {0}, -1, -1},
    {"./test_map_in_map_invalid.bpf.o", "mim", {12, 4, 4, 0}, {2, 4, 4, 4}, -1, -1},
};
enum { MAP_COUNT = sizeof(maps) / sizeof(maps[0]) };

struct bpf_object {
    char path[64];
};

struct bpf_object *bpf_object__open(const char *path) {
    struct bpf_object *object = calloc(1, sizeof(*object));
    strncpy(object->path, path, sizeof(object->path) - 1);
    return object;
}

struct bpf_map *bpf_object__find_map_by_name(const struct bpf_object *object, const char *name) {
    for (int i = 0; i < MAP_COUNT; i++) {
        if (!strcmp(maps[i].object, object->path) && !strcmp(maps[i].name, name)) {
            return &maps[i];
        }
    }
    errno = ENOENT;
    return NULL;
}

int bpf_map__fd(const struct bpf_map *map) {
    return map->fd;
}

int bpf_map__set_inner_map_fd(struct bpf_map *map, int fd) {
    map->inner_fd = fd;
    return 0;
}

static int create(struct bpf_map *map) {
    LIBBPF_OPTS(bpf_map_create_opts, opts);
    int inner = map->inner_fd;
    if (map->inner.type) {
        inner = bpf_map_create(map->inner.type, "mim.inner", map->inner.key_size,
                               map->inner.value_size, map->inner.max_entries, NULL);
    }
    opts.inner_map_fd = (__u32)inner;
    map->fd = bpf_map_create(map->is.type, map->name, map->is.key_size, map->is.value_size,
                             map->is.max_entries, &opts);
    if (map->inner.type) {
        close(inner);
    }
    return map->fd < 0 ? map->fd : 0;
}

int bpf_object__load(struct bpf_object *object) {
    int status = 0;
    for (int i = 0; i < MAP_COUNT && !status; i++) {
        if (!strcmp(maps[i].object, object->path)) {
            status = create(&maps[i]);
        }
    }
    return status;
}

void bpf_object__close(struct bpf_object *object) {
    for (int i = 0; object && i < MAP_COUNT; i++) {
        if (!strcmp(maps[i].object, object->path) && maps[i].fd >= 0) {
            close(maps[i].fd);
            maps[i].fd = -1;
        }
    }
    free(object);
}

/* The program looks up the key in insns[2..3] of the map in insns[2] and stores the value in the
 * only element of the map in insns[0]; see test_lru_map.c, bpf_map_lookup_elem_with_ref_bit. */
enum { RESULT_INSN = 0, MAP_INSN = 2, KEY_INSN = 4, FOUND = 42, ABSENT = 1 };
static struct bpf_insn program[8];
static int program_fd = -1;

int bpf_prog_load(enum bpf_prog_type type, const char *name, const char *license,
                  const struct bpf_insn *insns, size_t insn_count,
                  struct bpf_prog_load_opts *opts) {
    if (insn_count < 8 || !shim_map(insns[MAP_INSN].imm) || !shim_map(insns[RESULT_INSN].imm)) {
        return shim_status(-EINVAL);
    }
    memcpy(program, insns, sizeof(program));
    program_fd = dup(0);
    return program_fd;
}

int bpf_prog_test_run_opts(int fd, struct bpf_test_run_opts *opts) {
    if (fd != program_fd) {
        return shim_status(-EBADF);
    }
    __u64 key = (__u32)program[KEY_INSN].imm | (__u64)(__u32)program[KEY_INSN + 1].imm << 32;
    __u32 zero = 0;
    __u64 *found = bpf_aot_map_lookup_elem(shim_map(program[MAP_INSN].imm), &key);
    __u64 *result = bpf_aot_map_lookup_elem(shim_map(program[RESULT_INSN].imm), &zero);
    if (found && result) {
        *result = *found;
    }
    opts->retval = found ? FOUND : ABSENT;
    return 0;
}

/* For tests of socket maps, which end before they get here. */
int bpf_prog_attach(int prog, int target, enum bpf_attach_type type, unsigned int flags) {
    return shim_status(-EOPNOTSUPP);
}

int bpf_prog_detach(int target, enum bpf_attach_type type) {
    return shim_status(-EOPNOTSUPP);
}

int bpf_prog_detach2(int prog, int target, enum bpf_attach_type type) {
    return shim_status(-EOPNOTSUPP);
}

int bpf_prog_test_load(const char *file, enum bpf_prog_type type, struct bpf_object **object,
                       int *fd);
int bpf_prog_test_load(const char *file, enum bpf_prog_type type, struct bpf_object **object,
                       int *fd) {
    return shim_status(-EOPNOTSUPP);
}
