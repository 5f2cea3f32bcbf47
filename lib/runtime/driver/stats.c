/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/stats.h"

#include "driver/map_walk.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "driver/verdict.h"
#include "libcalls/libcalls.h"

static void count_verdict(struct bpf_aot_stats *stats, uint64_t r0) {
    uint32_t i = 0;
    while (i < stats->verdict_count && stats->verdicts[i].r0 != r0) {
        i++;
    }
    if (i == BPF_AOT_VERDICTS_MAX) {
        stats->other_verdicts++;
        return;
    }
    if (i == stats->verdict_count) {
        stats->verdicts[i].r0 = r0;
        stats->verdict_count++;
    }
    stats->verdicts[i].packets++;
}

void bpf_aot_stats_add(struct bpf_aot_stats *stats, const struct bpf_aot_job *job,
                       const struct bpf_aot_outcome *outcome) {
    uint64_t rest;
    uint64_t mean = bpf_aot_divide64(job->ns, job->options->repeat, &rest);
    stats->ns_min = stats->packets == 0 || mean < stats->ns_min ? mean : stats->ns_min;
    stats->packets++;
    stats->bytes += job->size_bytes;
    stats->ns += job->ns;
    stats->aborted += outcome->aborted;
    count_verdict(stats, outcome->r0);
}

static void print_verdict(const struct bpf_aot_program *program, uint64_t r0) {
    const char *name = bpf_aot_verdict_name(program->context, r0);
    if (name) {
        bpf_aot_print(&bpf_aot_stdout, "%s", name);
    } else {
        bpf_aot_print(&bpf_aot_stdout, "%U", r0);
    }
}

static void print_json(const struct bpf_aot_stats *stats, const struct bpf_aot_program *program,
                       uint64_t mean) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    struct bpf_aot_map *map;
    const char *comma = "";
    bpf_aot_print(out, "{\"stats\":{\"packets\":%u,\"bytes\":%U,\"aborted\":%u,", stats->packets,
                  stats->bytes, stats->aborted);
    bpf_aot_print(out, "\"ns\":%U,\"ns_min\":%U,\"ns_mean\":%U,\"verdicts\":{", stats->ns,
                  stats->ns_min, mean);
    for (uint32_t i = 0; i < stats->verdict_count; i++) {
        bpf_aot_print(out, i ? ",\"" : "\"");
        print_verdict(program, stats->verdicts[i].r0);
        bpf_aot_print(out, "\":%u", stats->verdicts[i].packets);
    }
    bpf_aot_print(out, "},\"other_verdicts\":%u,\"maps\":{", stats->other_verdicts);
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        uint32_t used;
        if (bpf_aot_map_used(map, &used)) {
            bpf_aot_print(out, "%s", comma);
            bpf_aot_print_quoted(out, map->name);
            bpf_aot_print(out, ":{\"used\":%u,\"max\":%u}", used, map->max_entries);
            comma = ",";
        }
    }
    bpf_aot_print(out, "}}}\n");
}

static void print_text(const struct bpf_aot_stats *stats, const struct bpf_aot_program *program,
                       uint64_t mean) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    struct bpf_aot_map *map;
    bpf_aot_print(out, "stats: %u packets, %U bytes, %u runs aborted\n", stats->packets,
                  stats->bytes, stats->aborted);
    bpf_aot_print(out, "stats: %U ns, of a run: min %U, mean %U\n", stats->ns, stats->ns_min, mean);
    for (uint32_t i = 0; i < stats->verdict_count; i++) {
        bpf_aot_print(out, "stats: ");
        print_verdict(program, stats->verdicts[i].r0);
        bpf_aot_print(out, ": %u\n", stats->verdicts[i].packets);
    }
    if (stats->other_verdicts) {
        bpf_aot_print(out, "stats: other verdicts: %u\n", stats->other_verdicts);
    }
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        uint32_t used;
        if (bpf_aot_map_used(map, &used)) {
            bpf_aot_print(out, "stats: map %s: %u of %u entries\n", map->name, used,
                          map->max_entries);
        }
    }
}

void bpf_aot_stats_print(const struct bpf_aot_stats *stats, const struct bpf_aot_program *program,
                         const struct bpf_aot_run_options *options) {
    uint64_t rest;
    uint64_t runs = (uint64_t)stats->packets * options->repeat;
    uint64_t mean = runs ? bpf_aot_divide64(stats->ns, runs, &rest) : 0;
    (options->json ? print_json : print_text)(stats, program, mean);
}
