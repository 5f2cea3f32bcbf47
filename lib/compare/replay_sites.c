/* SPDX-License-Identifier: Apache-2.0 */
/* Where the kernel's code holds an address of the kernel. Line info says which insn native code was
 * made for, and an insn that needs one holds exactly one. Without line info (32-bit ARM) order
 * tells: what loads a number that no insn of the program has loads an address, and as many insns
 * need one. */
#include <string.h>

#include "replay_needs.h"
#include "support/array.h"

struct found {
    struct constant constant;
    uint64_t address; /* in the kernel */
    int32_t insn;     /* -1: not known */
};

struct finder {
    struct needs needs;
    const struct constant_machine *machine;
    ARRAY(struct found) found;
    ARRAY(struct replay_site) sites;
};

static uint8_t *bytes_at(const struct jit_program *program, uint64_t address, size_t *count) {
    size_t at = 0;
    for (size_t i = 0; i < program->length_count; i++) {
        uint64_t inside = address - program->addresses[i];
        if (inside < program->lengths[i]) {
            *count = (size_t)(program->lengths[i] - inside);
            return (uint8_t *)program->image.data + at + inside;
        }
        at += (size_t)program->lengths[i];
    }
    unreachable("native code outside of the image");
}

/* Code from an instruction on to the last one of its BPF insn. */
static struct code_at code_from(const struct comparison *c, size_t first) {
    const struct native_code *native = &c->code[SIDE_KERNEL];
    size_t room, count = 0;
    uint64_t start = native->data[first].address;
    uint8_t *bytes = bytes_at(c->jit, start, &room);
    for (size_t i = first; i < native->count && native->data[i].insn == native->data[first].insn &&
                           native->data[i].address == start + count && count < room;
         i++) {
        count += native->data[i].bytes;
    }
    return (struct code_at){bytes, count, start, c->row->big_endian, c->row->pointer_bits == 64};
}

/* Whether an insn has the number, so that its code is no address. */
static bool is_number_of(const struct comparison *c, uint64_t value) {
    for (size_t i = 0; i < c->insn_count; i++) {
        const struct insn *insn = &c->insns[i].insn;
        uint64_t halves = (uint64_t)insn->imm64;
        bool has = (uint32_t)insn->imm == (uint32_t)value ||
                   (insn->op == OP_LDDW && (uint32_t)(halves >> 32) == (uint32_t)value);
        if (!c->insns[i].is_second && has) {
            return true;
        }
    }
    return false;
}

static void find_all(struct finder *f) {
    const struct comparison *c = f->needs.c;
    const struct native_code *native = &c->code[SIDE_KERNEL];
    for (size_t i = 0; i < native->count; i++) {
        struct code_at code = code_from(c, i);
        struct constant constant;
        if (!f->machine->read(&code, &constant) || !constant_is_kernel(c->row, constant.value)) {
            continue;
        }
        uint64_t end = code.address + constant.bytes;
        int32_t insn = native->data[i].insn;
        if (insn >= 0 || !is_number_of(c, constant.value)) {
            *array_push(&f->needs.s->arena, &f->found) =
                (struct found){constant, code.address, insn};
        }
        while (i + 1 < native->count && native->data[i + 1].address > code.address &&
               native->data[i + 1].address < end) {
            i++;
        }
    }
}

/* What takes the place of an address: a symbol and a distance, or a number. */
static void fill_site(const struct finder *f, const struct found *found, const struct need *need,
                      struct replay_site *site) {
    const struct replay_map *map = &f->needs.plan->maps[need->map];
    switch (need->kind) {
    case NEED_MAP:
        site->symbol = map->symbol;
        site->addend = map->addend;
        site->is_map = true;
        break;
    case NEED_VALUE:
        site->symbol = map->values;
        site->addend = need->addend;
        site->is_map = true;
        break;
    case NEED_FUNCTION:
        site->addend = (int64_t)replay_moved(f->needs.c, found->constant.value);
        break;
    default:
        site->symbol = need->symbol;
        break;
    }
}

static const char *add_site(struct finder *f, size_t index, const struct found *found,
                            const struct need *need) {
    const struct comparison *c = f->needs.c;
    struct replay_site *site = array_push(&f->needs.s->arena, &f->sites);
    *site = (struct replay_site){.address = replay_moved(c, found->address),
                                 .constant = found->constant};
    fill_site(f, found, need, site);
    if (!site->symbol && need->kind != NEED_FUNCTION) {
        return arena_printf(&f->needs.s->arena, "insn %zu (%s) takes a map for another kind", index,
                            c->insns[index].text);
    }
    /* Into a copy: whether there is room. */
    size_t room;
    const uint8_t *bytes = bytes_at(c->jit, found->address, &room);
    struct code_at code = {arena_copy(&f->needs.s->arena, bytes, found->constant.bytes),
                           found->constant.bytes, site->address, c->row->big_endian,
                           c->row->pointer_bits == 64};
    return f->machine->write(&code, &found->constant, INT32_MAX)
               ? NULL
               : arena_printf(&f->needs.s->arena,
                              "the code of insn %zu (%s) has no room for "
                              "another address",
                              index, c->insns[index].text);
}

static const char *wrong_count(const struct finder *f, size_t index, size_t count) {
    return arena_printf(&f->needs.s->arena,
                        "the code of insn %zu (%s) has %zu addresses of the kernel, not one", index,
                        f->needs.c->insns[index].text, count);
}

/* The addresses in one insn's code against what it needs. */
static const char *match(struct finder *f, size_t index, const struct need *need) {
    const struct need per_cpu = {.kind = NEED_CALL, .symbol = per_cpu_offset};
    const struct found *only = NULL;
    const char *why = NULL;
    size_t count = 0;
    for (size_t i = 0; i < f->found.count && !why; i++) {
        const struct found *found = &f->found.data[i];
        bool is_function = replay_is_function(f->needs.c->jit, found->constant.value);
        if (found->insn != (int32_t)index || is_function != (need->kind == NEED_FUNCTION)) {
            continue;
        }
        if (found->constant.is_per_cpu) {
            why = add_site(f, index, found, &per_cpu);
            continue;
        }
        only = found;
        count++;
    }
    if (why) {
        return why;
    }
    /* Functions keep their distances. */
    bool stays = need->kind == NEED_FUNCTION && (!count || only->constant.is_relative);
    if ((need->kind == NEED_OPTIONAL && !count) || stays) {
        return NULL;
    }
    if (count != 1) {
        return wrong_count(f, index, count);
    }
    return add_site(f, index, only, need);
}

/* Without line info: the next address is the insn's. */
static const char *match_next(struct finder *f, size_t index, const struct need *need,
                              size_t *next) {
    if (need->kind == NEED_OPTIONAL) {
        return NULL;
    }
    if (*next == f->found.count) {
        return wrong_count(f, index, 0);
    }
    return add_site(f, index, &f->found.data[(*next)++], need);
}

/* Addresses of values of one map are as far apart as the insns say. One helper may be a function of
 * the kernel for each type of map. */
static bool is_consistent(const struct finder *f) {
    for (size_t i = 0; i < f->sites.count; i++) {
        for (size_t k = 0; k < i && f->sites.data[i].is_map; k++) {
            const struct replay_site *a = &f->sites.data[i], *b = &f->sites.data[k];
            uint64_t there = a->constant.value - b->constant.value;
            uint64_t here = (uint64_t)a->addend - (uint64_t)b->addend;
            if (a->symbol && b->symbol && strcmp(a->symbol, b->symbol) == 0 && there != here) {
                return false;
            }
        }
    }
    return true;
}

/* Calls that no insn explains. */
static const char *check_calls(const struct finder *f) {
    const struct comparison *c = f->needs.c;
    const struct native_code *native = &c->code[SIDE_KERNEL];
    size_t unknown = 0;
    for (size_t i = 0; i < native->count; i++) {
        const struct native_insn *insn = &native->data[i];
        struct need need = {0};
        if (insn->insn >= 0) {
            need_of(&f->needs, (size_t)insn->insn, &need);
        }
        bool explained = need.kind >= NEED_CALL;
        if ((insn->does & DOES_CALL) && insn->insn >= 0 && !explained) {
            return arena_printf(&f->needs.s->arena, "insn %d (%s) calls a function of the kernel",
                                insn->insn, c->insns[insn->insn].text);
        }
        unknown += (insn->does & DOES_CALL) && insn->insn < 0;
    }
    for (size_t i = 0; i < c->insn_count && unknown; i++) {
        unknown -= !c->insns[i].is_second && c->insns[i].insn.op == OP_CALL;
    }
    return unknown ? "it calls a function of the kernel" : NULL;
}

/* The verifier takes out what is never reached: no line is left of it. */
static bool is_left(const struct comparison *c, size_t index) {
    for (size_t i = 0; i < c->jit->line_count; i++) {
        if (c->jit->lines[i].insn == index) {
            return true;
        }
    }
    return false;
}

const char *replay_find_sites(struct session *s, const struct comparison *c,
                              const struct own *object, struct replay_plan *plan) {
    struct finder f = {.needs = {s, c, object, plan}, .machine = constant_machine(c->row)};
    bool has_lines = c->jit->line_count && c->jit->lines[c->jit->line_count - 1].address;
    if (!f.machine) {
        return "nothing is known of how code of this machine holds addresses";
    }
    const char *why = needs_maps(&f.needs);
    find_all(&f);
    size_t next = 0;
    for (size_t i = 0; i < c->insn_count && !why; i++) {
        struct need need = {0};
        why = is_left(c, i) ? need_of(&f.needs, i, &need) : NULL;
        if (!why && need.kind != NEED_NONE) {
            why = has_lines ? match(&f, i, &need) : match_next(&f, i, &need, &next);
        }
    }
    if (why) {
        return why;
    }
    if (!has_lines && next != f.found.count) {
        return "the code has addresses of the kernel that no insn needs";
    }
    if (!is_consistent(&f)) {
        return "addresses of one map in the code are not as far apart as the insns say";
    }
    plan->sites = f.sites.data;
    plan->site_count = f.sites.count;
    return check_calls(&f);
}
