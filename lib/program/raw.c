/* SPDX-License-Identifier: Apache-2.0 */
/* A bare instruction stream, or a classic program after conversion, dressed up as an object of one
 * section. It has no symbols: a function starts at 0 and wherever a call goes or an address points,
 * as the kernel cuts it. */
#include <elf.h>
#include <inttypes.h>

#include "program/build.h"

struct stream {
    const uint8_t *code;
    size_t size_bytes;
    bool big_endian;
    const char *section, *type;
};

static bool *find_starts(struct session *s, const uint8_t *code, size_t slots, bool big_endian) {
    bool *starts = ARENA_NEW_N(&s->arena, bool, slots);
    struct insn insn;
    starts[0] = true;
    for (size_t slot = 0; slot < slots; slot += insn.slots) {
        insn_decode(code, slot, slots, big_endian, &insn);
        if (insn_names_function(&insn)) {
            int64_t target = program_call_target(1, (uint32_t)slot, &insn, NULL).slot;
            if (target >= 0 && (uint64_t)target < slots) {
                starts[target] = true;
            }
        }
    }
    return starts;
}

static void add_symbols(struct session *s, struct object *object, const bool *starts) {
    size_t slots = object->sections[1].size_bytes / INSN_BYTES;
    const char *name = s->options->raw_name ? s->options->raw_name : "prog";
    ARRAY(struct symbol) symbols = {0};
    for (size_t slot = 0; slot < slots; slot++) {
        if (starts[slot]) {
            *array_push(&s->arena, &symbols) = (struct symbol){
                .name = slot ? arena_printf(&s->arena, "%s_sub%zu", name, slot) : name,
                .value = slot * INSN_BYTES,
                .type = STT_FUNC,
                .bind = slot ? STB_LOCAL : STB_GLOBAL,
                .section = 1,
            };
        }
    }
    object->symbols = symbols.data;
    object->symbol_count = symbols.count;
}

static struct program *build(struct session *s, const struct stream *stream) {
    size_t size_bytes = stream->size_bytes;
    if (size_bytes == 0 || size_bytes % INSN_BYTES || size_bytes / INSN_BYTES > MAX_INSNS) {
        fail(s, at_object(), "instruction stream of %zu bytes, must be 1 to %d insns of 8 bytes",
             size_bytes, MAX_INSNS);
        return NULL;
    }
    struct object *object = ARENA_NEW(&s->arena, struct object);
    object->name = s->object;
    object->big_endian = stream->big_endian;
    object->license = "";
    object->sections = ARENA_NEW_N(&s->arena, struct section, 2);
    object->section_count = 2;
    object->sections[0].name = "";
    object->sections[1] = (struct section){
        .name = stream->section,
        .kind = SECTION_CODE,
        .data = stream->code,
        .size_bytes = size_bytes,
        .align = 8,
    };
    add_symbols(s, object,
                find_starts(s, stream->code, size_bytes / INSN_BYTES, stream->big_endian));
    struct builder b = {.s = s, .object = object, .default_type = stream->type};
    return program_run_steps(&b);
}

struct program *program_build_raw(struct session *s, const void *code, size_t size_bytes,
                                  bool big_endian) {
    return build(s, &(struct stream){code, size_bytes, big_endian, "", "raw"});
}

struct program *program_build_classic(struct session *s, const void *code, size_t size_bytes,
                                      bool big_endian) {
    return build(s, &(struct stream){code, size_bytes, big_endian, "classic", "classic"});
}
