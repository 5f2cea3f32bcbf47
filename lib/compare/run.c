/* SPDX-License-Identifier: Apache-2.0 */
/* Both sides on the same packets: results side by side, and what was executed. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "follow.h"

enum { PROG_TYPE_XDP = 6, RUNS_MAX = 256, HEADROOM = 256 /* kernel: XDP_PACKET_HEADROOM */ };

static bool is_input(const struct comparison *c, const struct bytes *in) {
    for (size_t i = 0; i < c->run_count; i++) {
        if (c->runs[i].in.count == in->count &&
            memcmp(c->runs[i].in.data, in->data, in->count) == 0) {
            return true;
        }
    }
    return false;
}

static void add_run(struct comparison *c, const struct compare_run *run) {
    if (c->run_count < RUNS_MAX && !is_input(c, &run->in)) {
        c->runs[c->run_count++] = *run;
    }
}

/* Each input once, in the order of the file: first with what the kernel's code returned, then those
 * of the same program under other settings. A program that never ran gets an input of another. */
static void collect(struct session *s, const struct run_inputs *more, struct comparison *c) {
    c->runs = ARENA_NEW_N(&s->arena, struct compare_run, RUNS_MAX);
    for (int other = 0; other < 2; other++) {
        for (size_t i = 0; i < c->file->run_count; i++) {
            const struct jit_run *run = &c->file->runs[i];
            bool own = run->setting == c->jit->setting && !run->error;
            if (strcmp(run->program, c->jit->name) == 0 && !run->has_context && own != other) {
                add_run(c, &(struct compare_run){
                               .in = run->in, .has_kernel = own, .kernel = run->result});
            }
        }
    }
    for (size_t i = 0; i < more->count; i++) {
        add_run(c, &(struct compare_run){.in = more->more[i]});
    }
    for (size_t i = 0; !c->run_count && i < c->file->run_count; i++) {
        if (!c->file->runs[i].has_context) {
            add_run(c, &(struct compare_run){.in = c->file->runs[i].in});
        }
    }
}

static int nibble(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A line a run: result and packet in hex. */
static void read_output(struct session *s, const struct replay_result *result,
                        enum native_side side, struct comparison *c) {
    const char *at = result->output;
    for (size_t i = 0; at && *at && i < c->run_count; i++) {
        char *end;
        c->runs[i].side[side].result = (uint32_t)strtoul(at, &end, 16);
        at = end + (*end == ' ');
        size_t length = strcspn(at, "\n");
        if (at[length] != '\n') {
            return;
        }
        uint8_t *out = arena_alloc(&s->arena, length / 2 + 1);
        for (size_t k = 0; k < length / 2; k++) {
            out[k] = (uint8_t)(nibble(at[2 * k]) << 4 | nibble(at[2 * k + 1]));
        }
        c->runs[i].side[side].out = (struct bytes){out, length / 2};
        c->runs[i].side[side].ran = true;
        at += length + 1;
    }
}

static bool is_around(const char *name) {
    static const char *const starts[] = {"_start",      "__start", "bpf_aot_start",
                                         "bpf_aot_sys", "replay_", "bpf_aot_replay"};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        bool divides = strncmp(name, "bpf_aot_replay_", 15) == 0;
        if (strncmp(name, starts[i], strlen(starts[i])) == 0 && !divides) {
            return true;
        }
    }
    return false;
}

static const struct own_range *range_at(const struct own *image, uint64_t address) {
    for (size_t i = 0; i < image->range_count; i++) {
        if (address >= image->ranges[i].low && address < image->ranges[i].high) {
            return &image->ranges[i];
        }
    }
    return NULL;
}

/* Executed instructions of the listing by their place in the executable that ran. */
struct moved {
    uint64_t from, to, bytes; /* listing, executable */
};

static struct native_insn *find_listed(const struct native_code *code, const struct moved *moved,
                                       size_t moved_count, uint64_t address) {
    for (size_t m = 0; m < moved_count; m++) {
        uint64_t inside = address - moved[m].to;
        for (size_t i = 0; inside < moved[m].bytes && i < code->count; i++) {
            if (code->data[i].address == moved[m].from + inside) {
                return &code->data[i];
            }
        }
    }
    return NULL;
}

static void count(struct session *s, const struct replay *replay,
                  const struct replay_result *result, enum native_side side,
                  const struct moved *moved, size_t moved_count, struct comparison *c) {
    struct executed *executed = &c->executed[side];
    double runs = (double)c->run_count;
    executed->per_insn = ARENA_NEW_N(&s->arena, double, c->insn_count + 1);
    executed->known = result->count != 0;
    for (size_t i = 0; i < result->count; i++) {
        double times = (double)result->counts[i].times / runs;
        struct native_insn *insn =
            find_listed(&c->code[side], moved, moved_count, result->counts[i].address);
        const struct own_range *range =
            insn ? NULL : range_at(&replay->image, result->counts[i].address);
        if (insn) {
            insn->times += times;
            executed->own += times;
        } else if (range && !is_around(range->name)) {
            executed->called += times;
        }
        if (insn && insn->insn >= 0) {
            executed->per_insn[insn->insn] += times;
        }
    }
}

/* Why a process that did not do all runs ended. */
static const char *ended(struct session *s, const struct replay_result *result,
                         const struct comparison *c, enum native_side side) {
    bool all = c->run_count && c->runs[c->run_count - 1].side[side].ran;
    if (WIFSIGNALED(result->status)) {
        return arena_printf(&s->arena, "it ended with signal %d (%s)", WTERMSIG(result->status),
                            strsignal(WTERMSIG(result->status)));
    }
    return all ? NULL : "it ended before its last input";
}

static bool run_linked(struct session *s, const struct replay *replay, enum native_side side,
                       const struct moved *moved, size_t moved_count, struct comparison *c) {
    struct replay_result result;
    bool good = replay_run(s, c->row, replay, &result);
    if (good) {
        read_output(s, &result, side, c);
        c->not_run[side] = ended(s, &result, c, side);
        if (!c->not_run[side]) {
            count(s, replay, &result, side, moved, moved_count, c);
        }
    }
    free(result.output);
    free(result.counts);
    return good;
}

static bool run_kernel(struct session *s, struct comparison *c) {
    struct replay_parts parts = {.row = c->row, .runs = c->runs, .run_count = c->run_count};
    struct replay replay;
    parts.images = replay_place(s, c, &parts.image_count, &c->not_run[SIDE_KERNEL]);
    if (!parts.images) {
        return true;
    }
    struct moved *moved = ARENA_NEW_N(&s->arena, struct moved, parts.image_count);
    for (size_t i = 0; i < parts.image_count; i++) {
        uint64_t from = parts.images[i].from;
        moved[i] = (struct moved){from, parts.images[i].address, parts.images[i].count};
        parts.kernel_entry =
            from == c->jit->addresses[0] ? parts.images[i].address : parts.kernel_entry;
    }
    /* Kernels mend a misaligned access behind the program's back; here it is a signal. So packets
     * start where BPF_PROG_TEST_RUN puts them, or else where IP headers are aligned. */
    bool good = true;
    for (unsigned offset = 0; offset <= 2; offset += 2) {
        parts.headroom = HEADROOM + offset;
        good = replay_link(s, &parts, &replay) &&
               run_linked(s, &replay, SIDE_KERNEL, moved, parts.image_count, c);
        replay_close(&replay);
        if (!good || !c->not_run[SIDE_KERNEL]) {
            break;
        }
    }
    return good;
}

/* Functions lie elsewhere than in the executable of the listing. */
static struct moved *find_moved(struct session *s, const struct own *listed, const struct own *ran,
                                size_t *count) {
    struct moved *moved = ARENA_NEW_N(&s->arena, struct moved, listed->range_count);
    *count = 0;
    for (size_t i = 0; i < listed->range_count; i++) {
        for (size_t k = 0; k < ran->range_count; k++) {
            const struct own_range *from = &listed->ranges[i], *to = &ran->ranges[k];
            if (strcmp(from->name, to->name) == 0 && from->high - from->low == to->high - to->low) {
                moved[(*count)++] = (struct moved){from->low, to->low, to->high - to->low};
                break;
            }
        }
    }
    return moved;
}

static bool run_own(struct session *s, const struct bpf_aot_options *options, const void *object,
                    size_t object_bytes, struct comparison *c) {
    struct bpf_aot_options as_object = *options;
    as_object.output = BPF_AOT_OUTPUT_OBJECT;
    as_object.lines = BPF_AOT_LINES_INSN;
    struct bpf_aot_result translated;
    struct replay replay = {0};
    if (c->jit->type != PROG_TYPE_XDP) {
        c->not_run[SIDE_OWN] = "only XDP programs are run";
        return true;
    }
    if (bpf_aot_translate(object, object_bytes, s->object, &as_object, &translated) != BPF_AOT_OK) {
        return false;
    }
    struct replay_parts parts = {
        .row = c->row,
        .object = translated.data,
        .object_bytes = translated.size_bytes,
        .entry = c->program,
        .runs = c->runs,
        .run_count = c->run_count,
        .headroom = HEADROOM + (options->packet_start.align ? options->packet_start.offset : 2),
    };
    bool good = replay_link(s, &parts, &replay);
    if (good) {
        size_t moved_count;
        struct moved *moved = find_moved(s, c->own, &replay.image, &moved_count);
        good = run_linked(s, &replay, SIDE_OWN, moved, moved_count, c);
    }
    replay_close(&replay);
    bpf_aot_release(&translated);
    return good;
}

static bool is_same(const struct bytes *a, const struct bytes *b) {
    return a->count == b->count && memcmp(a->data, b->data, a->count) == 0;
}

static void compare_results(struct session *s, struct comparison *c) {
    size_t differing = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        struct compare_run *run = &c->runs[i];
        bool both = run->side[SIDE_KERNEL].ran && run->side[SIDE_OWN].ran;
        uint32_t kernel = run->side[SIDE_KERNEL].ran ? run->side[SIDE_KERNEL].result : run->kernel;
        bool known = run->side[SIDE_KERNEL].ran || run->has_kernel;
        uint32_t own = run->side[SIDE_OWN].result;
        if (both && run->has_kernel && run->side[SIDE_KERNEL].result != run->kernel) {
            run->differs = arena_printf(
                &s->arena, "the kernel's code returns 0x%x here, and returned 0x%x there",
                run->side[SIDE_KERNEL].result, run->kernel);
        } else if (run->side[SIDE_OWN].ran && known && kernel != own) {
            run->differs = arena_printf(&s->arena, "the kernel's code returns 0x%x, bpf-aot's 0x%x",
                                        kernel, own);
        } else if (both && !is_same(&run->side[SIDE_KERNEL].out, &run->side[SIDE_OWN].out)) {
            run->differs = "the packets that come out differ";
        }
        differing += run->differs != NULL;
    }
    if (differing) {
        finding_add(s, c, "results-differ", -1,
                    arena_printf(&s->arena, "on %zu of %zu inputs", differing, c->run_count));
    }
}

/* Where the kernel's code leaves the rules of BPF on an input that shows a difference. */
static bool find_first(struct session *s, const struct compare_run *run, struct comparison *c) {
    struct replay_parts parts = {.row = c->row, .runs = run, .run_count = 1, .headroom = HEADROOM};
    const char *why;
    struct replay replay;
    parts.images = replay_place(s, c, &parts.image_count, &why);
    if (!parts.images) {
        return true;
    }
    for (size_t i = 0; i < parts.image_count; i++) {
        bool is_entry = parts.images[i].from == c->jit->addresses[0];
        parts.kernel_entry = is_entry ? parts.images[i].address : parts.kernel_entry;
    }
    struct rules rules;
    rules_follow(s, c, &run->in, &rules);
    bool good = replay_link(s, &parts, &replay);
    int64_t insn = -1;
    const char *found =
        good ? follow_kernel(s, c, &replay, parts.images, parts.image_count, &rules, &insn) : NULL;
    replay_close(&replay);
    if (found) {
        finding_add(s, c, "first-difference", insn, found);
    }
    return good;
}

bool compare_run(struct session *s, const struct bpf_aot_options *options, const void *object,
                 size_t object_bytes, const struct run_inputs *inputs, struct comparison *c) {
    collect(s, inputs, c);
    if (!c->run_count) {
        c->not_run[SIDE_KERNEL] = c->not_run[SIDE_OWN] = "there is no input; -packet gives one";
        return true;
    }
    if (!run_kernel(s, c) || !run_own(s, options, object, object_bytes, c)) {
        return false;
    }
    compare_results(s, c);
    for (size_t i = 0; i < c->run_count; i++) {
        if (c->runs[i].differs) {
            return find_first(s, &c->runs[i], c);
        }
    }
    return true;
}
