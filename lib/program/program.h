/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be translated: functions of decoded insns with resolved operands, the maps and data
 * they use. ELF, symbols and relocations are forgotten from here on. */
#ifndef BPF_AOT_PROGRAM_H
#define BPF_AOT_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isa/insn.h"
#include "object/object.h"
#include "support/session.h"

/* What a program takes; the values are those of enum bpf_aot_context in runtime.h. */
enum context_kind {
    CONTEXT_RAW,
#define CONTEXT(id, layout, title) CONTEXT_##id,
#include "bpf-aot/contexts.def"
    CONTEXT_COUNT
};

enum function_kind {
    FUNC_PROGRAM, /* an entry: public symbol, called with a context */
    FUNC_GLOBAL,  /* subprogram with global binding */
    FUNC_STATIC,  /* subprogram with local binding */
};

/* The hashes that kernels have made tags of; the values are those of runtime.h. */
enum program_tag { TAG_SHA1, TAG_SHA256, TAG_COUNT, TAG_BYTES = 8 };

/* What the operand of LDDW or CALL stands for. */
enum ref_kind {
    REF_NONE,
    REF_MAP,      /* LDDW: address of maps[ref_index] */
    REF_DATA,     /* LDDW: address of data[ref_index] + ref_offset */
    REF_HELPER,   /* CALL: helper_row(ref_index) */
    REF_FUNCTION, /* CALL: functions[ref_index]; LDDW: its address (callback, function pointer) */
};

struct prog_insn {
    struct insn insn;
    uint32_t slot;   /* 8-byte slot in the ELF section, for messages */
    uint32_t target; /* jumps: index of the target insn in the function */
    enum ref_kind ref;
    uint32_t ref_index;
    int64_t ref_offset;
};

struct function {
    const char *name;
    const char *section; /* "" for a raw stream */
    enum function_kind kind;
    enum context_kind context; /* of FUNC_PROGRAM */
    const char *prog_type;     /* row of sections.def, e.g. "XDP"; "raw" for a raw program */
    uint8_t tags[TAG_COUNT][TAG_BYTES]; /* of FUNC_PROGRAM: what kernels call it */
    bool address_taken; /* by an LDDW or a relocation in data: also gets a uniform entry */
    struct prog_insn *insns;
    size_t insn_count;
    const uint32_t *gotox_targets; /* insns that a gotox may lead to, sorted, each once */
    size_t gotox_target_count;
};

/* The address of something at an 8-byte field of a data section, or at an index of a map. */
struct program_address {
    uint64_t at;       /* byte offset in the section; index in a map */
    enum ref_kind ref; /* REF_FUNCTION, REF_MAP or REF_DATA */
    uint32_t ref_index;
    int64_t ref_offset; /* REF_DATA: bytes */
};

struct program_map {
    const char *name;
    uint32_t type, key_size, value_size, max_entries, flags;
    uint32_t cpus; /* values per key */
    uint32_t pinning;
    const struct program_map *inner;      /* template of a map of maps, or NULL */
    const struct map_value_field *fields; /* of a value, sorted by offset */
    size_t field_count;
    const struct map_row *row;
    const struct program_address *values; /* static initialisation: programs or inner maps */
    size_t value_count;
};

struct program_data {
    const char *name;     /* section name */
    const uint8_t *bytes; /* NULL: all zero */
    size_t size_bytes;
    size_t align;
    bool read_only;
    const struct program_address *addresses; /* sorted by at */
    size_t address_count;
};

struct program {
    const char *name; /* of the object */
    bool big_endian;
    struct function *functions; /* programs first, then the subprograms they reach */
    size_t function_count;
    struct program_map *maps; /* in the order of the object */
    size_t map_count;
    struct program_data *data;
    size_t data_count;
    const char *license;
};

/* What is behind an argument, and how it is touched: columns of helper_args.def. */
enum passed_as { PASS_PTR, PASS_I32, PASS_I64 };
enum touched { TOUCH_NONE, TOUCH_KEY, TOUCH_VALUE, TOUCH_NEXT, TOUCH_FIXED, TOUCH_STRING };
enum touch_access { ACCESS_READS, ACCESS_WRITES, ACCESS_NULL };

/* A row of helper_args.def. */
struct arg_row {
    enum passed_as pass;
    enum touched touched;
    uint32_t size_bytes; /* TOUCH_FIXED */
    enum touch_access access;
};

enum helper_arg {
    ARG_NONE,
#define HELPER_ARG(name, type, rep, memory, bytes, access) ARG_##name,
#include "bpf-aot/helper_args.def"
};
const struct arg_row *arg_row(enum helper_arg arg);
static inline bool arg_is_memory(enum helper_arg arg) {
    return arg_row(arg)->touched != TOUCH_NONE;
}

enum helper_ret {
    RET_VOID,
    RET_U64,
    RET_I64,
    RET_I32,
    /* pointers: from here on */
    RET_VALUE,
    RET_VALUE_OR_NULL,
    RET_MEM_OR_NULL,
    RET_DATA_OR_NULL,
    RET_SOCK_OR_NULL,
    RET_TCP_SOCK_OR_NULL,
    RET_KPTR_OR_NULL,
};
static inline bool ret_is_pointer(enum helper_ret ret) {
    return ret >= RET_VALUE;
}

enum helper_effect {
    EFFECT_NONE,
    EFFECT_MOVES_PACKET,
    EFFECT_MOVES_END,
    EFFECT_MISSING, /* no row in helpers.def: anything may happen (-missing-helpers) */
    /* the runtime function takes the run: from here on */
    EFFECT_RUN,
    EFFECT_CALLS_BACK,
    EFFECT_TAIL_CALL,
    EFFECT_ACQUIRES,
    EFFECT_RELEASES,
    EFFECT_LOCKS,
    EFFECT_UNLOCKS,
    EFFECT_EXCHANGES,
};
static inline bool effect_takes_run(enum helper_effect effect) {
    return effect >= EFFECT_RUN;
}

/* A row of helpers.def. */
struct helper_row {
    uint32_t id;
    const char *name;
    enum helper_ret ret;
    enum helper_arg args[5];
    enum helper_effect effect;
};
const struct helper_row *helper_rows(size_t *count);
/* The runtime function may end the run: it was handed what is not what it should be. */
bool helper_may_abort(const struct helper_row *row);
/* The row that a call's ref_index names. */
const struct helper_row *helper_row(uint32_t index);
/* Those of helpers.def, then those that are missing. */
uint32_t helper_row_count(void);

/* A row of progtypes.def. */
struct prog_type_row {
    const char *type;
    uint64_t abort_result;
    bool probes; /* loads from addresses of unknown origin */
};
/* The row of function->prog_type; NULL (a subprogram) and types without a row: the first. */
const struct prog_type_row *prog_type_row(const char *type);

/* Columns of maps.def. */
enum map_key { KEY_ANY, KEY_U32, KEY_NONE, KEY_RING, KEY_PAGES };
enum map_cpus { CPUS_ONE, CPUS_EACH, CPUS_HASHES };

/* A row of maps.def. */
struct map_row {
    uint32_t id;
    const char *name;
    uint64_t (*storage_bytes)(uint32_t key_size, uint32_t value_size, uint32_t max_entries,
                              uint32_t cpus);
    enum map_key key;
    enum map_cpus cpus;
};
const struct map_row *map_row_by_id(uint32_t id);

/* How code finds what bpf_map_lookup_elem returns: map_lookup.def. */
enum map_lookup { LOOKUP_CALL, LOOKUP_VALUE, LOOKUP_POINTER };
enum map_lookup map_lookup_kind(uint32_t map);

/* The special field of a value that `bytes` bytes at `offset` touch, or NULL. */
const struct map_value_field *map_field_at(const struct program_map *map, int64_t offset,
                                           int64_t bytes);
/* By their ids in maps.def and helpers.def. */
bool map_allows_helper(uint32_t map, uint32_t helper);
/* Whether helper_use.def lets it take all contexts of the set: bits 1 << enum context_kind. */
bool helper_allows_contexts(uint32_t helper, uint32_t contexts);

/* Splits sections into functions, resolves every relocation, checks the structure as the
 * kernel does. NULL after a message. */
struct program *program_build(struct session *s, const struct object *object);

/* The same for a bare instruction stream of `size_bytes` bytes; one raw program. */
struct program *program_build_raw(struct session *s, const void *code, size_t size_bytes,
                                  bool big_endian);
/* The same for what lib/classic made of a classic program; one program of type classic. */
struct program *program_build_classic(struct session *s, const void *code, size_t size_bytes,
                                      bool big_endian);

/* For -print=program: one line an insn. */
void program_print(void *file, const struct program *program);

#endif
