/* SPDX-License-Identifier: Apache-2.0 */
#include "own.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "support/array.h"

struct reader {
    struct session *s;
    struct own *own;
    ARRAY(struct own_range) ranges;
    ARRAY(struct own_row) rows;
};

static void add_range(struct reader *r, const char *name, uint64_t low, uint64_t high) {
    for (size_t i = 0; i < r->ranges.count; i++) {
        if (r->ranges.data[i].low == low) {
            return;
        }
    }
    if (name && high > low) {
        *array_push(&r->s->arena, &r->ranges) = (struct own_range){name, low, high};
    }
}

/* Functions that are inlined everywhere have no addresses. */
static void read_functions(struct reader *r, Dwarf_Die *unit) {
    Dwarf_Die child;
    for (int more = dwarf_child(unit, &child); more == 0; more = dwarf_siblingof(&child, &child)) {
        Dwarf_Addr low, high;
        if (dwarf_tag(&child) == DW_TAG_subprogram && dwarf_lowpc(&child, &low) == 0 &&
            dwarf_highpc(&child, &high) == 0) {
            add_range(r, dwarf_diename(&child), low, high);
        }
    }
}

static void read_rows(struct reader *r, Dwarf_Die *unit) {
    Dwarf_Lines *lines;
    size_t count;
    if (dwarf_getsrclines(unit, &lines, &count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        Dwarf_Line *line = dwarf_onesrcline(lines, i);
        struct own_row row = {.slot = -1};
        int number = 0;
        bool is_end = false;
        Dwarf_Addr address;
        dwarf_lineaddr(line, &address);
        dwarf_lineno(line, &number);
        dwarf_lineendsequence(line, &is_end);
        row.address = address;
        row.slot = is_end ? -1 : number - 1;
        row.section = dwarf_linesrc(line, NULL, NULL);
        *array_push(&r->s->arena, &r->rows) = row;
    }
}

static int by_address(const void *a, const void *b) {
    const struct own_row *left = a, *right = b;
    return (left->address > right->address) - (left->address < right->address);
}

/* Calls `visit` with each symbol, until it says false. */
static void each_symbol(const struct own *own, void *state,
                        bool (*visit)(void *state, const char *name, const GElf_Sym *symbol)) {
    for (Elf_Scn *section = NULL; (section = elf_nextscn(own->elf, section));) {
        GElf_Shdr header;
        GElf_Sym symbol;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB) {
            continue;
        }
        Elf_Data *data = elf_getdata(section, NULL);
        for (int i = 0; gelf_getsym(data, i, &symbol); i++) {
            const char *name = elf_strptr(own->elf, header.sh_link, symbol.st_name);
            if (!visit(state, name ? name : "", &symbol)) {
                return;
            }
        }
    }
}

static bool add_function(void *state, const char *name, const GElf_Sym *symbol) {
    if (GELF_ST_TYPE(symbol->st_info) == STT_FUNC) {
        uint64_t low = symbol->st_value & ~UINT64_C(1); /* Thumb's mark */
        add_range(state, name, low, low + symbol->st_size);
    }
    return true;
}

/* A program whose body takes a run has a public symbol in front of it, which has no lines. */
static void read_symbols(struct reader *r) {
    each_symbol(r->own, r, add_function);
}

struct wanted_symbol {
    const char *name;
    uint64_t address;
    bool found;
};

static bool is_not_wanted(void *state, const char *name, const GElf_Sym *symbol) {
    struct wanted_symbol *wanted = state;
    wanted->found = symbol->st_shndx != SHN_UNDEF && strcmp(name, wanted->name) == 0;
    wanted->address = symbol->st_value;
    return !wanted->found;
}

bool own_symbol(const struct own *own, const char *name, uint64_t *address) {
    struct wanted_symbol wanted = {.name = name};
    each_symbol(own, &wanted, is_not_wanted);
    if (wanted.found && address) {
        *address = wanted.address;
    }
    return wanted.found;
}

bool own_parse_symbols(struct session *s, struct own *own) {
    elf_version(EV_CURRENT);
    own->elf = elf_memory((char *)own->image.data, own->image.size_bytes);
    return own->elf ||
           fail(s, at_object(), "internal error: cannot read the translation: %s", elf_errmsg(-1));
}

static bool read_lines(struct reader *r) {
    Dwarf_Off offset = 0, next;
    size_t header_bytes;
    struct own *own = r->own;
    if (!own_parse_symbols(r->s, own)) {
        return false;
    }
    /* A kernel's image has no line table. */
    own->dwarf = dwarf_begin_elf(own->elf, DWARF_C_READ, NULL);
    while (own->dwarf &&
           dwarf_nextcu(own->dwarf, offset, &next, &header_bytes, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(own->dwarf, offset + header_bytes, &unit)) {
            read_functions(r, &unit);
            read_rows(r, &unit);
        }
        offset = next;
    }
    read_symbols(r);
    return true;
}

bool own_parse(struct session *s, struct own *own) {
    struct reader r = {.s = s, .own = own};
    if (!read_lines(&r)) {
        return false;
    }
    /* Stable: of rows at one address the last one holds. */
    for (size_t i = 1; i < r.rows.count; i++) {
        if (r.rows.data[i].address < r.rows.data[i - 1].address) {
            qsort(r.rows.data, r.rows.count, sizeof(*r.rows.data), by_address);
            break;
        }
    }
    own->ranges = r.ranges.data;
    own->range_count = r.ranges.count;
    own->rows = r.rows.data;
    own->row_count = r.rows.count;
    return true;
}

bool own_open(struct session *s, const void *object, size_t bytes,
              const struct bpf_aot_options *options, struct own *own) {
    struct bpf_aot_options with_lines = *options;
    with_lines.output = BPF_AOT_OUTPUT_EXE;
    with_lines.lines = BPF_AOT_LINES_INSN;
    *own = (struct own){0};
    return bpf_aot_translate(object, bytes, s->object, &with_lines, &own->image) == BPF_AOT_OK &&
           own_parse(s, own);
}

void own_close(struct own *own) {
    dwarf_end(own->dwarf);
    elf_end(own->elf);
    bpf_aot_release(&own->image);
}

const struct own_row *own_row_at(const struct own *own, uint64_t address) {
    size_t low = 0, high = own->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (own->rows[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low ? &own->rows[low - 1] : NULL;
}

const uint8_t *own_bytes(const struct own *own, uint64_t address, size_t count) {
    size_t segments;
    GElf_Phdr header;
    if (elf_getphdrnum(own->elf, &segments)) {
        return NULL;
    }
    for (size_t i = 0; i < segments; i++) {
        if (gelf_getphdr(own->elf, (int)i, &header) && header.p_type == PT_LOAD &&
            address >= header.p_vaddr && address - header.p_vaddr + count <= header.p_filesz) {
            return own->image.data + header.p_offset + (address - header.p_vaddr);
        }
    }
    return NULL;
}
