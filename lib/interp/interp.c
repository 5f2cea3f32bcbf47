/* SPDX-License-Identifier: Apache-2.0 */
/* The run: fetch, execute, next. Registers that a verifier would not let a program read have
 * defined values here as in translated code: 0 at entry, and r1 to r5 after a call. */
#include "parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPCODE_LDDW = 0x18,
    OPCODE_JA = 0x05,
    OPCODE_JA32 = 0x06,
    OPCODE_CALL = 0x85,
    OPCODE_CALLX = 0x8d,
    OPCODE_EXIT = 0x95,
    OPCODE_MAY_GOTO = 0xe5,
    CALL_HELPER = 0,
    CALL_LOCAL = 1,
    LDDW_PLAIN = 0,
    LDDW_FUNCTION = 4, /* kernel: BPF_PSEUDO_FUNC */
    /* The one helper of the conformance suite: gives back its first argument, and ends the whole
     * run with it when that is 0. */
    HELPER_UNWIND = 5,
};

/* What comes after an insn: the next one, or the end of the run. */
struct step {
    enum interp_status status;
    bool done;
    uint64_t next;
};

static struct step go(uint64_t slot) {
    return (struct step){INTERP_OK, false, slot};
}

static struct step stop(enum interp_status status) {
    return (struct step){status, true, 0};
}

static uint64_t *registers(struct interp *in) {
    return in->frames[in->depth].regs;
}

/* A frame as its function finds it: everything 0 but r10. */
static void enter(struct interp *in, size_t depth) {
    in->depth = depth;
    memset(&in->frames[depth], 0, sizeof(in->frames[depth]));
    in->frames[depth].regs[INTERP_FP] =
        INTERP_STACK_BASE + depth * INTERP_STACK_STRIDE + INTERP_STACK_BYTES;
    in->frames[depth].may_goto_left = INTERP_MAY_GOTO;
}

static void clobber_arguments(uint64_t *regs) {
    memset(&regs[1], 0, 5 * sizeof(regs[0]));
}

static struct step call_local(struct interp *in, uint64_t target) {
    if (in->depth + 1 == INTERP_MAX_FRAMES) {
        return stop(INTERP_TOO_DEEP);
    }
    const uint64_t *caller = registers(in);
    enter(in, in->depth + 1);
    memcpy(&registers(in)[1], &caller[1], 5 * sizeof(caller[0]));
    in->frames[in->depth].return_slot = in->slot + 1;
    return go(target);
}

static struct step call_helper(struct interp *in, uint64_t id) {
    uint64_t *regs = registers(in);
    if (id != HELPER_UNWIND) {
        return stop(INTERP_BAD_INSN);
    }
    regs[0] = regs[1];
    clobber_arguments(regs);
    return regs[0] ? go(in->slot + 1) : stop(INTERP_OK);
}

/* The address of a function, or the number of a helper as compilers had it before. */
static struct step call_register(struct interp *in, const struct interp_insn *insn) {
    uint64_t value = registers(in)[insn->dst];
    if (insn->src || insn->off || insn->imm) {
        return stop(INTERP_BAD_INSN);
    }
    if (value < INTERP_FUNCTION_BASE) {
        return call_helper(in, value);
    }
    return call_local(in, (value - INTERP_FUNCTION_BASE) / 8);
}

static struct step call(struct interp *in, const struct interp_insn *insn) {
    if (insn->opcode == OPCODE_CALLX) {
        return call_register(in, insn);
    }
    switch (insn->src) {
    case CALL_HELPER:
        return call_helper(in, (uint32_t)insn->imm);
    case CALL_LOCAL:
        return call_local(in, in->slot + 1 + (uint64_t)(int64_t)insn->imm);
    default:
        return stop(INTERP_BAD_INSN);
    }
}

static struct step leave(struct interp *in) {
    if (in->depth == 0) {
        return stop(INTERP_OK);
    }
    uint64_t r0 = registers(in)[0];
    uint64_t next = in->frames[in->depth].return_slot;
    in->depth--;
    registers(in)[0] = r0;
    clobber_arguments(registers(in));
    return go(next);
}

/* Goes on until the budget of the frame is used up, then jumps. */
static struct step may_goto(struct interp *in, const struct interp_insn *insn) {
    uint32_t *left = &in->frames[in->depth].may_goto_left;
    if (insn->dst || insn->src || insn->imm) {
        return stop(INTERP_BAD_INSN);
    }
    if (*left == 0) {
        return go(in->slot + 1 + (uint64_t)(int64_t)insn->off);
    }
    --*left;
    return go(in->slot + 1);
}

static struct step jump(struct interp *in, const struct interp_insn *insn) {
    uint64_t next = in->slot + 1;
    bool taken;
    switch (insn->opcode) {
    case OPCODE_JA:
        return go(next + (uint64_t)(int64_t)insn->off);
    case OPCODE_JA32:
        return go(next + (uint64_t)(int64_t)insn->imm);
    case OPCODE_CALL:
    case OPCODE_CALLX:
        return call(in, insn);
    case OPCODE_EXIT:
        return leave(in);
    case OPCODE_MAY_GOTO:
        return may_goto(in, insn);
    default:
        if (!interp_condition(insn, registers(in), &taken)) {
            return stop(INTERP_BAD_INSN);
        }
        return go(taken ? next + (uint64_t)(int64_t)insn->off : next);
    }
}

static struct step load(struct interp *in, const struct interp_insn *insn) {
    uint64_t *regs = registers(in);
    unsigned mode = insn->opcode & MODE_MASK;
    unsigned bytes = interp_access_bytes(insn);
    uint64_t address = regs[insn->src] + (uint64_t)(int64_t)insn->off;
    uint64_t value;
    bool known = mode == MODE_MEM || (mode == MODE_MEMSX && bytes < 8);
    if (!known || insn->dst == INTERP_FP) {
        return stop(INTERP_BAD_INSN);
    }
    if (!interp_load(in, address, bytes, &value)) {
        return stop(INTERP_FAULT);
    }
    regs[insn->dst] = mode == MODE_MEMSX ? sign_extend(value, 8 * bytes) : value;
    return go(in->slot + 1);
}

static struct step store(struct interp *in, const struct interp_insn *insn) {
    const uint64_t *regs = registers(in);
    bool is_x = insn_class(insn) == CLASS_STX;
    unsigned mode = insn->opcode & MODE_MASK;
    if (is_x && mode == MODE_ATOMIC) {
        enum interp_status status = interp_atomic(in, insn);
        return status == INTERP_OK ? go(in->slot + 1) : stop(status);
    }
    if (mode != MODE_MEM) {
        return stop(INTERP_BAD_INSN);
    }
    uint64_t value = is_x ? regs[insn->src] : (uint64_t)(int64_t)insn->imm;
    uint64_t address = regs[insn->dst] + (uint64_t)(int64_t)insn->off;
    bool stored = interp_store(in, address, interp_access_bytes(insn), value);
    return stored ? go(in->slot + 1) : stop(INTERP_FAULT);
}

static struct step load_immediate(struct interp *in, const struct interp_insn *insn) {
    if (insn->opcode != OPCODE_LDDW || insn->dst == INTERP_FP) {
        return stop(INTERP_BAD_INSN);
    }
    if (insn->src == LDDW_FUNCTION) {
        uint64_t slot = in->slot + 1 + (uint64_t)(int64_t)insn->imm;
        registers(in)[insn->dst] = INTERP_FUNCTION_BASE + 8 * slot;
        return go(in->slot + 2);
    }
    if (insn->src != LDDW_PLAIN) {
        return stop(INTERP_BAD_INSN);
    }
    uint64_t high = (uint32_t)insn->next_imm;
    registers(in)[insn->dst] = high << 32 | (uint32_t)insn->imm;
    return go(in->slot + 2);
}

static struct step execute(struct interp *in, const struct interp_insn *insn) {
    switch (insn_class(insn)) {
    case CLASS_LD:
        return load_immediate(in, insn);
    case CLASS_LDX:
        return load(in, insn);
    case CLASS_ST:
    case CLASS_STX:
        return store(in, insn);
    case CLASS_JMP:
    case CLASS_JMP32:
        return jump(in, insn);
    default:
        if (!interp_alu(insn, in->job->big_endian, registers(in))) {
            return stop(INTERP_BAD_INSN);
        }
        return go(in->slot + 1);
    }
}

static struct step execute_traced(struct interp *in, const struct interp_insn *insn) {
    const uint64_t *regs = registers(in);
    uint64_t dst = regs[insn->dst], src = insn->src < INTERP_REGS ? regs[insn->src] : 0;
    uint64_t r0 = regs[0];
    struct step step = execute(in, insn);
    fprintf(in->job->trace, "trace %u %u %u %d %" PRId32, insn->opcode, insn->dst, insn->src,
            insn->off, insn->imm);
    fprintf(in->job->trace, " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64, dst, src, r0);
    fprintf(in->job->trace, " 0x%" PRIx64 " 0x%" PRIx64 " %" PRId64 "\n", regs[insn->dst], regs[0],
            step.done ? 0 : (int64_t)(step.next - in->slot));
    return step;
}

static void show(struct interp *in) {
    struct interp_view view = {in->slot, in->depth, registers(in), in->frames[in->depth].stack};
    if (in->job->observe) {
        in->job->observe(in->job->observer, &view);
    }
}

static struct interp_result run(struct interp *in) {
    uint64_t budget = in->job->budget ? in->job->budget : INTERP_DEFAULT_BUDGET;
    uint64_t traced = in->job->trace ? in->job->trace_insns : 0;
    for (; budget > 0; budget--) {
        struct interp_insn insn;
        if (!interp_decode(in->job, in->slot, &insn)) {
            return (struct interp_result){INTERP_BAD_INSN, 0, in->slot};
        }
        show(in);
        /* Of a may_goto, what comes after 8 Mi rounds is the interesting one. */
        bool jumps = insn.opcode == OPCODE_MAY_GOTO && in->frames[in->depth].may_goto_left == 0;
        bool shown = traced > 0 || (in->job->trace && jumps);
        struct step step = shown ? execute_traced(in, &insn) : execute(in, &insn);
        traced -= traced > 0;
        if (step.done) {
            return (struct interp_result){step.status, registers(in)[0], in->slot};
        }
        in->slot = step.next;
    }
    return (struct interp_result){INTERP_EXHAUSTED, 0, in->slot};
}

struct interp_result interp_run(const struct interp_job *job) {
    struct interp *in = calloc(1, sizeof(*in));
    if (!in) {
        abort();
    }
    in->job = job;
    enter(in, 0);
    if (job->mem_bytes) {
        registers(in)[1] = INTERP_MEM_BASE;
        registers(in)[2] = job->mem_bytes;
    }
    struct interp_result result = run(in);
    free(in);
    return result;
}

const char *interp_status_name(enum interp_status status) {
    static const char *const names[] = {
        [INTERP_OK] = "ok",
        [INTERP_FAULT] = "fault",
        [INTERP_BAD_INSN] = "bad insn",
        [INTERP_TOO_DEEP] = "too many frames",
        [INTERP_EXHAUSTED] = "budget exhausted",
    };
    return names[status];
}
