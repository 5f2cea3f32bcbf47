/* SPDX-License-Identifier: Apache-2.0 */
/* .BTF.ext in either byte order: functions, source lines, CO-RE records. Each part is a record
 * size, then for every ELF section its name, a count and that many records. */
#include <stdlib.h>
#include <string.h>

#include "object/read.h"
#include "support/array.h"

enum { BTF_EXT_MAGIC = 0xeb9f, HEADER_BYTES = 24 };

struct ext_reader {
    struct reader *r;
    const char *section; /* that the records are for */
    ARRAY(struct func_info) funcs;
    ARRAY(struct line_info) lines;
    ARRAY(struct core_relo) cores;
};

typedef bool record_fn(struct ext_reader *e, const uint8_t *record);

struct part {
    const char *name;
    size_t header_offset; /* of its offset and length in the header */
    size_t record_bytes;  /* least; newer producers may add to the end */
    record_fn *read;
};

static uint32_t field(const struct ext_reader *e, const uint8_t *p) {
    return load32(p, e->r->object->big_endian);
}

static const char *btf_string(const struct ext_reader *e, uint32_t offset) {
    return offset < e->r->string_bytes ? e->r->strings + offset : NULL;
}

static bool read_func(struct ext_reader *e, const uint8_t *record) {
    *array_push(&e->r->s->arena, &e->funcs) = (struct func_info){
        .section = e->section, .offset = field(e, record), .type_id = field(e, record + 4)};
    return true;
}

static bool read_line(struct ext_reader *e, const uint8_t *record) {
    struct line_info line = {
        .section = e->section,
        .offset = field(e, record),
        .file = btf_string(e, field(e, record + 4)),
        .text = btf_string(e, field(e, record + 8)),
        .line = field(e, record + 12) >> 10,
        .column = field(e, record + 12) & 1023,
    };
    if (!line.file || !line.text) {
        return false;
    }
    *array_push(&e->r->s->arena, &e->lines) = line;
    return true;
}

static bool read_core(struct ext_reader *e, const uint8_t *record) {
    *array_push(&e->r->s->arena, &e->cores) =
        (struct core_relo){.section = e->section, .offset = field(e, record)};
    return true;
}

static const struct part parts[] = {
    {"func_info", 8, 8, read_func},
    {"line_info", 16, 16, read_line},
    {"core_relo", 24, 16, read_core},
};

static bool malformed(const struct ext_reader *e, const struct part *part) {
    return fail(e->r->s, at_section(".BTF.ext"), "malformed %s", part->name);
}

/* The records of one ELF section; moves `span` behind them. */
static bool read_records(struct ext_reader *e, const struct part *part, size_t record_bytes,
                         struct span *span) {
    if (span->size_bytes < 8) {
        return malformed(e, part);
    }
    e->section = btf_string(e, field(e, span->bytes));
    size_t count = field(e, span->bytes + 4);
    span->bytes += 8;
    span->size_bytes -= 8;
    if (!e->section || count > span->size_bytes / record_bytes) {
        return malformed(e, part);
    }
    for (size_t i = 0; i < count; i++) {
        if (!part->read(e, span->bytes + i * record_bytes)) {
            return malformed(e, part);
        }
    }
    span->bytes += count * record_bytes;
    span->size_bytes -= count * record_bytes;
    return true;
}

static bool read_part(struct ext_reader *e, const struct part *part, const struct section *ext) {
    uint64_t header_bytes = field(e, ext->data + 4);
    if (part->header_offset + 8 > header_bytes) {
        return true;
    }
    uint64_t start = header_bytes + field(e, ext->data + part->header_offset);
    uint64_t size = field(e, ext->data + part->header_offset + 4);
    if (size == 0) {
        return true;
    }
    if (start > ext->size_bytes || size > ext->size_bytes - start || size < 4) {
        return malformed(e, part);
    }
    size_t record_bytes = field(e, ext->data + start);
    if (record_bytes < part->record_bytes || record_bytes % 4) {
        return malformed(e, part);
    }
    struct span span = {ext->data + start + 4, size - 4};
    while (span.size_bytes) {
        if (!read_records(e, part, record_bytes, &span)) {
            return false;
        }
    }
    return true;
}

static int compare_places(const char *section_a, uint32_t offset_a, const char *section_b,
                          uint32_t offset_b) {
    int order = strcmp(section_a, section_b);
    return order ? order : (offset_a > offset_b) - (offset_a < offset_b);
}

static int compare_lines(const void *left, const void *right) {
    const struct line_info *a = left, *b = right;
    return compare_places(a->section, a->offset, b->section, b->offset);
}

static int compare_cores(const void *left, const void *right) {
    const struct core_relo *a = left, *b = right;
    return compare_places(a->section, a->offset, b->section, b->offset);
}

/* The last line that starts at or before the insn. */
static bool find_line(const void *lines, const char *section, long insn, const char **file,
                      unsigned *number) {
    const struct object *object = lines;
    size_t low = 0, high = object->line_count;
    uint64_t offset = (uint64_t)insn * 8;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct line_info *line = &object->lines[middle];
        int order = strcmp(line->section, section);
        if (order > 0 || (order == 0 && line->offset > offset)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    if (low == 0 || strcmp(object->lines[low - 1].section, section) != 0) {
        return false;
    }
    *file = object->lines[low - 1].file;
    *number = object->lines[low - 1].line;
    return true;
}

static void keep_records(struct ext_reader *e) {
    struct object *object = e->r->object;
    if (e->lines.count) {
        qsort(e->lines.data, e->lines.count, sizeof(*e->lines.data), compare_lines);
    }
    if (e->cores.count) {
        qsort(e->cores.data, e->cores.count, sizeof(*e->cores.data), compare_cores);
    }
    object->funcs = e->funcs.data;
    object->func_count = e->funcs.count;
    object->lines = e->lines.data;
    object->line_count = e->lines.count;
    object->core_relos = e->cores.data;
    object->core_relo_count = e->cores.count;
    e->r->s->lines = object;
    e->r->s->line_lookup = find_line;
}

bool object_read_btf_ext(struct reader *r) {
    const struct section *ext = object_section_by_name(r->object, ".BTF.ext");
    if (!ext) {
        return true;
    }
    if (!r->object->btf) {
        return fail(r->s, at_section(ext->name), "needs section .BTF, which is missing");
    }
    if (!ext->data || ext->size_bytes < HEADER_BYTES ||
        load16(ext->data, r->object->big_endian) != BTF_EXT_MAGIC) {
        return fail(r->s, at_section(ext->name), "malformed header");
    }
    struct ext_reader e = {.r = r};
    uint64_t header_bytes = field(&e, ext->data + 4);
    if (header_bytes < HEADER_BYTES || header_bytes > ext->size_bytes) {
        return fail(r->s, at_section(ext->name), "malformed header");
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!read_part(&e, &parts[i], ext)) {
            return false;
        }
    }
    keep_records(&e);
    return true;
}
