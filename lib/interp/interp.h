/* SPDX-License-Identifier: Apache-2.0 */
/* An interpreter of BPF written from RFC 9669: the oracle that translated code is compared with.
 * Shares no code with the translator. Addresses are virtual and memory is accessed byte by byte,
 * so that a result depends neither on the host's word size nor on its byte order. */
#ifndef BPF_AOT_INTERP_H
#define BPF_AOT_INTERP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    INTERP_REGS = 11,
    INTERP_FP = 10,
    INTERP_STACK_BYTES = 512,
    INTERP_MAX_FRAMES = 8,
    INTERP_MAY_GOTO = 8 * 1024 * 1024, /* of a frame; kernel: BPF_MAX_LOOPS */
};

/* Where programs see things. Below 2^31, so that 32-bit pointer arithmetic never wraps here. */
#define INTERP_MEM_BASE      UINT64_C(0x10000000)
#define INTERP_STACK_BASE    UINT64_C(0x20000000)
#define INTERP_STACK_STRIDE  UINT64_C(0x10000)    /* between frames: an overrun hits nothing */
#define INTERP_FUNCTION_BASE UINT64_C(0x30000000) /* insn 0, for addresses of functions */

#define INTERP_DEFAULT_BUDGET UINT64_C(100000000)

enum interp_status {
    INTERP_OK,
    INTERP_FAULT,     /* access outside of the memory and the live frames */
    INTERP_BAD_INSN,  /* unknown opcode, reserved field in use, jump out of the program */
    INTERP_TOO_DEEP,  /* more than INTERP_MAX_FRAMES frames */
    INTERP_EXHAUSTED, /* the budget of insns is used up */
};

/* What an observer sees before an insn runs. */
struct interp_view {
    uint64_t slot;        /* of the insn */
    size_t depth;         /* of the frame: 0 is the program's */
    const uint64_t *regs; /* r0 to r10 */
    const uint8_t *stack; /* INTERP_STACK_BYTES bytes; the last lies below r10 */
};

struct interp_job {
    const uint8_t *code;
    size_t code_bytes;
    uint8_t *mem; /* r1 points to it; changed by the run */
    size_t mem_bytes;
    bool big_endian; /* of the encoding, of memory accesses and of what to_le, to_be mean */
    uint64_t budget; /* insns; 0: INTERP_DEFAULT_BUDGET */
    /* NULL, or gets a line for each of the first `trace_insns`: opcode dst src off imm, the values
     * of dst, src and r0 before, those of dst and r0 after, and how many slots forth it goes on. */
    FILE *trace;
    uint64_t trace_insns;
    /* NULL, or called before every insn. */
    void (*observe)(void *observer, const struct interp_view *view);
    void *observer;
};

struct interp_result {
    enum interp_status status;
    uint64_t r0;
    uint64_t insn; /* slot where an error was met */
};

struct interp_result interp_run(const struct interp_job *job);

/* "fault", "bad insn", ... */
const char *interp_status_name(enum interp_status status);

#endif
