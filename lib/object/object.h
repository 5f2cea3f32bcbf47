/* SPDX-License-Identifier: Apache-2.0 */
/* A BPF ELF object as it stands in the file: sections, symbols, relocations, map definitions and
 * BTF. Nothing is decided or resolved here. All memory is the session's arena, but for btf. */
#ifndef BPF_AOT_OBJECT_H
#define BPF_AOT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/session.h"

struct btf;
struct btf_type;

enum section_kind {
    SECTION_OTHER,       /* debug info, string tables, custom data that is not for programs */
    SECTION_CODE,        /* executable */
    SECTION_MAPS,        /* .maps, defined by BTF */
    SECTION_DATA,        /* .data* */
    SECTION_RODATA,      /* .rodata* */
    SECTION_BSS,         /* .bss* */
    SECTION_LICENSE,     /* license */
    SECTION_VERSION,     /* version */
    SECTION_LEGACY_MAPS, /* maps, maps/NAME: an array of struct bpf_map_def */
    SECTION_JUMPTABLES,  /* .jumptables: where gotox goes, as bytes from the section's start */
    SECTION_KCONFIG,
    SECTION_KSYMS,
    SECTION_STRUCT_OPS,
};

struct symbol {
    const char *name; /* "" when it has none */
    uint64_t value;   /* bytes from the start of its section */
    uint64_t size;    /* bytes */
    uint8_t type;     /* STT_* */
    uint8_t bind;     /* STB_* */
    size_t section;   /* ELF index; SHN_UNDEF, SHN_ABS, SHN_COMMON as in elf.h */
};

struct reloc {
    uint64_t offset; /* bytes from the start of the section it applies to */
    uint32_t type;   /* R_BPF_* */
    const struct symbol *symbol;
};

struct section {
    const char *name;
    enum section_kind kind;
    const uint8_t *data; /* NULL for SHT_NOBITS */
    size_t size_bytes;
    size_t align;
    const struct reloc *relocs; /* sorted by offset */
    size_t reloc_count;
};

enum map_pinning { PIN_NONE = 0, PIN_BY_NAME = 1 };

/* A map definition as the object states it; 0 where it says nothing. */
struct map_def {
    const char *name;
    size_t section;  /* ELF index */
    uint64_t offset; /* of its definition in the section */
    uint64_t size;   /* bytes of its definition */
    uint32_t type, key_size, value_size, max_entries, flags;
    uint32_t pinning, numa_node;
    uint64_t map_extra;
    uint32_t key_type_id, value_type_id; /* BTF, 0: unknown */
    const struct map_def *inner;         /* of a map of maps, else NULL */
    uint64_t values_offset;              /* of its static contents in the definition, 0: none */
};

/* A record of BTF.ext: for the insn at byte `offset` of `section`. */
struct func_info {
    const char *section;
    uint32_t offset;
    uint32_t type_id; /* BTF_KIND_FUNC */
};

struct line_info {
    const char *section;
    uint32_t offset;
    const char *file;
    const char *text; /* the source line, "" when unknown */
    uint32_t line, column;
};

/* A CO-RE record: the insn at byte `offset` of `section` waits for the kernel's BTF. */
struct core_relo {
    const char *section;
    uint32_t offset;
};

/* Relocation types (kernel: Documentation/bpf/llvm_reloc.rst); elf.h has not all of them. */
enum reloc_type {
    RELOC_NONE = 0,
    RELOC_64_64 = 1, /* of an lddw; of 8 bytes of data before clang 13 */
    RELOC_64_ABS64 = 2,
    RELOC_64_ABS32 = 3,
    RELOC_64_NODYLD32 = 4,
    RELOC_64_32 = 10, /* of a call */
};

struct object {
    const char *name;
    bool big_endian;
    struct section *sections; /* by ELF index; [0] is empty */
    size_t section_count;
    struct symbol *symbols; /* by ELF index */
    size_t symbol_count;
    struct map_def *maps;
    size_t map_count;
    struct btf *btf; /* NULL when the object has none; closed by object_close */
    const struct func_info *funcs;
    size_t func_count;
    const struct line_info *lines; /* sorted by section, offset */
    size_t line_count;
    const struct core_relo *core_relos; /* sorted by section, offset */
    size_t core_relo_count;
    const char *license; /* "" when absent */
    uint32_t version;
};

/* Reads an object from memory. NULL after a message when it is not a usable BPF object; the
 * buffer must outlive the result. Sets the session's line lookup. */
struct object *object_open(struct session *s, const void *data, size_t size_bytes);
void object_close(struct object *object);

/* Gives variables the values of -set; false after a message. */
bool object_set_variables(struct session *s, struct object *object);

/* The BTF section (".kconfig", ".ksyms") that an extern is declared in; NULL when in none. */
const char *object_extern_section(const struct object *object, const char *name);

/* The BTF type behind typedefs, const and the like; NULL when there is none. */
const struct btf_type *object_plain_type(const struct btf *btf, uint32_t id);

/* For -print=object. */
void object_print(void *file, const struct object *object);

#endif
