/* SPDX-License-Identifier: Apache-2.0 */
/* Single steps under qemu's gdb stub. Where the code of an insn begins, the registers that JITs
 * keep BPF's in are compared with the rules'; pointers by their distance from packet, context and
 * frame. */
#include "follow.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gdb.h"
#include "support/bytes.h"

enum { NATIVE_MAX = 60000, REGISTERS_BYTES = 2048 };

#define NONE {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}

static const struct registers {
    const char *target;
    unsigned bytes, pc;
    int low[REG_COUNT], high[REG_COUNT];
} tables[] = {
#define REGISTERS(target, bytes, pc, low, ...) {target, bytes, pc, low, __VA_ARGS__},
#include "registers.def"
};

struct follower {
    struct session *s;
    const struct comparison *c;
    const struct registers *table;
    const struct placed_image *images;
    size_t image_count;
    const struct rules *rules;
    struct gdb gdb;
    uint8_t state[REGISTERS_BYTES];
    uint64_t packet, context; /* of the kernel's code */
    struct {
        uint64_t kernel, rule;
    } frames[FRAMES_MAX + 1]; /* r10 by depth */
    size_t at;                /* step of the rules */
};

static uint64_t read_word(const struct follower *f, const uint8_t *from) {
    bool big = f->c->jit->setting->big_endian;
    return f->table->bytes == 8 ? load64(from, big) : load32(from, big);
}

static uint64_t read_register(const struct follower *f, int number) {
    return read_word(f, f->state + (size_t)number * f->table->bytes);
}

static uint64_t bpf_register(const struct follower *f, int r) {
    uint64_t low = read_register(f, f->table->low[r]);
    bool pair = f->table->bytes == 4;
    return pair ? low | read_register(f, f->table->high[r]) << 32 : low;
}

/* The insn whose code begins at an address, the last of several, or -1. */
static int64_t insn_at(const struct follower *f, uint64_t address) {
    int64_t found = -1;
    for (size_t i = 0; i < f->image_count; i++) {
        uint64_t inside = address - f->images[i].address;
        for (size_t k = 0; inside < f->images[i].count && k < f->c->jit->line_count; k++) {
            const struct jit_line *line = &f->c->jit->lines[k];
            found = line->address == f->images[i].from + inside ? line->insn : found;
        }
    }
    return found;
}

static bool has_code(const struct follower *f, uint32_t insn) {
    const struct jit_program *program = f->c->jit;
    for (size_t k = 0; k < program->line_count; k++) {
        if (program->lines[k].insn == insn) {
            bool last = k + 1 == program->line_count ||
                        program->lines[k + 1].address != program->lines[k].address;
            return last;
        }
    }
    return false;
}

static bool get_state(struct follower *f) {
    return gdb_ask(&f->gdb, "g") && gdb_bytes(&f->gdb, f->state, sizeof(f->state)) >
                                        (f->table->pc + 1) * f->table->bytes - 1;
}

static bool start(struct follower *f, uint64_t entry) {
    char command[64];
    snprintf(command, sizeof(command), "Z0,%" PRIx64 ",4", entry);
    if (!gdb_ask(&f->gdb, "?") || !gdb_ask(&f->gdb, command) || !gdb_ask(&f->gdb, "c") ||
        f->gdb.reply[0] != 'T') {
        return false;
    }
    command[0] = 'z';
    uint8_t data[8];
    if (!gdb_ask(&f->gdb, command) || !get_state(f)) {
        return false;
    }
    f->context = bpf_register(f, 1);
    f->context = f->table->bytes == 4 ? (uint32_t)f->context : f->context;
    /* At the entry an argument is where C has it: MIPS' big-endian pairs are made later. */
    if (strncmp(f->table->target, "mips", 4) == 0) {
        f->context = read_register(f, 4);
    }
    snprintf(command, sizeof(command), "m%" PRIx64 ",%u", f->context, f->table->bytes);
    if (!gdb_ask(&f->gdb, command) || gdb_bytes(&f->gdb, data, 8) != f->table->bytes) {
        return false;
    }
    f->packet = read_word(f, data);
    return true;
}

static bool is_in_frame(const struct follower *f, const struct rule_step *step, uint64_t kernel,
                        uint64_t rule, uint64_t mask) {
    for (size_t i = 0; i <= step->depth; i++) {
        if (((kernel - f->frames[i].kernel - (rule - f->frames[i].rule)) & mask) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_equal(const struct follower *f, const struct rule_step *step, int r,
                     uint64_t kernel) {
    uint64_t rule = step->regs[r];
    const struct insn *writer = &f->c->insns[step->writer[r]].insn;
    bool narrow = f->table->bytes == 4 && kernel >> 32 == 0 && rule >> 32 == 0;
    /* Where nobody reads the upper half, the verifier leaves it as it is. */
    bool low_only = writer->width && writer->width <= 32;
    uint64_t mask = narrow || low_only ? 0xffffffff : UINT64_MAX;
    return ((kernel ^ rule) & mask) == 0 ||
           ((kernel - f->packet - (rule - f->rules->packet)) & mask) == 0 ||
           ((kernel - f->context - (rule - f->rules->context)) & mask) == 0 ||
           is_in_frame(f, step, kernel, rule, mask);
}

/* A function's own frame is there when its prologue has run. */
static void note_frame(struct follower *f, const struct rule_step *step) {
    const struct jit_program *program = f->c->jit;
    bool is_entry = false;
    for (size_t i = 0; i < program->function_count; i++) {
        is_entry |= program->functions[i].insn == step->insn;
    }
    if (!is_entry && f->table->low[REG_FP] >= 0) {
        f->frames[step->depth].kernel = bpf_register(f, REG_FP);
        f->frames[step->depth].rule = step->regs[REG_FP];
    }
}

static const char *compare_registers(const struct follower *f, const struct rule_step *step,
                                     int64_t *insn) {
    for (int r = 0; r < REG_FP; r++) {
        bool known = step->written & 1u << r && f->table->low[r] >= 0;
        uint64_t kernel = known ? bpf_register(f, r) : 0;
        bool is_first = f->at == 0; /* the prologue has not run */
        if (known && !is_first && !is_equal(f, step, r, kernel)) {
            *insn = step->writer[r];
            return arena_printf(&f->s->arena,
                                "r%d becomes 0x%" PRIx64 " in the kernel's code, 0x%" PRIx64
                                " by the rules of BPF (before insn %u)",
                                r, kernel, step->regs[r], step->insn);
        }
    }
    return NULL;
}

/* Moves to the next step of the rules that the kernel has code of. */
static const struct rule_step *next_rule(struct follower *f) {
    while (f->at < f->rules->count && !has_code(f, f->rules->steps[f->at].insn)) {
        f->at++;
    }
    return f->at < f->rules->count ? &f->rules->steps[f->at] : NULL;
}

static const char *step_through(struct follower *f, int64_t *insn) {
    for (unsigned native = 0; native < NATIVE_MAX; native++) {
        int64_t here = insn_at(f, read_register(f, (int)f->table->pc));
        const struct rule_step *step = here >= 0 ? next_rule(f) : NULL;
        if (here >= 0 && !step) {
            return NULL;
        }
        if (step && step->insn != here) {
            *insn = f->at ? f->rules->steps[f->at - 1].insn : 0;
            return arena_printf(&f->s->arena,
                                "the kernel's code goes on with insn %" PRId64
                                ", by the rules of BPF it is insn %u",
                                here, step->insn);
        }
        if (step) {
            note_frame(f, step);
        }
        const char *found = step ? compare_registers(f, step, insn) : NULL;
        f->at += step != NULL;
        if (found || !gdb_ask(&f->gdb, "s") || f->gdb.reply[0] != 'T' || !get_state(f)) {
            return found;
        }
    }
    return NULL;
}

static pid_t spawn(struct session *s, const struct comparison *c, const struct replay *replay,
                   const char *socket) {
    pid_t child = fork();
    if (child == 0) {
        char *words[20];
        size_t count = 0;
        char *emulator = arena_strdup(&s->arena, c->row->qemu);
        for (char *word; (word = strsep(&emulator, " ")) && count < 16;) {
            words[count++] = word;
        }
        words[count++] = "-g";
        words[count++] = (char *)socket;
        words[count++] = (char *)replay->executable;
        words[count] = NULL;
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) {
            _exit(1);
        }
        execvp(words[0], words);
        _exit(1);
    }
    return child;
}

static const struct registers *find_table(const char *target) {
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (strncmp(target, tables[i].target, strlen(tables[i].target)) == 0) {
            return &tables[i];
        }
    }
    return NULL;
}

const char *follow_kernel(struct session *s, const struct comparison *c,
                          const struct replay *replay, const struct placed_image *images,
                          size_t image_count, const struct rules *rules, int64_t *insn) {
    struct follower *f = ARENA_NEW(&s->arena, struct follower);
    *f = (struct follower){.s = s, .c = c, .images = images, .rules = rules};
    f->image_count = image_count;
    f->table = find_table(c->row->name);
    if (!f->table || !c->jit->line_count) {
        return NULL;
    }
    uint64_t entry = 0;
    for (size_t i = 0; i < image_count; i++) {
        entry = images[i].from == c->jit->addresses[0] ? images[i].address : entry;
    }
    const char *socket = arena_printf(&s->arena, "%s/gdb", replay->folder);
    pid_t child = spawn(s, c, replay, socket);
    const char *found = NULL;
    if (child > 0 && gdb_open(&f->gdb, socket)) {
        found = start(f, entry) ? step_through(f, insn) : NULL;
        gdb_close(&f->gdb);
    }
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    unlink(socket);
    return found;
}
