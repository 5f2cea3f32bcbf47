/* SPDX-License-Identifier: Apache-2.0 */
/* Classic insns into eBPF insns, one by one, as the kernel does it (net/core/filter.c:
 * bpf_convert_filter). A is r0, where packet loads and helpers leave what they find; X is r7 and
 * the context r6, which both of them keep; M[] is the end of the frame. All arithmetic has 32 bits.
 * Jumps are in classic insns until all of them have their places. */
#include <linux/bpf.h>
#include <linux/filter.h>

#include "classic/codes.h"
#include "support/array.h"
#include "support/bytes.h"

enum {
    REG_A = BPF_REG_0,
    REG_CONTEXT = BPF_REG_6,
    REG_X = BPF_REG_7,
    REG_SAVED = BPF_REG_8,
    REG_FRAME = BPF_REG_10,
    REG_DEVICE = BPF_REG_2,
    CELL_BYTES = 4,
    NO_JUMP = UINT32_MAX,
    MOVE = BPF_ALU | BPF_MOV | BPF_X,
    MOVE_K = BPF_ALU | BPF_MOV | BPF_K,
    MOVE_64 = BPF_ALU64 | BPF_MOV | BPF_X,
    LOAD_WORD = BPF_LDX | BPF_MEM | BPF_W,
    STORE_WORD = BPF_STX | BPF_MEM | BPF_W,
    IS_NOT_0 = BPF_JMP32 | BPF_JNE | BPF_K,
    LEAVE = BPF_JMP | BPF_EXIT,
};

struct draft {
    uint8_t code, dst, src;
    int16_t off;
    uint32_t imm;
    uint32_t target; /* of a jump: classic insn; NO_JUMP: off is right as it is */
};

struct converter {
    struct session *s;
    ARRAY(struct draft) drafts;
    uint32_t *starts; /* by classic insn: its first draft */
    uint32_t index;   /* classic insn that is being converted */
};

static struct draft *put(struct converter *c, int code, int dst, int src, uint32_t imm) {
    struct draft *draft = array_push(&c->s->arena, &c->drafts);
    *draft = (struct draft){
        .code = (uint8_t)code,
        .dst = (uint8_t)dst,
        .src = (uint8_t)src,
        .imm = imm,
        .target = NO_JUMP,
    };
    return draft;
}

static void put_memory(struct converter *c, int code, int dst, int src, int off) {
    put(c, code, dst, src, 0)->off = (int16_t)off;
}

static void put_jump(struct converter *c, int code, int dst, int src, uint32_t imm,
                     uint32_t skipped) {
    put(c, code, dst, src, imm)->target = c->index + 1 + skipped;
}

/* LD loads A, LDX loads X. */
static int loaded(const struct classic_insn *insn) {
    return BPF_CLASS(insn->code) == BPF_LD ? REG_A : REG_X;
}

static int cell(const struct classic_insn *insn) {
    return -(int)(CLASSIC_CELLS - insn->k) * CELL_BYTES;
}

static void convert_immediate(struct converter *c, const struct classic_insn *insn) {
    put(c, MOVE_K, loaded(insn), 0, insn->k);
}

static void convert_store(struct converter *c, const struct classic_insn *insn) {
    put_memory(c, STORE_WORD, REG_FRAME, insn->code == BPF_ST ? REG_A : REG_X, cell(insn));
}

static void convert_load(struct converter *c, const struct classic_insn *insn) {
    put_memory(c, LOAD_WORD, loaded(insn), REG_FRAME, cell(insn));
}

/* The codes of 32-bit arithmetic are the same in both. */
static void convert_alu_k(struct converter *c, const struct classic_insn *insn) {
    put(c, insn->code, REG_A, 0, insn->k);
}

static void convert_alu_x(struct converter *c, const struct classic_insn *insn) {
    put(c, insn->code, REG_A, REG_X, 0);
}

/* Division by X = 0 ends the program with 0. */
static void convert_divide_x(struct converter *c, const struct classic_insn *insn) {
    put_memory(c, IS_NOT_0, REG_X, 0, 2);
    put(c, MOVE_K, REG_A, 0, 0);
    put(c, LEAVE, 0, 0, 0);
    put(c, insn->code, REG_A, REG_X, 0);
}

static void convert_negate(struct converter *c, const struct classic_insn *insn) {
    put(c, insn->code, REG_A, 0, 0);
}

static void convert_jump(struct converter *c, const struct classic_insn *insn) {
    put_jump(c, BPF_JMP | BPF_JA, 0, 0, 0, insn->k);
}

static void convert_branch(struct converter *c, const struct classic_insn *insn) {
    static const struct {
        int when, when_not;
    } opposites[] = {{BPF_JEQ, BPF_JNE}, {BPF_JGT, BPF_JLE}, {BPF_JGE, BPF_JLT}};
    bool with_x = BPF_SRC(insn->code) == BPF_X;
    int src = with_x ? REG_X : 0;
    uint32_t imm = with_x ? 0 : insn->k;
    for (size_t i = 0; i < sizeof(opposites) / sizeof(opposites[0]) && insn->jt == 0; i++) {
        if (BPF_OP(insn->code) == opposites[i].when) {
            int code = BPF_JMP32 | opposites[i].when_not | BPF_SRC(insn->code);
            put_jump(c, code, REG_A, src, imm, insn->jf);
            return;
        }
    }
    put_jump(c, BPF_JMP32 | BPF_OP(insn->code) | BPF_SRC(insn->code), REG_A, src, imm, insn->jt);
    if (insn->jf) {
        put_jump(c, BPF_JMP | BPF_JA, 0, 0, 0, insn->jf);
    }
}

static void convert_return_k(struct converter *c, const struct classic_insn *insn) {
    put(c, MOVE_K, REG_A, 0, insn->k);
    put(c, LEAVE, 0, 0, 0);
}

static void convert_return_a(struct converter *c, const struct classic_insn *insn) {
    put(c, LEAVE, 0, 0, 0);
}

static void convert_tax(struct converter *c, const struct classic_insn *insn) {
    put(c, MOVE, REG_X, REG_A, 0);
}

static void convert_txa(struct converter *c, const struct classic_insn *insn) {
    put(c, MOVE, REG_A, REG_X, 0);
}

static void convert_length(struct converter *c, const struct classic_insn *insn) {
    put_memory(c, LOAD_WORD, loaded(insn), REG_CONTEXT, offsetof(struct __sk_buff, len));
}

static void convert_indirect(struct converter *c, const struct classic_insn *insn) {
    put(c, insn->code, 0, REG_X, insn->k);
}

/* X = 4 * (low half of a byte of the packet); A stays. */
static void convert_header_length(struct converter *c, const struct classic_insn *insn) {
    put(c, MOVE, REG_SAVED, REG_A, 0);
    put(c, BPF_LD | BPF_ABS | BPF_B, 0, 0, insn->k);
    put(c, BPF_ALU | BPF_AND | BPF_K, REG_A, 0, 15);
    put(c, BPF_ALU | BPF_LSH | BPF_K, REG_A, 0, 2);
    put(c, MOVE, REG_X, REG_A, 0);
    put(c, MOVE, REG_A, REG_SAVED, 0);
}

static void load_field(struct converter *c, const struct ancillary_row *row) {
    put_memory(c, LOAD_WORD, REG_A, REG_CONTEXT, (int)row->what);
}

static void load_network(struct converter *c, const struct ancillary_row *row) {
    load_field(c, row);
    put(c, BPF_ALU | BPF_END | BPF_TO_BE, REG_A, 0, 16);
}

static void load_device(struct converter *c, const struct ancillary_row *row) {
    put_memory(c, LOAD_WORD, REG_DEVICE, REG_CONTEXT, offsetof(struct __sk_buff, ifindex));
    put_memory(c, IS_NOT_0, REG_DEVICE, 0, 1);
    put(c, LEAVE, 0, 0, 0);
    load_field(c, row);
}

static void load_call(struct converter *c, const struct ancillary_row *row) {
    put(c, MOVE_64, BPF_REG_1, REG_CONTEXT, 0);
    put(c, MOVE, BPF_REG_2, REG_A, 0);
    put(c, MOVE, BPF_REG_3, REG_X, 0);
    put(c, BPF_JMP | BPF_CALL, 0, 0, row->what);
}

static void load_xor(struct converter *c, const struct ancillary_row *row) {
    put(c, BPF_ALU | BPF_XOR | BPF_X, REG_A, REG_X, 0);
}

/* The code of a packet access is the same in both. */
static void convert_absolute(struct converter *c, const struct classic_insn *insn) {
    static void (*const loads[])(struct converter *c, const struct ancillary_row *row) = {
        [ANCILLARY_FIELD] = load_field,   [ANCILLARY_NETWORK] = load_network,
        [ANCILLARY_DEVICE] = load_device, [ANCILLARY_CALL] = load_call,
        [ANCILLARY_XOR] = load_xor,
    };
    if (ancillary_is(insn->k)) {
        const struct ancillary_row *row = ancillary_row(insn->k);
        loads[row->how](c, row);
    } else {
        put(c, insn->code, 0, 0, insn->k);
    }
}

typedef void convert_fn(struct converter *c, const struct classic_insn *insn);

static convert_fn *const converts[CONVERT_COUNT] = {
    [CONVERT_immediate] = convert_immediate,
    [CONVERT_store] = convert_store,
    [CONVERT_load] = convert_load,
    [CONVERT_alu_k] = convert_alu_k,
    [CONVERT_alu_x] = convert_alu_x,
    [CONVERT_divide_x] = convert_divide_x,
    [CONVERT_negate] = convert_negate,
    [CONVERT_jump] = convert_jump,
    [CONVERT_branch] = convert_branch,
    [CONVERT_return_k] = convert_return_k,
    [CONVERT_return_a] = convert_return_a,
    [CONVERT_tax] = convert_tax,
    [CONVERT_txa] = convert_txa,
    [CONVERT_absolute] = convert_absolute,
    [CONVERT_indirect] = convert_indirect,
    [CONVERT_length] = convert_length,
    [CONVERT_header_length] = convert_header_length,
};

/* 4096 insns of at most six stay far below the longest jump of eBPF. */
static void aim_jumps(struct converter *c) {
    for (size_t i = 0; i < c->drafts.count; i++) {
        struct draft *draft = &c->drafts.data[i];
        if (draft->target != NO_JUMP) {
            draft->off = (int16_t)(c->starts[draft->target] - (i + 1));
        }
    }
}

static void encode(uint8_t *at, const struct draft *draft, bool big_endian) {
    uint64_t registers = big_endian ? draft->dst << 4 | draft->src : draft->src << 4 | draft->dst;
    uint64_t off = (uint16_t)draft->off;
    store64(at,
            big_endian ? (uint64_t)draft->code << 56 | registers << 48 | off << 32 | draft->imm
                       : (uint64_t)draft->imm << 32 | off << 16 | registers << 8 | draft->code,
            big_endian);
}

struct classic_stream classic_convert(struct session *s, const struct classic *classic,
                                      bool big_endian) {
    struct converter c = {.s = s};
    c.starts = ARENA_NEW_N(&s->arena, uint32_t, classic->count);
    put(&c, MOVE_64, REG_CONTEXT, BPF_REG_1, 0);
    put(&c, MOVE_K, REG_A, 0, 0);
    put(&c, MOVE_K, REG_X, 0, 0);
    for (c.index = 0; c.index < classic->count; c.index++) {
        const struct classic_insn *insn = &classic->insns[c.index];
        c.starts[c.index] = (uint32_t)c.drafts.count;
        converts[classic_row(insn->code)->convert](&c, insn);
    }
    aim_jumps(&c);
    size_t size_bytes = c.drafts.count * CLASSIC_INSN_BYTES;
    uint8_t *code = arena_alloc(&s->arena, size_bytes);
    for (size_t i = 0; i < c.drafts.count; i++) {
        encode(code + i * CLASSIC_INSN_BYTES, &c.drafts.data[i], big_endian);
    }
    return (struct classic_stream){code, size_bytes};
}
