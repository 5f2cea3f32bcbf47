/* SPDX-License-Identifier: Apache-2.0 */
/* The tags that kernels give to a program: the first bytes of a hash over the insns that libbpf
 * loads for it, which are its own and then those of the subprograms in the order in which calls
 * name them; places of maps are zero. In the byte order of the target, as its kernel sees them. */
#include <sha1.h>
#include <sha2.h>
#include <string.h>

#include "program/build.h"
#include "support/bytes.h"

/* Where the fields of an encoded insn are. */
enum { AT_REGS = 1, AT_IMM = 4, AT_NEXT_IMM = INSN_BYTES + AT_IMM };

/* A function whose operands are being placed, and how far that is. */
struct cursor {
    uint32_t function;
    size_t next;
};

/* The insns of one program while they are put together. */
struct stream {
    struct builder *b;
    ARRAY(uint8_t) bytes;
    uint32_t *starts;         /* by function: slot + 1 in the stream; 0: not there yet */
    ARRAY(uint32_t) appended; /* functions that are there */
    ARRAY(struct cursor) open;
};

static void store_imm(const struct stream *stream, uint8_t *at, uint32_t value) {
    store32(at, value, stream->b->object->big_endian);
}

static uint8_t *insn_bytes(const struct stream *stream, uint32_t function, uint32_t slot) {
    uint32_t place = stream->starts[function] - 1 + slot - stream->b->origins.data[function]->first;
    return stream->bytes.data + (size_t)place * INSN_BYTES;
}

static void set_src(const struct stream *stream, uint8_t *insn, unsigned src) {
    bool big_endian = stream->b->object->big_endian;
    unsigned dst = insn[AT_REGS] & (big_endian ? 0xf0u : 0x0fu);
    insn[AT_REGS] = (uint8_t)(dst | (big_endian ? src : src << 4));
}

static void append(struct stream *stream, uint32_t function) {
    struct arena *arena = &stream->b->s->arena;
    const struct piece *piece = stream->b->origins.data[function];
    const uint8_t *code = section_of(stream->b, piece)->data + (size_t)piece->first * INSN_BYTES;
    stream->starts[function] = (uint32_t)(stream->bytes.count / INSN_BYTES) + 1;
    for (size_t i = 0; i < (size_t)(piece->end - piece->first) * INSN_BYTES; i++) {
        *array_push(arena, &stream->bytes) = code[i];
    }
    *array_push(arena, &stream->appended) = function;
    *array_push(arena, &stream->open) = (struct cursor){.function = function};
}

/* libbpf makes maps of data sections and of jump tables. */
static bool leads_to_map(const struct stream *stream, uint32_t function,
                         const struct prog_insn *insn) {
    if (insn->insn.op != OP_LDDW || insn->ref != REF_NONE) {
        return insn->ref == REF_MAP || insn->ref == REF_DATA;
    }
    const struct object *object = stream->b->object;
    const struct reloc *reloc = program_reloc_at(
        stream->b, section_of(stream->b, stream->b->origins.data[function]), insn->slot);
    return reloc && reloc->symbol->section < object->section_count &&
           object->sections[reloc->symbol->section].kind == SECTION_JUMPTABLES;
}

static void clear_map(const struct stream *stream, uint8_t *bytes, enum lddw_kind kind) {
    set_src(stream, bytes, kind);
    store_imm(stream, bytes + AT_IMM, 0);
    store_imm(stream, bytes + AT_NEXT_IMM, 0);
}

/* The distance of a subprogram that is there. */
static void place_callee(const struct stream *stream, uint8_t *bytes,
                         const struct prog_insn *insn) {
    uint32_t slot = (uint32_t)((size_t)(bytes - stream->bytes.data) / INSN_BYTES);
    store_imm(stream, bytes + AT_IMM, stream->starts[insn->ref_index] - 1 - slot - 1);
    if (insn->insn.op == OP_LDDW) {
        set_src(stream, bytes, LDDW_CODE_ADDR);
    }
}

/* Goes on with the function that joined last, until another one joins or it is done. A list and
 * no recursion: chains of addresses have no limit. */
static void step(struct stream *stream) {
    struct cursor *cursor = &stream->open.data[stream->open.count - 1];
    const struct function *function = &stream->b->functions.data[cursor->function];
    while (cursor->next < function->insn_count) {
        const struct prog_insn *insn = &function->insns[cursor->next];
        bool is_function = insn->ref == REF_FUNCTION;
        if (is_function && !stream->starts[insn->ref_index]) {
            append(stream, insn->ref_index);
            return;
        }
        uint8_t *bytes = insn_bytes(stream, cursor->function, insn->slot);
        if (is_function) {
            place_callee(stream, bytes, insn);
        } else if (leads_to_map(stream, cursor->function, insn)) {
            clear_map(stream, bytes, insn->ref == REF_MAP ? LDDW_MAP_FD : LDDW_MAP_VALUE);
        }
        cursor->next++;
    }
    stream->open.count--;
}

static void hash(struct function *function, const uint8_t *bytes, size_t count) {
    uint8_t sha1[SHA1_DIGEST_LENGTH], sha256[SHA256_DIGEST_LENGTH];
    SHA1_CTX first;
    SHA1Init(&first);
    SHA1Update(&first, bytes, count);
    SHA1Final(sha1, &first);
    SHA2_CTX second;
    SHA256Init(&second);
    SHA256Update(&second, bytes, count);
    SHA256Final(sha256, &second);
    memcpy(function->tags[TAG_SHA1], sha1, TAG_BYTES);
    memcpy(function->tags[TAG_SHA256], sha256, TAG_BYTES);
}

static void tag(struct stream *stream, uint32_t function) {
    stream->bytes.count = 0;
    append(stream, function);
    while (stream->open.count) {
        step(stream);
    }
    hash(&stream->b->functions.data[function], stream->bytes.data, stream->bytes.count);
    while (stream->appended.count) {
        stream->starts[stream->appended.data[--stream->appended.count]] = 0;
    }
}

void program_tag(struct builder *b) {
    struct stream stream = {.b = b,
                            .starts = ARENA_NEW_N(&b->s->arena, uint32_t, b->functions.count)};
    for (uint32_t i = 0; i < b->functions.count; i++) {
        const struct section *section = section_of(b, b->origins.data[i]);
        if (b->functions.data[i].kind == FUNC_PROGRAM && b->default_type) {
            /* A bare stream is loaded as it is. */
            hash(&b->functions.data[i], section->data, section->size_bytes);
        } else if (b->functions.data[i].kind == FUNC_PROGRAM) {
            tag(&stream, i);
        }
    }
}
