/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this stage share while one object is being read. */
#ifndef BPF_AOT_OBJECT_READ_H
#define BPF_AOT_OBJECT_READ_H

#include <gelf.h>
#include <libelf.h>

#include "object/object.h"
#include "support/array.h"
#include "support/bytes.h"

struct reader {
    struct session *s;
    struct object *object;
    const uint8_t *bytes; /* the whole file */
    size_t size_bytes;
    Elf *elf;
    GElf_Shdr *headers;  /* by ELF index, like object->sections; ranges are checked */
    size_t symbol_table; /* ELF index, 0: none */
    ARRAY(struct map_def) maps;
    const char *strings; /* of BTF; ends in NUL */
    size_t string_bytes;
};

/* A half-open range of bytes, walked from the front. */
struct span {
    const uint8_t *bytes;
    size_t size_bytes;
};

/* Each reads one kind of thing into reader->object; false after a message. */
bool object_read_sections(struct reader *r);
bool object_read_symbols(struct reader *r);
bool object_read_relocs(struct reader *r);
bool object_read_btf(struct reader *r);
bool object_read_btf_ext(struct reader *r);
bool object_read_maps(struct reader *r);
bool object_read_legacy_maps(struct reader *r);

/* The string at `offset` of string table `table`, or NULL when it is not all inside. */
const char *object_string_at(const struct reader *r, size_t table, uint64_t offset);

/* The section of that name, or NULL. */
const struct section *object_section_by_name(const struct object *object, const char *name);

/* Fills def->fields from the type of the value. */
void object_find_fields(const struct btf *btf, struct map_def *def);

#endif
