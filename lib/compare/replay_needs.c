/* SPDX-License-Identifier: Apache-2.0 */
/* What a BPF insn needs of a kernel, so that its native code holds an address of the kernel: a map,
 * a value of one, a helper, a BPF function. What the verifier made of a helper's call (`xlated`)
 * tells which part of a lookup is in line. */
#include <string.h>

#include "program/program.h"
#include "replay_needs.h"

enum {
    MAP_TYPE_ARRAY = 2,
    MAP_TYPE_PERCPU_ARRAY = 6,
    MAP_TYPE_ARRAY_OF_MAPS = 12,
    MAP_TYPE_HASH_OF_MAPS = 13
};
enum { LOOKUP_ELEM = 1, TAIL_CALL = 12, POINTERS_MAX = 1 << 20 };
enum { MOV64 = 0xbf, PER_CPU = -1 /* the kernel's own insn: off of a MOV */ };

/* The insns that the verifier made of one. */
struct rewritten {
    size_t calls, local_calls;
    bool per_cpu;
    bool adds; /* a constant to a register: `added` */
    int32_t added;
    int16_t mark; /* where a byte is loaded from */
};

static struct rewritten read_rewritten(const struct comparison *c, size_t index) {
    const struct jit_program *program = c->jit;
    size_t slots = program->xlated.count / INSN_BYTES, first = slots, end = slots;
    for (size_t i = 0; i < program->line_count; i++) {
        first = program->lines[i].insn == index ? program->lines[i].xlated : first;
    }
    for (size_t i = 0; i < program->line_count; i++) {
        size_t next = program->lines[i].xlated;
        end = next > first && next < end ? next : end;
    }
    struct rewritten found = {0};
    for (struct insn insn; first < end; first += insn.slots) {
        if (!insn_decode(program->xlated.data, first, slots, c->row->big_endian, &insn)) {
            insn.slots = 1;
            continue;
        }
        found.calls += insn.op == OP_CALL && insn.src != CALL_LOCAL;
        found.local_calls += insn.op == OP_CALL && insn.src == CALL_LOCAL;
        found.mark = insn.op == OP_LDX && insn.width == 8 ? insn.off : found.mark;
        found.per_cpu |= insn.opcode == MOV64 && insn.off == PER_CPU;
        if (insn.op == OP_ADD && insn.width == 64 && insn.form == FORM_K && !found.adds) {
            found.adds = true;
            found.added = insn.imm;
        }
    }
    return found;
}

const char per_cpu_offset[] = "bpf_aot_replay_zero";

static const struct helper_row *find_helper(uint32_t id) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].id == id) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The stand-in of a function of the runtime's replay that takes the lookup's distance off again. */
static const char *lookup_less(struct session *s, struct replay_plan *plan,
                               const struct rewritten *made) {
    struct replay_offset offset = {(uint32_t)made->added, (uint32_t)made->mark, made->per_cpu};
    size_t at = 0;
    while (at < plan->offset_count && memcmp(&plan->offsets[at], &offset, sizeof(offset)) != 0) {
        at++;
    }
    if (at == REPLAY_OFFSETS) {
        return NULL;
    }
    plan->offset_count += at == plan->offset_count;
    plan->offsets[at] = offset;
    return arena_printf(&s->arena, "bpf_aot_replay_find%zu", at);
}

static const char *need_helper(const struct needs *n, size_t index, struct need *need) {
    struct session *s = n->s;
    const struct insn *insn = &n->c->insns[index].insn;
    const struct helper_row *row = find_helper((uint32_t)insn->imm);
    struct rewritten made = read_rewritten(n->c, index);
    const char *name = row ? row->name : "of a number that bpf-aot does not have";
    if (!row || insn->src || insn->imm == TAIL_CALL) {
        return arena_printf(&s->arena, "insn %zu calls helper %u, %s, of the kernel", index,
                            (unsigned)insn->imm, name);
    }
    if (made.calls == 1 && made.adds && insn->imm == LOOKUP_ELEM) {
        need->symbol = lookup_less(s, n->plan, &made);
        need->kind = NEED_CALL;
        return need->symbol ? NULL : "its lookups add too many different distances";
    }
    if (made.calls == 1) {
        need->kind = NEED_CALL;
        need->symbol = arena_printf(&s->arena, "bpf_aot_replay_%s", name);
        return NULL;
    }
    if (made.calls == 0 && made.local_calls) { /* a callback's call: a loop in line */
        need->kind = NEED_FUNCTION;
        return NULL;
    }
    if (made.calls == 0 && made.per_cpu) { /* where this CPU's data are: nowhere else */
        need->kind = NEED_OPTIONAL;
        need->symbol = per_cpu_offset;
    }
    bool in_array = made.calls == 0 && insn->imm == LOOKUP_ELEM && made.adds;
    return in_array ? NULL
                    : arena_printf(&s->arena, "insn %zu (%s) is in line in the kernel's code",
                                   index, name);
}

/* What 32-bit JITs call for 64-bit arithmetic: their names and arguments are C functions'. */
static void need_arithmetic(const struct needs *n, size_t index, struct need *need) {
    static const struct {
        int32_t imm;
        const char *symbol;
    } atomics[] = {
        {ATOMIC_ADD, "add"},
        {ATOMIC_AND, "and"},
        {ATOMIC_OR, "or"},
        {ATOMIC_XOR, "xor"},
        {ATOMIC_ADD | ATOMIC_FETCH, "fetch_add"},
        {ATOMIC_AND | ATOMIC_FETCH, "fetch_and"},
        {ATOMIC_OR | ATOMIC_FETCH, "fetch_or"},
        {ATOMIC_XOR | ATOMIC_FETCH, "fetch_xor"},
        {ATOMIC_XCHG, "xchg"},
        {ATOMIC_CMPXCHG, "cmpxchg"},
    };
    const struct insn *insn = &n->c->insns[index].insn;
    if (n->c->row->pointer_bits != 32 || insn->width != 64) {
        return;
    }
    if (insn->op == OP_DIV || insn->op == OP_MOD) {
        need->kind = NEED_OPTIONAL;
        need->symbol = insn->op == OP_DIV ? "bpf_aot_replay_div64" : "bpf_aot_replay_mod64";
    }
    for (size_t i = 0; i < sizeof(atomics) / sizeof(atomics[0]) && insn->op == OP_ATOMIC; i++) {
        if (atomics[i].imm == insn->imm) {
            need->kind = NEED_OPTIONAL;
            need->symbol =
                arena_printf(&n->s->arena, "bpf_aot_replay_atomic_%s", atomics[i].symbol);
        }
    }
}

static const char *need_lddw(const struct needs *n, size_t index, struct need *need) {
    const struct insn *insn = &n->c->insns[index].insn;
    size_t map = (uint32_t)insn->imm64;
    switch (insn->src) {
    case LDDW_IMM64:
        return NULL;
    case LDDW_CODE_ADDR:
        need->kind = NEED_FUNCTION;
        return NULL;
    case LDDW_MAP_FD:
    case LDDW_MAP_VALUE:
        if (map < n->c->jit->map_count) {
            need->kind = insn->src == LDDW_MAP_FD ? NEED_MAP : NEED_VALUE;
            need->map = map;
            need->addend = insn->src == LDDW_MAP_VALUE ? insn->imm64 >> 32 : 0;
            return NULL;
        }
        return arena_printf(&n->s->arena, "insn %zu names map %zu, which was not recorded", index,
                            map);
    default:
        return arena_printf(&n->s->arena, "insn %zu (%s) takes an address from the kernel", index,
                            n->c->insns[index].text);
    }
}

const char *need_of(const struct needs *n, size_t index, struct need *need) {
    const struct insn *insn = &n->c->insns[index].insn;
    *need = (struct need){0};
    if (n->c->insns[index].is_second) {
        return NULL;
    }
    if (insn->op == OP_LDDW) {
        return need_lddw(n, index, need);
    }
    if (insn->op == OP_CALL && insn->src != CALL_LOCAL) {
        return need_helper(n, index, need);
    }
    if (insn->op == OP_CALL) {
        need->kind = NEED_FUNCTION;
        return NULL;
    }
    if (insn->op == OP_CALLX) {
        return arena_printf(&n->s->arena, "insn %zu calls what a register says", index);
    }
    need_arithmetic(n, index, need);
    return NULL;
}

/* Arrays whose lookups are in line lie where the code adds to what it takes for the map. */
static int32_t array_distance(const struct comparison *c, bool per_cpu) {
    for (size_t i = 0; i < c->insn_count; i++) {
        const struct insn *insn = &c->insns[i].insn;
        bool looks_up =
            !c->insns[i].is_second && insn->op == OP_CALL && !insn->src && insn->imm == LOOKUP_ELEM;
        struct rewritten made = looks_up ? read_rewritten(c, i) : (struct rewritten){.calls = 1};
        if (!made.calls && made.adds && made.per_cpu == per_cpu) {
            return made.added;
        }
    }
    return 0;
}

/* What the code has for a map whose lookups are in line. */
static void place_in_line(const struct needs *n, size_t index) {
    const struct jit_map *map = &n->c->jit->maps[index];
    struct replay_map *to = &n->plan->maps[index];
    bool per_cpu = map->type == MAP_TYPE_PERCPU_ARRAY;
    int32_t distance = array_distance(n->c, per_cpu);
    if (!distance) {
        return;
    }
    to->addend = -distance;
    to->symbol = to->values;
    if (per_cpu) {
        to->pointers = map->entries;
        to->distance = (map->value_bytes + 7) & ~7u;
        to->symbol = arena_printf(&n->s->arena, "bpf_aot_replay_pointers%zu", index);
    }
}

/* Names become part of assembly. */
static bool is_plain(const char *name) {
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789_.$-")] == 0;
}

const char *needs_maps(const struct needs *n) {
    const struct comparison *c = n->c;
    struct arena *arena = &n->s->arena;
    n->plan->maps = ARENA_NEW_N(arena, struct replay_map, c->jit->map_count);
    n->plan->map_count = c->jit->map_count;
    for (size_t i = 0; i < c->jit->map_count; i++) {
        const struct jit_map *map = &c->jit->maps[i];
        struct replay_map *to = &n->plan->maps[i];
        bool is_section = map->name[0] == '.';
        bool is_array = map->type == MAP_TYPE_ARRAY || map->type == MAP_TYPE_PERCPU_ARRAY;
        if (map->type == MAP_TYPE_ARRAY_OF_MAPS || map->type == MAP_TYPE_HASH_OF_MAPS) {
            return arena_printf(arena, "map %s holds maps", map->name);
        }
        if (!is_plain(map->name)) {
            return arena_printf(arena, "the name of map %zu has characters that are no letters", i);
        }
        to->name = map->name;
        to->handle = is_section ? NULL : arena_printf(arena, "bpf_map_%s", map->name);
        to->values = is_section ? arena_printf(arena, "bpf_data%s", map->name)
                     : is_array ? arena_printf(arena, "bpf_map_%s.storage", map->name)
                                : NULL;
        to->symbol = to->handle;
        if (is_array && !is_section) {
            place_in_line(n, i);
        }
        if (to->pointers > POINTERS_MAX) {
            return arena_printf(arena, "map %s has more than %d values a CPU", map->name,
                                POINTERS_MAX);
        }
        const char *wanted = is_section ? to->values : to->handle;
        if (!own_symbol(n->object, wanted, NULL)) {
            return arena_printf(arena, "the translation has no %s", wanted);
        }
    }
    return NULL;
}
