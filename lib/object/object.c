/* SPDX-License-Identifier: Apache-2.0 */
/* Reads an object part by part; the libelf handle lives only that long. */
#include "object/object.h"

#include <bpf/btf.h>
#include <string.h>

#include "object/read.h"

const struct section *object_section_by_name(const struct object *object, const char *name) {
    for (size_t i = 1; i < object->section_count; i++) {
        if (strcmp(object->sections[i].name, name) == 0) {
            return &object->sections[i];
        }
    }
    return NULL;
}

/* The text ends at a NUL or with the section. */
static void read_license(struct reader *r) {
    const struct section *section = object_section_by_name(r->object, "license");
    r->object->license = "";
    if (section && section->data) {
        size_t length = strnlen((const char *)section->data, section->size_bytes);
        r->object->license =
            arena_printf(&r->s->arena, "%.*s", (int)length, (const char *)section->data);
    }
}

static bool read_version(struct reader *r) {
    const struct section *section = object_section_by_name(r->object, "version");
    if (!section) {
        return true;
    }
    if (!section->data || section->size_bytes != 4) {
        return fail(r->s, at_section(section->name), "%zu bytes, must be 4", section->size_bytes);
    }
    r->object->version = load32(section->data, r->object->big_endian);
    return true;
}

static bool read_parts(struct reader *r) {
    if (!object_read_sections(r) || !object_read_symbols(r) || !object_read_relocs(r)) {
        return false;
    }
    read_license(r);
    if (!read_version(r) || !object_read_btf(r) || !object_read_btf_ext(r) ||
        !object_read_maps(r) || !object_read_legacy_maps(r)) {
        return false;
    }
    r->object->maps = r->maps.data;
    r->object->map_count = r->maps.count;
    return true;
}

struct object *object_open(struct session *s, const void *data, size_t size_bytes) {
    if (size_bytes < SELFMAG || memcmp(data, ELFMAG, SELFMAG) != 0) {
        fail(s, at_object(), "not an ELF object");
        return NULL;
    }
    struct reader r = {.s = s, .bytes = data, .size_bytes = size_bytes};
    r.object = ARENA_NEW(&s->arena, struct object);
    r.object->name = s->object;
    elf_version(EV_CURRENT);
    /* libelf reads only; its prototype serves writers too. */
    r.elf = elf_memory((char *)data, size_bytes);
    if (!r.elf || elf_kind(r.elf) != ELF_K_ELF) {
        fail(s, at_object(), "truncated or malformed ELF header");
        elf_end(r.elf);
        return NULL;
    }
    bool read = read_parts(&r);
    elf_end(r.elf);
    if (!read) {
        object_close(r.object);
        return NULL;
    }
    return r.object;
}

void object_close(struct object *object) {
    if (object) {
        btf__free(object->btf);
        object->btf = NULL;
    }
}
