/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this stage share while one program is being built. */
#ifndef BPF_AOT_PROGRAM_BUILD_H
#define BPF_AOT_PROGRAM_BUILD_H

#include "program/program.h"
#include "support/array.h"

enum { MAX_INSNS = 1000000, MAX_CALL_FRAMES = 8, DEFAULT_CPUS = 8 };

/* A function as the object has it; most never get translated. */
struct piece {
    const char *name;
    size_t section;      /* ELF index */
    uint32_t first, end; /* slots */
    bool is_global, is_program;
    enum context_kind context; /* of programs */
    const char *prog_type;
    uint32_t function; /* index + 1 in builder.functions; 0: not (yet) needed */
};

struct builder {
    struct session *s;
    const struct object *object;
    const char *default_type;   /* of sections without a row; NULL: that is an error */
    ARRAY(struct piece) pieces; /* sorted by section, first */
    ARRAY(struct function) functions;
    ARRAY(struct piece *) origins; /* of functions, by the same index */
    ARRAY(struct program_map) maps;
    ARRAY(struct program_data) data;
    uint32_t *map_index;       /* by map of the object: index in maps + 1, 0: not usable */
    const char **map_problems; /* by map of the object: why it is not usable */
    uint32_t *data_index;      /* by ELF section: index in data + 1 */
    ARRAY(const struct map_def *) map_defs;      /* by index in maps */
    ARRAY(const struct section *) data_sections; /* by index in data */
    bool *map_used;                              /* by index in maps */
    ARRAY(uint32_t) used_maps;                   /* the same as a list, in the order of use */
    struct jumptables *jumptables;               /* by ELF section */
    ARRAY(uint32_t) gotox_targets;               /* of the function that is being resolved */
    ARRAY(struct absent_call) absent_calls;      /* the same */
    bool has_absent;                             /* the same: it refers to an absent symbol */
};

/* A call of a weak function that nobody defines. */
struct absent_call {
    uint32_t insn; /* index in the function */
    const char *name;
};

/* Jump tables after their entries have become indices of insns. */
struct jumptables {
    uint8_t *bytes;
    uint32_t *owners; /* by entry: index in builder.functions + 1 */
};

/* What a relocation points at. */
struct reloc_target {
    const struct symbol *symbol;
    int64_t addend;
    struct location where; /* for messages */
    bool may_be_end;       /* the byte behind a data section is not outside */
};

/* A row of sections.def. */
struct section_row {
    const char *pattern, *type;
    int context; /* enum context_kind, or -1: not translated by this version */
};
const struct section_row *section_row_by_name(const char *name);
const struct section_row *section_row_by_type(const char *type);

/* Each is one step of program_build, in this order; false after a message. */
bool program_split(struct builder *b);
bool program_select(struct builder *b);
bool program_convert_maps(struct builder *b);
/* Why bpf(2) would not create this map, or NULL. */
const char *program_map_limit(struct arena *arena, const struct program_map *map);
bool program_resolve(struct builder *b);
bool program_order(struct builder *b);
bool program_check_calls(struct builder *b);
void program_tag(struct builder *b);

/* Runs all steps. */
struct program *program_run_steps(struct builder *b);

/* Decodes the insns of a piece and checks each by itself, jumps, and the end. */
bool program_check_function(struct builder *b, const struct piece *piece,
                            struct function *function);

/* Where the CALL at `slot` of a section goes, or what function an LDDW has the address of; reloc
 * may be NULL. */
struct call_target {
    size_t section;
    int64_t slot;
};
struct call_target program_call_target(size_t section, uint32_t slot, const struct insn *insn,
                                       const struct reloc *reloc);

/* The first relocation of the section at or after a byte offset. */
size_t program_reloc_lower_bound(const struct section *section, uint64_t offset);
/* The relocation of the insn at a slot, or NULL. */
const struct reloc *program_reloc_at(const struct builder *b, const struct section *section,
                                     uint32_t slot);
/* For messages: section symbols have the section's name. */
const char *program_symbol_name(const struct builder *b, const struct symbol *symbol);
/* The symbol is defined in a section, or a message. */
bool program_check_symbol(const struct builder *b, const struct symbol *symbol,
                          struct location where);
/* The function, map or data at the target; REF_NONE for a weak symbol that nobody defines. */
bool program_resolve_target(struct builder *b, const struct reloc_target *target,
                            struct program_address *address);

/* Cuts sections without typed symbols where calls go, too; see untyped.c. */
bool program_split_untyped(struct builder *b, const bool *is_typed);
bool program_add_piece(struct builder *b, const struct symbol *symbol);

/* True for weak symbols that nobody defines and nobody has to: their address is NULL. */
bool program_is_absent(const struct builder *b, const struct symbol *symbol);

/* Sets type and context from the section or the options, or a message. */
bool program_assign_type(struct builder *b, struct piece *piece);

/* Index of the data of an ELF section, which joins the list when it is new. */
bool program_data_of(struct builder *b, size_t section, uint32_t *data_index);
/* A relocation is for 8 bytes of contents, or a message. */
bool program_check_word(struct builder *b, const struct section *section, size_t index);
/* Resolves the addresses in a data section, the contents of a map. */
bool program_resolve_data(struct builder *b, size_t index);
bool program_resolve_values(struct builder *b, uint32_t map);
/* Takes note that the contents of a map matter. */
void program_use_map(struct builder *b, uint32_t index);

/* After the last insn of a function: where its gotox go, and what it does with symbols that nobody
 * defines. */
bool program_finish_gotox(struct builder *b, const struct piece *piece, struct function *function);
bool program_drop_absent_uses(struct builder *b, const struct piece *piece,
                              struct function *function);

struct piece *program_piece_at(struct builder *b, struct call_target target);

/* Index of the piece's function, which joins the list when it is new. */
uint32_t program_function_of(struct builder *b, struct piece *piece);

static inline bool is_code(const struct object *object, size_t section) {
    return section < object->section_count && object->sections[section].kind == SECTION_CODE &&
           object->sections[section].size_bytes;
}

static inline const struct section *section_of(const struct builder *b, const struct piece *piece) {
    return &b->object->sections[piece->section];
}

static inline struct location at_slot(const struct builder *b, const struct piece *piece,
                                      uint32_t slot) {
    return at_insn(section_of(b, piece)->name, (long)slot);
}

/* The row of a helper, among the missing ones, too; negative: no such helper. */
int64_t program_helper_index(int32_t id);

#endif
