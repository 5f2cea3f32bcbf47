/* SPDX-License-Identifier: Apache-2.0 */
/* Both sides on the same packets: results side by side, and what was executed. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "contents.h"
#include "follow.h"

enum { PROG_TYPE_XDP = 6, RUNS_MAX = 256, HEADROOM = 256 /* kernel: XDP_PACKET_HEADROOM */ };

/* What a program with maps returns depends on what ran before: then each run counts. */
static bool is_input(const struct comparison *c, const struct compare_run *run) {
    const struct bytes *in = &run->in;
    if (c->jit->map_count && run->has_kernel) {
        return false;
    }
    for (size_t i = 0; i < c->run_count; i++) {
        if (c->runs[i].in.count == in->count &&
            memcmp(c->runs[i].in.data, in->data, in->count) == 0) {
            return true;
        }
    }
    return false;
}

static void add_run(struct comparison *c, const struct compare_run *run) {
    if (c->run_count < RUNS_MAX && !is_input(c, run)) {
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
                add_run(c, &(struct compare_run){.in = run->in,
                                                 .has_kernel = own,
                                                 .kernel = run->result,
                                                 .kernel_out = run->out});
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
        bool is_called = strncmp(name, "bpf_aot_replay_", 15) == 0;
        if (strncmp(name, starts[i], strlen(starts[i])) == 0 && !is_called) {
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

/* Takes off what filling the maps executed. */
static bool take_filling(struct session *s, const struct replay *replay, const struct comparison *c,
                         struct replay_result *result) {
    struct replay_result filling;
    size_t fills = 0, at = 0;
    for (size_t i = 0; i < c->jit->map_count; i++) {
        fills += c->jit->maps[i].fill_count;
    }
    if (!fills) {
        return true;
    }
    bool good = replay_run(s, c->row, replay, REPLAY_NOTHING, &filling);
    for (size_t i = 0; good && i < filling.count; i++) { /* both by address */
        while (at < result->count && result->counts[at].address < filling.counts[i].address) {
            at++;
        }
        if (at < result->count && result->counts[at].address == filling.counts[i].address) {
            result->counts[at].times -= filling.counts[i].times;
        }
    }
    free(filling.output);
    free(filling.counts);
    return good;
}

/* Once more for what maps hold: reading them would be counted as calls. */
static bool run_for_contents(struct session *s, const struct replay *replay,
                             const struct comparison *c, struct contents *contents) {
    struct replay_result result = {0};
    bool good = !c->jit->map_count || replay_run(s, c->row, replay, REPLAY_CONTENTS, &result);
    *contents = contents_read(s, result.output);
    free(result.output);
    return good;
}

static bool run_linked(struct session *s, const struct replay *replay, enum native_side side,
                       const struct moved *moved, size_t moved_count, struct contents *contents,
                       struct comparison *c) {
    struct replay_result result;
    bool good =
        replay_run(s, c->row, replay, REPLAY_COUNT, &result) && take_filling(s, replay, c, &result);
    if (good) {
        read_output(s, &result, side, c);
        c->not_run[side] = ended(s, &result, c, side);
        if (!c->not_run[side]) {
            count(s, replay, &result, side, moved, moved_count, c);
        }
    }
    free(result.output);
    free(result.counts);
    return good && (c->not_run[side] || run_for_contents(s, replay, c, contents));
}

static bool run_kernel(struct session *s, const struct own *translated, struct contents *contents,
                       struct comparison *c) {
    struct replay_plan plan;
    struct replay replay;
    struct replay_parts parts = {.row = c->row,
                                 .object = translated,
                                 .jit = c->jit,
                                 .plan = &plan,
                                 .runs = c->runs,
                                 .run_count = c->run_count};
    if (!replay_place(s, c, translated, &plan, &c->not_run[SIDE_KERNEL])) {
        return true;
    }
    struct moved *moved = ARENA_NEW_N(&s->arena, struct moved, plan.image_count);
    for (size_t i = 0; i < plan.image_count; i++) {
        const struct placed_image *image = &plan.images[i];
        moved[i] = (struct moved){image->from, image->address, image->count};
    }
    /* Kernels mend a misaligned access behind the program's back; here it is a signal. So packets
     * start where BPF_PROG_TEST_RUN puts them, or else where IP headers are aligned. */
    bool good = true;
    for (unsigned offset = 0; offset <= 2; offset += 2) {
        parts.headroom = HEADROOM + offset;
        good = replay_link(s, &parts, &replay) &&
               run_linked(s, &replay, SIDE_KERNEL, moved, plan.image_count, contents, c);
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

static bool run_own(struct session *s, const struct bpf_aot_options *options,
                    const struct own *translated, struct contents *contents, struct comparison *c) {
    struct replay replay = {0};
    struct replay_parts parts = {
        .row = c->row,
        .object = translated,
        .jit = c->jit,
        .entry = c->program,
        .runs = c->runs,
        .run_count = c->run_count,
        .headroom = HEADROOM + (options->packet_start.align ? options->packet_start.offset : 2),
    };
    bool good = replay_link(s, &parts, &replay);
    if (good) {
        size_t moved_count;
        struct moved *moved = find_moved(s, c->own, &replay.image, &moved_count);
        good = run_linked(s, &replay, SIDE_OWN, moved, moved_count, contents, c);
    }
    replay_close(&replay);
    return good;
}

/* Where the kernel's code leaves the rules of BPF on an input that shows a difference. */
static bool find_first(struct session *s, const struct own *translated,
                       const struct compare_run *run, struct comparison *c) {
    struct replay_plan plan;
    struct replay_parts parts = {.row = c->row,
                                 .object = translated,
                                 .jit = c->jit,
                                 .plan = &plan,
                                 .runs = run,
                                 .run_count = 1,
                                 .headroom = HEADROOM};
    const char *why;
    struct replay replay;
    /* The interpreter has no maps, and what they held at that input is not known. */
    if (c->jit->map_count || !replay_place(s, c, translated, &plan, &why)) {
        return true;
    }
    struct rules rules;
    rules_follow(s, c, &run->in, &rules);
    bool good = replay_link(s, &parts, &replay);
    int64_t insn = -1;
    const char *found =
        good ? follow_kernel(s, c, &replay, plan.images, plan.image_count, &rules, &insn) : NULL;
    replay_close(&replay);
    if (found) {
        finding_add(s, c, "first-difference", insn, found);
    }
    return good;
}

static bool run_both(struct session *s, const struct bpf_aot_options *options,
                     const struct own *translated, struct comparison *c) {
    struct contents contents[SIDES] = {0};
    if (!run_kernel(s, translated, &contents[SIDE_KERNEL], c) ||
        !run_own(s, options, translated, &contents[SIDE_OWN], c)) {
        return false;
    }
    results_compare(s, c);
    results_compare_maps(s, c, contents);
    for (size_t i = 0; i < c->run_count; i++) {
        if (c->runs[i].differs) {
            return find_first(s, translated, &c->runs[i], c);
        }
    }
    return true;
}

bool compare_run(struct session *s, const struct bpf_aot_options *options, const void *object,
                 size_t object_bytes, const struct run_inputs *inputs, struct comparison *c) {
    struct bpf_aot_options as_object = *options;
    as_object.output = BPF_AOT_OUTPUT_OBJECT;
    as_object.lines = BPF_AOT_LINES_INSN;
    struct own translated = {0};
    collect(s, inputs, c);
    if (!c->run_count) {
        c->not_run[SIDE_KERNEL] = c->not_run[SIDE_OWN] = "there is no input; -packet gives one";
        return true;
    }
    if (c->jit->type != PROG_TYPE_XDP) {
        c->not_run[SIDE_KERNEL] =
            c->jit->image.count
                ? "it is no XDP program: its context is a large structure of the kernel"
                : "the kernel has no code of it";
        c->not_run[SIDE_OWN] = "only XDP programs are run";
        return true;
    }
    bool good = bpf_aot_translate(object, object_bytes, s->object, &as_object, &translated.image) ==
                    BPF_AOT_OK &&
                own_parse_symbols(s, &translated) && run_both(s, options, &translated, c);
    own_close(&translated);
    return good;
}
