/* SPDX-License-Identifier: Apache-2.0 */
/* Cycles as llvm-mca estimates them: every native block as a region of its own, weighted by how
 * often it was executed where that is known. A call counts as one cycle; what it calls does not
 * count. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare/compare.h"

enum { ITERATIONS = 20 };

static bool is_target(const struct native_code *code, uint64_t address) {
    for (size_t i = 0; i < code->count; i++) {
        if (code->data[i].target == address) {
            return true;
        }
    }
    return false;
}

static bool ends_block(const struct native_code *code, size_t i, bool has_slots) {
    size_t last = has_slots && i ? i - 1 : i; /* a delay slot belongs to its branch */
    return code->data[last].does & (DOES_BRANCH | DOES_RETURN | DOES_CALL);
}

/* The regions as assembly; times[] gets how often each is run. Returns how many. */
static size_t write_blocks(FILE *out, const struct comparison *c, enum native_side side,
                           double *times) {
    const struct native_code *code = &c->code[side];
    bool is_mips = strncmp(c->row->name, "mips", 4) == 0;
    size_t count = 0;
    fputs(is_mips ? ".set noreorder\n.set noat\n.set nomacro\n" : "", out);
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *insn = &code->data[i];
        bool starts = !i || ends_block(code, i - 1, is_mips) || is_target(code, insn->address);
        if (starts) {
            fprintf(out, "%s# LLVM-MCA-BEGIN b%zu\n", i ? "# LLVM-MCA-END\n" : "", count);
            times[count++] = c->executed[side].known ? insn->times : 1;
        }
        if (insn->text[0] != '.') {
            fprintf(out, "%s\n", insn->text);
        }
    }
    fputs("# LLVM-MCA-END\n", out);
    return count;
}

/* "Total Cycles:" of each region, in the order of the regions; empty ones have no report. */
static double sum_cycles(FILE *in, const double *times, size_t count, bool *found) {
    char line[512];
    double sum = 0;
    size_t region = count;
    while (fgets(line, sizeof(line), in)) {
        const char *name = strstr(line, "Code Region - b");
        if (name) {
            region = strtoul(name + strlen("Code Region - b"), NULL, 10);
        }
        if (strncmp(line, "Total Cycles:", 13) == 0 && region < count) {
            sum += strtod(line + 13, NULL) / ITERATIONS * times[region];
            *found = true;
        }
    }
    return sum;
}

static bool estimate(struct session *s, struct comparison *c, enum native_side side,
                     const char *cpu) {
    char path[] = "/tmp/bpf-aot-mca-XXXXXX";
    int file = mkstemp(path);
    FILE *out = file < 0 ? NULL : fdopen(file, "w");
    if (!out) {
        return fail(s, at_object(), "cannot make a file like %s: %s", path, strerror(errno));
    }
    double *times = ARENA_NEW_N(&s->arena, double, c->code[side].count + 1);
    size_t count = write_blocks(out, c, side, times);
    if (fclose(out)) {
        unlink(path);
        return fail(s, at_object(), "cannot write %s: %s", path, strerror(errno));
    }
    char *command = arena_printf(
        &s->arena,
        "llvm-mca-22 -mtriple=%s -mcpu=%s -mattr=%s -iterations=%d -call-latency=1 "
        "-skip-unsupported-instructions=parse-failure -instruction-info=0 -resource-pressure=0 "
        "%s 2>/dev/null",
        c->row->triple, cpu, c->row->features, ITERATIONS, path);
    FILE *in = popen(command, "r");
    bool found = false;
    double cycles = in ? sum_cycles(in, times, count, &found) : 0;
    int status = in ? pclose(in) : -1;
    unlink(path);
    c->cycles[side] = cycles;
    return found || fail(s, at_object(),
                         "llvm-mca-22 (status %d) has no estimate for -mcpu=%s on %s; llvm-mca-22 "
                         "-mtriple=%s -mcpu=help lists the CPUs",
                         status, cpu, c->row->name, c->row->triple);
}

bool compare_mca(struct session *s, const char *cpu, struct comparison *c) {
    for (const char *at = cpu; *at; at++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *at)) {
            return fail(s, at_object(), "-mca: '%s' is no name of a CPU", cpu);
        }
    }
    c->mca_cpu = cpu;
    bool good = estimate(s, c, SIDE_OWN, cpu);
    return good && (!c->code[SIDE_KERNEL].count || estimate(s, c, SIDE_KERNEL, cpu));
}
