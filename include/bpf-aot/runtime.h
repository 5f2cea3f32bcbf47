/* SPDX-License-Identifier: Apache-2.0 */
/* The contract between translated code and the runtime, and what a C program that links
 * translated code may call. Compiled for the target (freestanding) and, for the sizes, by the
 * translator on the host: nothing here may depend on the size of a pointer but the structs.
 *
 * A program is `uint64_t NAME(void *ctx)`; a raw program `uint64_t NAME(void *mem, uint64_t size)`.
 * Maps are static: an all-zero storage is an empty map, so nothing has to be initialised. */
#ifndef BPF_AOT_RUNTIME_H
#define BPF_AOT_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_aot_map;
struct bpf_aot_program;

enum {
    BPF_AOT_TAIL_CALLS_MAX = 33, /* kernel: MAX_TAIL_CALL_CNT */
    BPF_AOT_HELD_MAX = 16,       /* kernel: no limit but the verifier's memory */
};

/* What a run acquired and has to give back: a reservation, a reference, a lock. Whatever it still
 * holds when it ends, or is ended by a failed check, is released for it. */
struct bpf_aot_held {
    void (*release)(void *object);
    void *object;
};

/* One top-level run, made on the stack of the public entry and handed down to whatever may tail
 * call or call back. A tail call notes its target here and its function returns; whoever called
 * that function (the public entry, a bpf2bpf call site, a helper that calls back) sees `next`
 * and runs it instead: bpf_aot_dispatch. No stack grows, no state is global. */
struct bpf_aot_run {
    uint64_t (*next)(void *ctx, struct bpf_aot_run *run); /* pending tail call, or NULL */
    void *ctx;                                            /* its argument */
    void *input;                    /* what the entry was called with: context, raw memory */
    struct bpf_aot_region *regions; /* frames that others may point into, innermost first */
    uint32_t tail_calls;            /* made so far in this run */
    uint32_t aborted;               /* 1: a check failed; everything returns */
    uint32_t context;               /* enum bpf_aot_context: what input is */
    uint32_t depth;                 /* calls of callbacks and function pointers that are open */
    uint64_t input_bytes;           /* of raw memory */
    uint32_t spent;                 /* loop iterations and calls, where they are counted */
    uint32_t held_count;
    struct bpf_aot_held held[BPF_AOT_HELD_MAX]; /* the first held_count mean something */
};

/* A stack frame, or a key that a helper hands to a callback, while it lives. No bytes: nobody may
 * point into it so far. */
struct bpf_aot_region {
    struct bpf_aot_region *next;
    void *start;
    size_t bytes;
};

/* The checks of accesses that are not proven: whether `size_bytes` bytes at the BPF pointer
 * `address` lie in something that a program may read, or write: a region, the packet, raw memory,
 * a data section, a map value; or in a value of one map. 0: they do not. */
uint32_t bpf_aot_check_read(uint64_t address, uint32_t size_bytes, struct bpf_aot_run *run);
uint32_t bpf_aot_check_write(uint64_t address, uint32_t size_bytes, struct bpf_aot_run *run);
uint32_t bpf_aot_check_value(uint64_t address, uint32_t size_bytes, const struct bpf_aot_map *map);
/* A load of 1, 2, 4 or 8 bytes from any address; 0 where it would fault. */
uint64_t bpf_aot_probe_load(uint64_t address, uint32_t size_bytes);
/* For helpers that acquire: false when the run holds too much already. For helpers that release:
 * false when it does not hold that; nothing may be touched then. */
bool bpf_aot_hold(struct bpf_aot_run *run, void *object, void (*release)(void *object));
bool bpf_aot_unhold(struct bpf_aot_run *run, void *object, void (*release)(void *object));
/* Whether the run holds that. */
bool bpf_aot_is_held(const struct bpf_aot_run *run, const void *object,
                     void (*release)(void *object));
/* Where a run ends that may have acquired something. */
void bpf_aot_release_all(struct bpf_aot_run *run);
/* Ends the run: marks it, forgets a pending tail call, counts it. All of its functions return. */
void bpf_aot_abort(struct bpf_aot_run *run);
/* -missing-helpers=trap: says that the program called that helper, and ends the run. */
void bpf_aot_missing_helper(const char *name, struct bpf_aot_run *run);
/* For the host: runs that a failed check has ended so far, of all programs and threads. */
uint32_t bpf_aot_aborted_runs(void);

/* bpf_tail_call: notes the program at `index` of a prog_array in `run`; 1 when it did, 0 when the
 * index is out of bounds, the slot is empty or the limit is reached (the caller then goes on). */
int64_t bpf_aot_tail_call(void *ctx, struct bpf_aot_map *map, uint32_t index,
                          struct bpf_aot_run *run);
/* Runs the pending tail calls, each in turn; the result of the last. `run->next` is not NULL. */
uint64_t bpf_aot_dispatch(struct bpf_aot_run *run);

/* A callback as helpers call it, whatever registers it reads. The caller of one must look at
 * run->next afterwards: bpf_aot_call_back does. */
typedef uint64_t bpf_aot_callback(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                                  struct bpf_aot_run *run);

/* What a map type does; keys and values are plain bytes. Errors are negative errno values with
 * the kernel's meaning (-ENOENT, -EEXIST, -E2BIG, -EINVAL, ...). */
struct bpf_aot_map_ops {
    /* The value for `key` on the calling CPU, or NULL. */
    void *(*lookup)(struct bpf_aot_map *map, const void *key);
    long (*update)(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags);
    long (*remove)(struct bpf_aot_map *map, const void *key);
    /* The key after `key` (NULL: the first), or NULL at the end. */
    const void *(*next_key)(struct bpf_aot_map *map, const void *key);
    /* The value of `key` on one CPU, for the host's view; NULL when absent. */
    void *(*value_on)(struct bpf_aot_map *map, const void *key, uint32_t cpu);
    /* bpf_redirect_map: the action, or the low bits of flags when the key is absent. */
    long (*redirect)(struct bpf_aot_map *map, uint64_t key, uint64_t flags);
    /* bpf_for_each_map_elem: elements visited; NULL where the kernel has none. */
    long (*for_each)(struct bpf_aot_map *map, bpf_aot_callback *callback, uint64_t callback_ctx,
                     struct bpf_aot_run *run);
    /* Whether `size_bytes` bytes at `offset` of the storage lie in one value or, unless a program
     * writes there, in one key; NULL: what the storage holds is not for programs to see. */
    bool (*holds)(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes, bool writes);
    /* The host's change of a slot: a program or inner map, NULL removes; NULL: no slots. */
    long (*set)(struct bpf_aot_map *map, const void *key, void *pointer);
    /* bpf_map_push_elem, pop and peek of types without keys; NULL: -EOPNOTSUPP. */
    long (*push)(struct bpf_aot_map *map, const void *value, uint64_t flags);
    long (*pop)(struct bpf_aot_map *map, void *value);
    long (*peek)(struct bpf_aot_map *map, void *value);
    /* Batches of hashes: the first key in a bucket from `*bucket` on, which becomes that bucket; or
     * the one after `key` of the storage in its bucket. NULL at the end. Types without
     * it go by next_key. */
    const void *(*walk)(struct bpf_aot_map *map, uint32_t *bucket, const void *key);
    /* `remove` of hashes in two steps, for who wants the value: nobody finds the element any more,
     * but its memory, the value on CPU 0 (NULL: there is none), is used again only after `reuse`.
     */
    void *(*detach)(struct bpf_aot_map *map, const void *key);
    void (*reuse)(struct bpf_aot_map *map, void *value);
};

/* A field of a value that only helpers touch; lists are sorted by offset and end with kind 0. */
enum { BPF_AOT_FIELD_LOCK = 1, BPF_AOT_FIELD_TIMER, BPF_AOT_FIELD_KPTR };
struct bpf_aot_field {
    uint32_t kind, offset;
};

/* A map as translated code defines it: the symbol bpf_map_NAME. Pointers first, so that the
 * struct has no holes on any target; lib/codegen/data.c emits exactly these members. */
enum { BPF_AOT_MAP_POINTERS = 5 }; /* that it begins with */
struct bpf_aot_map {
    const struct bpf_aot_map_ops *ops;
    const char *name;
    void *storage;                      /* zero at start; size by BPF_AOT_<STORAGE>_BYTES */
    struct bpf_aot_map *inner;          /* template of a map of maps, or NULL */
    const struct bpf_aot_field *fields; /* of its values, or NULL */
    uint32_t type;                      /* enum bpf_map_type */
    uint32_t key_size;                  /* bytes */
    uint32_t value_size;                /* bytes */
    uint32_t max_entries;
    uint32_t flags; /* map_flags of the definition */
    uint32_t cpus;  /* values per key: 1, or the slots of a per-CPU map; of a bloom filter, its
                     * hash functions */
};

/* A .data, .rodata or .bss section of the object, for the host's view. */
struct bpf_aot_section {
    const char *name;
    void *data;
    uint32_t size_bytes;
    uint32_t read_only;
};

/* What kernels call the insns of a program in bpf_prog_info.tag, in `bpftool prog` and in the names
 * of JIT symbols: the first bytes of a hash, SHA-1 before Linux 6.18 and SHA-256 since. Of what
 * libbpf loads for the object as it was translated (-set does not count, only code does). */
enum { BPF_AOT_TAG_SHA1, BPF_AOT_TAG_SHA256, BPF_AOT_TAGS, BPF_AOT_TAG_BYTES = 8 };

/* A program, for drivers that choose one by name at run time. */
struct bpf_aot_program {
    const char *name;    /* function name */
    const char *section; /* ELF section, e.g. "xdp"; "" for a raw program */
    void *entry;         /* uint64_t (*)(void *) or, raw, uint64_t (*)(void *, uint64_t) */
    uint64_t (*body)(void *ctx, struct bpf_aot_run *run); /* what a tail call runs, or NULL */
    uint32_t context;                                     /* enum bpf_aot_context */
    uint16_t start_offset, start_align; /* what r1's packet, or memory, must start at: offset
                                         * modulo align (-packet-align, -mem-align); 0: not said */
    uint8_t tags[BPF_AOT_TAGS][BPF_AOT_TAG_BYTES];
};

/* What a program takes: memory and size, or the struct of its CONTEXT row in contexts.def. */
enum bpf_aot_context {
    BPF_AOT_CONTEXT_RAW,
#define CONTEXT(id, layout, title) BPF_AOT_CONTEXT_##id,
#include "bpf-aot/contexts.def"
};

/* Translated code lists what it defines in these sections, as arrays of pointers. */
#define BPF_AOT_MAPS_SECTION     "bpf_aot_maps"
#define BPF_AOT_SECTIONS_SECTION "bpf_aot_sections"
#define BPF_AOT_PROGRAMS_SECTION "bpf_aot_programs"

/* The structs behind the contexts, from contexts.def; what a member of each kind is. Whoever calls
 * a program sets what it reads, as numbers of the target's byte order (fields that are in network
 * byte order in uapi linux/bpf.h are so here). `data` is at 2 mod 4. `sk` points at a struct
 * bpf_aot_sock (system.h) or is NULL, `flow_keys` at a struct bpf_flow_keys, both of uapi.
 * `mac_header` and `network_header` are for LD_ABS and LD_IND. */
#define BPF_AOT_PACKET(field)      void *field;
#define BPF_AOT_PACKET_END(field)  void *field;
#define BPF_AOT_PACKET_META(field) void *field;
#define BPF_AOT_FLOW_KEYS(field)   void *field;
#define BPF_AOT_SOCK(field)        void *field;
#define BPF_AOT_U64(field)         uint64_t field;
#define BPF_AOT_U32(field)         uint32_t field;
#define BPF_AOT_WORD(field)        uint32_t field;
#define BPF_AOT_U16(field)         uint32_t field;
#define BPF_AOT_QUEUE(field)       uint32_t field;
#define BPF_AOT_U8(field)          uint32_t field;
#define BPF_AOT_CB(field)          uint32_t field[5];
#define BPF_AOT_ADDRESS6(field)    uint32_t field[4];
#define BPF_AOT_NARROW6(field)     uint32_t field[4];
#define BPF_AOT_PORT(field)        uint32_t field;
#define BPF_AOT_XDP_xdp(x)         x
#define BPF_AOT_XDP_skb(x)
#define BPF_AOT_SKB_xdp(x)
#define BPF_AOT_SKB_skb(x) x
#define BPF_AOT_XDP_sk_lookup(x)
#define BPF_AOT_SKB_sk_lookup(x)
#define BPF_AOT_SK_LOOKUP_xdp(x)
#define BPF_AOT_SK_LOOKUP_skb(x)
#define BPF_AOT_SK_LOOKUP_sk_lookup(x) x

struct bpf_aot_xdp {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    BPF_AOT_XDP_##layout(BPF_AOT_##kind(field))
#define RUNTIME_POINTER(layout, field) BPF_AOT_XDP_##layout(void *field;)
#define RUNTIME_U32(layout, field)     BPF_AOT_XDP_##layout(uint32_t field;)
#include "bpf-aot/contexts.def"
};

struct bpf_aot_skb {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    BPF_AOT_SKB_##layout(BPF_AOT_##kind(field))
#define RUNTIME_POINTER(layout, field) BPF_AOT_SKB_##layout(void *field;)
#define RUNTIME_U32(layout, field)     BPF_AOT_SKB_##layout(uint32_t field;)
#include "bpf-aot/contexts.def"
};

struct bpf_aot_sk_lookup {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    BPF_AOT_SK_LOOKUP_##layout(BPF_AOT_##kind(field))
#define RUNTIME_POINTER(layout, field) BPF_AOT_SK_LOOKUP_##layout(void *field;)
#define RUNTIME_U32(layout, field)     BPF_AOT_SK_LOOKUP_##layout(uint32_t field;)
#include "bpf-aot/contexts.def"
};

/* LD_ABS and LD_IND: `size_bytes` (1, 2 or 4) at `offset` of the packet as a number in network
 * byte order, or -1 outside of it. An offset from SKF_NET_OFF or SKF_LL_OFF (uapi linux/filter.h)
 * counts from the network or the link-layer header. */
int64_t bpf_aot_skb_load(void *ctx, int32_t offset, uint32_t size_bytes);

/* Sizes of static map storage in bytes, as 64-bit numbers; the translator rejects what does not
 * fit the target. */
#define BPF_AOT_ROUND8(x) (((uint64_t)(x) + 7) & ~(uint64_t)7)

/* Array: values of round-up-to-8 bytes, max_entries for the first CPU, then for the next. */
#define BPF_AOT_ARRAY_BYTES(key_size, value_size, max_entries, cpus)                               \
    (BPF_AOT_ROUND8(value_size) * (uint64_t)(max_entries) * (uint64_t)(cpus))

/* An element of a prog_array (struct bpf_aot_program *) or array_of_maps (struct bpf_aot_map *):
 * 8 bytes on every target, the pointer first. NULL: empty. May be initialised statically. */
union bpf_aot_slot {
    void *pointer;
    uint64_t unused;
};
#define BPF_AOT_SLOTS_BYTES(key_size, value_size, max_entries, cpus) (8 * (uint64_t)(max_entries))

/* Hashes, tries, queues, bloom filters, ring buffers, arenas. */
#include "bpf-aot/hash_storage.h"
#include "bpf-aot/storage.h"

/* -facts=check: what the translator found out about a number, or about a pointer's distance from
 * the object that it leads into. */
enum {
    BPF_AOT_FACT_EXCLUDES = 1,   /* is not `excluded` */
    BPF_AOT_FACT_MAYBE_NULL = 2, /* or the pointer is NULL */
    BPF_AOT_FACT_NOT_NULL = 4,
    BPF_AOT_FACT_ADDRESS = 8, /* is no larger than a pointer of the machine */
    BPF_AOT_FACT_NEVER = 16,  /* the program never gets here */
    BPF_AOT_FACT_STATUS = 70, /* of a process that a wrong fact ended */
};

struct bpf_aot_fact {
    uint64_t umin, umax;
    int64_t smin, smax;
    uint64_t bits_value, bits_mask; /* bits that the mask has not are as in the value */
    uint64_t excluded;
    uint32_t umin32, umax32; /* of the lower half */
    int32_t smin32, smax32;
    uint32_t flags; /* BPF_AOT_FACT_* */
    uint32_t insn;  /* 8-byte slot in the function's section */
    const char *function;
    const char *what; /* e.g. "r3" */
};

int bpf_aot_fact_holds(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact);
/* Names a wrong fact on standard error and exits. */
void bpf_aot_fact_check(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact);

/* For the host, at any time, also while programs run. 0, or the kernel's error: -EINVAL for a map
 * of another type, a raw program or an inner map unlike the template, -E2BIG for an index beyond
 * the end or a full hash, -ENOENT when NULL (which empties the slot) finds it empty. */
int bpf_aot_prog_array_set(struct bpf_aot_map *map, uint32_t index,
                           const struct bpf_aot_program *program);
int bpf_aot_map_of_maps_set(struct bpf_aot_map *map, const void *key, struct bpf_aot_map *inner);

/* Timers of programs fire when an embedder calls this: all that are due at `now_ns` of
 * CLOCK_MONOTONIC, the earliest first; how many. There are so many timers at most. */
enum { BPF_AOT_TIMERS_MAX = 1024 };
uint32_t bpf_aot_timers_run(uint64_t now_ns);

/* Pointers in values (kptr): an embedder that puts objects there, by bpf_aot_kptr_exchange with the
 * address of a field, says what they are: how many bytes from its first on programs may read and
 * write while they hold the object, and what happens to one that was in a value that goes, or that
 * a run still held in its end. A member that is NULL, and the default: no byte, nothing. */
struct bpf_aot_kptr_ops {
    uint32_t (*bytes)(const void *object);
    void (*drop)(void *object);
};
extern const struct bpf_aot_kptr_ops *bpf_aot_kptrs; /* weak; never NULL */
/* Puts the object, or NULL, in place of the one that the field had; atomic. */
void *bpf_aot_kptr_exchange(void *field, void *object);

/* What an embedder with threads defines itself; the archive has weak ones for a single CPU.
 * bpf_aot_this_cpu is below the `cpus` of every per-CPU map and does not change during a run;
 * bpf_aot_active_cpus is the number of values per key that the host's view lists. */
uint32_t bpf_aot_this_cpu(void);
extern uint32_t bpf_aot_active_cpus;

/* Where the last bpf_redirect or bpf_redirect_map of the calling CPU points; `map` is NULL for
 * bpf_redirect. Only meaningful after a program returned XDP_REDIRECT or TC_ACT_REDIRECT. */
struct bpf_aot_redirect_info {
    struct bpf_aot_map *map;
    uint32_t target;      /* ifindex, or the key in `map` */
    uint32_t flags;       /* the program's, and BPF_AOT_REDIRECT_* */
    uint32_t next_hop[5]; /* uapi struct bpf_redir_neigh */
};
enum { /* kernel: BPF_F_NEIGH, BPF_F_PEER, BPF_F_NEXTHOP */
       BPF_AOT_REDIRECT_NEIGH = 1 << 16,
       BPF_AOT_REDIRECT_PEER = 1 << 17,
       BPF_AOT_REDIRECT_NEXTHOP = 1 << 18,
};
struct bpf_aot_redirect_info *bpf_aot_redirect_target(void);

#include "bpf-aot/helpers.h"
#include "bpf-aot/packets.h"

#endif
