/* SPDX-License-Identifier: Apache-2.0 */
/* .BTF: the header and the string section are checked here, because libbpf trusts hdr_len; the
 * types are libbpf's, which turns big-endian BTF into host order. */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <string.h>

#include "object/read.h"

enum { BTF_HEADER_BYTES = sizeof(struct btf_header), BTF_POINTER_BYTES = 8, MAX_MODIFIERS = 32 };

static int print_nothing(enum libbpf_print_level level, const char *format, va_list args) {
    return 0;
}

/* Type and string section inside the file, strings closed by a NUL. */
static bool check_header(struct reader *r, const struct section *section) {
    const uint8_t *p = section->data;
    bool big_endian = r->object->big_endian;
    if (!p || section->size_bytes < BTF_HEADER_BYTES || load16(p, big_endian) != BTF_MAGIC) {
        return false;
    }
    uint64_t header_bytes = load32(p + 4, big_endian);
    uint64_t type_end =
        header_bytes + (uint64_t)load32(p + 8, big_endian) + load32(p + 12, big_endian);
    uint64_t string_start = header_bytes + load32(p + 16, big_endian);
    uint64_t string_bytes = load32(p + 20, big_endian);
    if (header_bytes != BTF_HEADER_BYTES || type_end > section->size_bytes ||
        string_start + string_bytes > section->size_bytes || string_bytes == 0) {
        return false;
    }
    r->strings = (const char *)p + string_start;
    r->string_bytes = string_bytes;
    return r->strings[0] == 0 && r->strings[string_bytes - 1] == 0;
}

bool object_read_btf(struct reader *r) {
    const struct section *section = object_section_by_name(r->object, ".BTF");
    if (!section) {
        return true;
    }
    if (!check_header(r, section) || section->size_bytes > UINT32_MAX) {
        return fail(r->s, at_section(section->name), "malformed BTF header");
    }
    libbpf_set_print(print_nothing);
    struct btf *btf = btf__new(section->data, (uint32_t)section->size_bytes);
    long error = libbpf_get_error(btf);
    if (error) {
        return fail(r->s, at_section(section->name), "malformed BTF: %s", strerror((int)-error));
    }
    r->object->btf = btf;
    /* libbpf would guess it from a type named "long", or take the host's. */
    btf__set_pointer_size(btf, BTF_POINTER_BYTES);
    return true;
}

const struct btf_type *object_plain_type(const struct btf *btf, uint32_t id) {
    const struct btf_type *type = btf__type_by_id(btf, id);
    for (int i = 0; type && (btf_is_mod(type) || btf_is_typedef(type)); i++) {
        if (i == MAX_MODIFIERS) {
            return NULL;
        }
        type = btf__type_by_id(btf, type->type);
    }
    return type;
}

static bool datasec_has(const struct btf *btf, const struct btf_type *datasec, const char *name) {
    const struct btf_var_secinfo *infos = btf_var_secinfos(datasec);
    for (unsigned i = 0; i < btf_vlen(datasec); i++) {
        const struct btf_type *type = btf__type_by_id(btf, infos[i].type);
        const char *type_name = type ? btf__name_by_offset(btf, type->name_off) : NULL;
        if (type_name && strcmp(type_name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *object_extern_section(const struct object *object, const char *name) {
    static const char *const sections[] = {".kconfig", ".ksyms"};
    if (!object->btf || !name[0]) {
        return NULL;
    }
    for (size_t i = 0; i < 2; i++) {
        int id = btf__find_by_name_kind(object->btf, sections[i], BTF_KIND_DATASEC);
        if (id > 0 && datasec_has(object->btf, btf__type_by_id(object->btf, (uint32_t)id), name)) {
            return sections[i];
        }
    }
    return NULL;
}
