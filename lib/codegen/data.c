/* SPDX-License-Identifier: Apache-2.0 */
/* Data sections as byte arrays, with pointers where the object has relocations: an 8-byte field
 * holds the pointer and, on 32-bit targets, zeros above it. */
#include "bpf-aot/runtime.h"
#include "emit.h"

enum { FIELD_BYTES = 8 };

/* Pieces of a section: bytes up to a field, the field, and so on. */
struct pieces {
    LLVMValueRef *values;
    unsigned count;
};

static LLVMValueRef bytes_between(struct codegen *c, const struct program_data *data, uint64_t from,
                                  uint64_t to) {
    return data->bytes ? LLVMConstStringInContext2(c->context, (const char *)data->bytes + from,
                                                   to - from, true)
                       : LLVMConstNull(LLVMArrayType2(c->types.i8, to - from));
}

static LLVMValueRef address(struct codegen *c, const struct program_address *a) {
    switch (a->ref) {
    case REF_FUNCTION:
        return callback_entry(c, a->ref_index);
    case REF_MAP:
        return c->maps[a->ref_index];
    case REF_DATA: {
        LLVMValueRef offset = LLVMConstInt(c->types.iptr, (uint64_t)a->ref_offset, true);
        return LLVMConstGEP2(c->types.i8, c->data[a->ref_index], &offset, 1);
    }
    default:
        unreachable("address in a data section");
    }
}

static void add_field(struct codegen *c, struct pieces *pieces, LLVMValueRef pointer) {
    bool narrow = c->target->pointer_bits == 32;
    LLVMValueRef zero = LLVMConstNull(c->types.i32);
    if (narrow && c->target->big_endian) {
        pieces->values[pieces->count++] = zero;
    }
    pieces->values[pieces->count++] = pointer;
    if (narrow && !c->target->big_endian) {
        pieces->values[pieces->count++] = zero;
    }
}

/* `resolve`: with the addresses; otherwise nulls, for the type alone. */
static LLVMValueRef initial_value(struct codegen *c, const struct program_data *data,
                                  bool resolve) {
    struct pieces pieces = {
        .values = ARENA_NEW_N(&c->s->arena, LLVMValueRef, 3 * data->address_count + 1)};
    uint64_t at = 0;
    for (size_t i = 0; i < data->address_count; i++) {
        const struct program_address *a = &data->addresses[i];
        pieces.values[pieces.count++] = bytes_between(c, data, at, a->at);
        add_field(c, &pieces, resolve ? address(c, a) : LLVMConstNull(c->types.ptr));
        at = a->at + FIELD_BYTES;
    }
    pieces.values[pieces.count++] = bytes_between(c, data, at, data->size_bytes);
    return LLVMConstStructInContext(c->context, pieces.values, pieces.count, true);
}

void data_declare(struct codegen *c) {
    for (uint32_t i = 0; i < c->program->data_count; i++) {
        const struct program_data *data = &c->program->data[i];
        LLVMTypeRef type = LLVMTypeOf(initial_value(c, data, false));
        c->data[i] =
            LLVMAddGlobal(c->module, type, arena_printf(&c->s->arena, "bpf_data%s", data->name));
        LLVMSetLinkage(c->data[i], LLVMInternalLinkage);
        LLVMSetGlobalConstant(c->data[i], data->read_only);
        LLVMSetAlignment(c->data[i], data->align < 8 ? 8 : (unsigned)data->align);
    }
}

/* For the host's view; returns its entry in the list. */
static LLVMValueRef describe(struct codegen *c, uint32_t index) {
    const struct program_data *data = &c->program->data[index];
    LLVMValueRef members[] = {
        global_string(c, "bpf_data.name", data->name),
        c->data[index],
        constant_u32(c, (uint32_t)data->size_bytes),
        constant_u32(c, data->read_only),
    };
    LLVMValueRef record = LLVMConstStructInContext(c->context, members, 4, false);
    LLVMValueRef description = global_add(c, LLVMTypeOf(record), "bpf_data.section", record);
    LLVMSetGlobalConstant(description, true);
    return global_list(c, BPF_AOT_SECTIONS_SECTION, "bpf_data.entry", description);
}

void data_define(struct codegen *c) {
    LLVMValueRef *entries = ARENA_NEW_N(&c->s->arena, LLVMValueRef, c->program->data_count);
    for (uint32_t i = 0; i < c->program->data_count; i++) {
        LLVMSetInitializer(c->data[i], initial_value(c, &c->program->data[i], true));
        entries[i] = describe(c, i);
    }
    globals_keep(c, entries, c->program->data_count);
}
