/* SPDX-License-Identifier: Apache-2.0 */
/* A program as a kernel's JIT and as this translator made it, side by side. Memory is the session's
 * arena. */
#ifndef BPF_AOT_COMPARE_H
#define BPF_AOT_COMPARE_H

#include "compare/jit.h"
#include "compare/native.h"
#include "isa/insn.h"

struct own;

struct totals {
    unsigned bytes, insns;
#define TOTAL(member, does, title, help) unsigned member;
#include "compare/totals.def"
};

/* By its index in what was loaded: an LDDW takes two, the second of which has no text. */
struct compare_insn {
    struct insn insn;
    const char *text;
    const char *file, *source; /* C; NULL: not known */
    unsigned line;
    int64_t target;    /* of a jump or bpf2bpf call: an index; -1: none */
    uint32_t function; /* index in the program's functions */
    bool starts_block, is_second;
    struct totals totals[SIDES];
};

/* A finding: a row of findings.def, or what a run showed. */
struct finding {
    const char *name; /* "mips-sdiv"; of a row */
    const char *text;
    int64_t insn; /* index, -1: of the whole program */
};

/* Of one input. */
struct compare_run {
    struct bytes in;
    bool has_kernel; /* the kernel's own result was recorded */
    uint32_t kernel;
    struct bytes kernel_out; /* the packet behind it; empty: not recorded */
    struct {
        bool ran;
        uint32_t result;
        struct bytes out;
    } side[SIDES];
    const char *differs; /* what does, NULL: all that is known agrees */
};

struct comparison {
    const char *label;  /* as the file has it */
    const char *object; /* path of the BPF object */
    const char *program;
    const struct target_row *row;
    const struct jit_program *jit;
    const struct jit_file *file;
    const struct own *own; /* the translation */
    struct compare_insn *insns;
    size_t insn_count;
    struct native_code code[SIDES];
    struct totals totals[SIDES];
    struct finding *findings;
    size_t finding_count;
    struct compare_run *runs;
    size_t run_count;
    const char *not_run[SIDES]; /* why; NULL: it was run, or nobody asked */
    /* Instructions executed in a run on average; not known without qemu's plugin. */
    struct executed {
        bool known;
        double own, called; /* in the program, and in what it calls */
        double *per_insn;   /* by BPF insn */
    } executed[SIDES];
    double cycles[SIDES]; /* by llvm-mca; 0: not asked for */
    const char *mca_cpu;
};

struct compare_input {
    const char *object_path;
    const void *object;
    size_t object_bytes;
    const struct jit_file *file;
    const struct bpf_aot_options *options; /* of the translation; target set */
};

struct comparisons {
    struct comparison *data;
    size_t count;
    struct own **images; /* what the comparisons point into; closed by compare_close */
    size_t image_count;
};

/* The target of a .jit file's kernel, also by the machine's name; NULL after a message. */
const struct target_row *compare_target(struct session *s, const struct jit_file *file);

/* Adds a comparison for every program of the object that the file has. False after a message; also
 * when there is none. */
bool compare_object(struct session *s, const struct compare_input *input, struct comparisons *to);

/* Runs both sides under qemu on the recorded inputs and on `more`, and compares what they return.
 * What cannot be run says why; false after a message, when something of ours is missing. */
struct run_inputs {
    const struct bytes *more;
    size_t count;
};
bool compare_run(struct session *s, const struct bpf_aot_options *options, const void *object,
                 size_t object_bytes, const struct run_inputs *inputs, struct comparison *c);

/* Estimates cycles for a CPU that LLVM knows, after compare_run if that is called. */
bool compare_mca(struct session *s, const char *cpu, struct comparison *c);

void compare_close(struct comparisons *comparisons);

/* Sums of what the instructions of a stretch do. */
void totals_add(struct totals *totals, const struct native_insn *insn);
void totals_sum(struct totals *totals, const struct totals *more);

/* What is known of this program's JIT: findings.def. */
void findings_find(struct session *s, struct comparison *c);
void finding_add(struct session *s, struct comparison *c, const char *name, int64_t insn,
                 const char *text);

#endif
