/* SPDX-License-Identifier: Apache-2.0 */
/* The host's view of translated code: what bpf(2) and libbpf are to a program in the kernel. For a
 * C program that links translated objects and the runtime's archive.
 *
 * Results are 0 or a negative errno value, in the order of checks of kernel/bpf/syscall.c and of
 * the map type (Linux 6.12). Numbers are Linux's for x86 and ARM, also on MIPS. All functions may
 * be called from several threads, also while programs run. A value that is copied while somebody
 * writes it may be torn, as in the kernel. */
#ifndef BPF_AOT_HOST_H
#define BPF_AOT_HOST_H

#include "bpf-aot/runtime.h"

/* What the linked objects define, in link order: by name, or the one after `after` (NULL: the
 * first). NULL when there is none. A map's name is that of its definition. */
struct bpf_aot_map *bpf_aot_object_find_map(const char *name);
struct bpf_aot_map *bpf_aot_object_next_map(const struct bpf_aot_map *after);
const struct bpf_aot_program *bpf_aot_object_find_program(const char *name);
/* The first program of an ELF section, e.g. "xdp". */
const struct bpf_aot_program *bpf_aot_object_find_program_by_section(const char *section);
const struct bpf_aot_program *bpf_aot_object_next_program(const struct bpf_aot_program *after);
const struct bpf_aot_section *bpf_aot_object_find_section(const char *name);

/* Handles, for values of maps that hold programs or maps, where the kernel has descriptors to write
 * and ids to read: here both are the same. Positive, never used again. 0: not one of them. */
uint32_t bpf_aot_program_id(const struct bpf_aot_program *program);
const struct bpf_aot_program *bpf_aot_program_by_id(uint32_t id);
uint32_t bpf_aot_map_id(const struct bpf_aot_map *map);
struct bpf_aot_map *bpf_aot_map_by_id(uint32_t id);
/* The smallest id of a map above `id`; -ENOENT at the end. */
int bpf_aot_map_next_id(uint32_t id, uint32_t *next);

/* Members that are 0 mean the kernel's default. */
struct bpf_aot_map_opts {
    uint32_t flags;                  /* BPF_F_* of uapi linux/bpf.h */
    uint32_t numa_node;              /* with BPF_F_NUMA_NODE; only 0 exists */
    uint64_t extra;                  /* map_extra */
    const struct bpf_aot_map *inner; /* template of a map of maps; may go away afterwards */
};

/* A new, empty map in `*map`. `name` may be NULL; the kernel's rules for names: up to 15 of
 * [A-Za-z0-9_.]. The map has `bpf_aot_active_cpus` values per key if its type is per CPU.
 * -EINVAL: the type is unknown or does not have such sizes or flags; -E2BIG: sizes beyond the
 * type's; -ENOTSUPP: lru maps with BPF_F_NO_PREALLOC; -ENOMEM: no memory; -EPERM: never. */
int bpf_aot_map_create(uint32_t type, const char *name, uint32_t key_size, uint32_t value_size,
                       uint32_t max_entries, const struct bpf_aot_map_opts *opts,
                       struct bpf_aot_map **map);
/* One more owner of a created map, who gives it back by bpf_aot_map_destroy. */
void bpf_aot_map_hold(struct bpf_aot_map *map);
/* Gives a created map back; it goes when no map of maps holds it either. No program may be running
 * that can still see it (the kernel waits for RCU; a program that embeds this has to). Nothing
 * happens to maps of objects. */
void bpf_aot_map_destroy(struct bpf_aot_map *map);

/* Bytes of a value in the calls below: value_size, or per CPU round-up-to-8 of it for each of
 * min(bpf_aot_active_cpus, map->cpus) CPUs, or 4 for a handle. */
size_t bpf_aot_map_value_bytes(const struct bpf_aot_map *map);

/* Locks, timers and kptrs in a value are 0 in what the host gets, and stay as they are when it
 * writes. BPF_F_LOCK (4) in `flags`, or in `elem_flags` of a batch, copies with the value's lock
 * held: -EINVAL for values without one, -EBUSY when it does not come free.
 *
 * A type without keys (queue, stack, bloom filter) takes NULL for a key; lookup peeks, update
 * pushes. -EPERM: the map is write only (BPF_F_WRONLY), read only or frozen; -EFAULT: a pointer
 * that must not be NULL; -ENOTSUPP or -EOPNOTSUPP: the type does not have the operation. */
int bpf_aot_map_lookup(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags);
int bpf_aot_map_update(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags);
int bpf_aot_map_delete(struct bpf_aot_map *map, const void *key);
/* Hash types and, as pop, queue and stack. No update is lost: one that comes later makes a new
 * element. */
int bpf_aot_map_lookup_and_delete(struct bpf_aot_map *map, const void *key, void *value,
                                  uint64_t flags);
/* The key after `key` (NULL or no longer there: the first); -ENOENT at the end. `key` and `next`
 * may be the same memory. */
int bpf_aot_map_get_next_key(struct bpf_aot_map *map, const void *key, void *next);

struct bpf_aot_batch_opts {
    uint64_t elem_flags;
    uint64_t flags;
};
/* `*count` elements at most; afterwards `*count` is the number done, also on failure. Where a walk
 * goes on is in `out_batch`, for `in_batch` of the next call (NULL: from the start): 4 bytes for
 * hash types, a key for the others. -ENOENT: the walk is at its end, which may come with elements;
 * -ENOSPC: a bucket of a hash has more elements than there is room for, try with more. Elements are
 * `key_size` and bpf_aot_map_value_bytes() apart. `opts` may be NULL. */
int bpf_aot_map_lookup_batch(struct bpf_aot_map *map, const void *in_batch, void *out_batch,
                             void *keys, void *values, uint32_t *count,
                             const struct bpf_aot_batch_opts *opts);
int bpf_aot_map_lookup_and_delete_batch(struct bpf_aot_map *map, const void *in_batch,
                                        void *out_batch, void *keys, void *values, uint32_t *count,
                                        const struct bpf_aot_batch_opts *opts);
int bpf_aot_map_update_batch(struct bpf_aot_map *map, const void *keys, const void *values,
                             uint32_t *count, const struct bpf_aot_batch_opts *opts);
int bpf_aot_map_delete_batch(struct bpf_aot_map *map, const void *keys, uint32_t *count,
                             const struct bpf_aot_batch_opts *opts);

/* From now on only programs change the map: -EPERM for the host, also for a second freeze.
 * -ENOMEM: more than 64 maps of objects. A call that writes at the same time still does so. */
int bpf_aot_map_freeze(struct bpf_aot_map *map);

struct bpf_aot_map_info {
    uint32_t type, id, key_size, value_size, max_entries;
    uint32_t flags; /* without BPF_F_RDONLY and BPF_F_WRONLY, as the kernel tells them */
    uint32_t cpus;  /* values per key */
    bool frozen;
    char name[16]; /* cut to 15 bytes, as in the kernel */
};
int bpf_aot_map_get_info(const struct bpf_aot_map *map, struct bpf_aot_map_info *info);

/* A test run, as BPF_PROG_TEST_RUN: members that the kernel's bpf_test_run_opts has under the same
 * names. What is not in or out is NULL or 0. */
struct bpf_aot_test_run {
    const void *data_in; /* an Ethernet frame, or what a raw program works on */
    void *data_out;      /* what the program made of it */
    uint32_t data_size_in;
    uint32_t data_size_out;    /* in: room; out: bytes that there were to store */
    const char *const *ctx_in; /* "NAME=NUMBER[,NUMBER...]" of the context's fields, then NULL */
    void *ctx_out;             /* struct bpf_aot_xdp or bpf_aot_skb; its pointers are void */
    uint32_t repeat;           /* runs, each from data_in; 0 is 1 */
    uint32_t retval;
    uint32_t duration; /* mean of the runs, ns */
    uint32_t aborted;  /* runs that a failed check ended */
};
/* -EINVAL: a packet of less than 14 or anything of more than 65536 bytes, for socket buffers also
 * one of more than 3712 (flow dissectors: 4096) or with half an IP header, as in the kernel (6.18),
 * which gives XDP programs the rest of a long packet in fragments; or a field of ctx_in that is
 * none (then with a message on standard error); -ENOSPC: data_out got what it had room for;
 * -ENOMEM. Several threads may run programs at once. */
int bpf_aot_prog_run(const struct bpf_aot_program *program, struct bpf_aot_test_run *run);

/* Memory of created maps: zeroed, 8-aligned; NULL when there is none. The archive's are weak and
 * map pages (start/sys.h); an embedder may define its own. */
void *bpf_aot_host_alloc(size_t size_bytes);
void bpf_aot_host_free(void *memory, size_t size_bytes);

#endif
