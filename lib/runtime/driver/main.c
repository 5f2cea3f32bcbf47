/* SPDX-License-Identifier: Apache-2.0 */
/* The driver of an executable made with -exe: runs its program on packets or memory. Exit status:
 * 0 done, 1 an input is wrong, 2 the command line is wrong. */
#include "driver/feed.h"
#include "driver/follow.h"
#include "driver/map_dump.h"
#include "driver/map_load.h"
#include "driver/options.h"
#include "driver/pcap_write.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "driver/run.h"
#include "driver/system.h"
#include "driver/verdict.h"
#include "start/sys.h"

/* -packet and -pcap are for programs that take packets, -mem for raw ones. */
static bool fits(const struct bpf_aot_program *program, const struct bpf_aot_run_options *options) {
    bool is_raw = program->context == BPF_AOT_CONTEXT_RAW;
    if (is_raw == (options->mem != NULL)) {
        return true;
    }
    bpf_aot_error("program %s takes %s", program->name,
                  is_raw ? "memory: use -mem" : "packets: use -packet or -pcap");
    return false;
}

/* -w, for programs that give packets back. */
static bool can_write(const struct bpf_aot_program *program,
                      const struct bpf_aot_run_options *options) {
    if (options->write && (program->context == BPF_AOT_CONTEXT_RAW ||
                           program->context == BPF_AOT_CONTEXT_FLOW_DISSECTOR)) {
        bpf_aot_error("-w: program %s gives back no packets", program->name);
        return false;
    }
    return !options->write_verdicts ||
           bpf_aot_verdict_check(program->context, options->write_verdicts);
}

/* What came after the last packet. */
static void follow_end(const struct bpf_aot_run_options *options) {
    if (options->json) {
        bpf_aot_follow_json("{\"events\":[", "]}\n", true);
    } else {
        bpf_aot_follow_text();
    }
}

static bool load_system(const char *path) {
    if (!bpf_aot_system_load) {
        bpf_aot_error("-system: no program here asks the system anything");
        return false;
    }
    return bpf_aot_system_load(path);
}

static int run(const struct bpf_aot_run_options *options) {
    static struct bpf_aot_feed feed;
    feed.options = options;
    feed.program = bpf_aot_program_named(options->prog);
    if (!feed.program || !fits(feed.program, options) || !can_write(feed.program, options)) {
        return BPF_AOT_WRONG_USAGE;
    }
    if (options->system && !load_system(options->system)) {
        return BPF_AOT_WRONG_INPUT;
    }
    for (uint32_t i = 0; i < options->map_files.count; i++) {
        if (!bpf_aot_map_load(options->map_files.items[i])) {
            return BPF_AOT_WRONG_INPUT;
        }
    }
    if (options->write && !bpf_aot_pcap_create(options->write)) {
        return BPF_AOT_WRONG_INPUT;
    }
    if (options->follow && !bpf_aot_follow_begin(options->threads)) {
        return BPF_AOT_WRONG_INPUT;
    }
    int status = bpf_aot_feed_all(&feed);
    if (options->follow) {
        follow_end(options);
    }
    bool dumps = options->dump_maps && !options->json && !options->fresh;
    if (status == BPF_AOT_DONE && dumps && !bpf_aot_dump_text()) {
        return BPF_AOT_WRONG_INPUT;
    }
    return status;
}

static const char *last_part(const char *path) {
    const char *name = path;
    for (; *path; path++) {
        if (*path == '/') {
            name = path + 1;
        }
    }
    return name;
}

int bpf_aot_main(int argc, char **argv) {
    static struct bpf_aot_run_options options;
    if (argc > 0) {
        bpf_aot_program_name = last_part(argv[0]);
    }
    if (!bpf_aot_options_parse(&options, argc, argv)) {
        return BPF_AOT_WRONG_USAGE;
    }
    int status = BPF_AOT_DONE;
    if (options.help) {
        bpf_aot_options_help();
    } else if (options.list_programs) {
        bpf_aot_programs_list(options.json);
    } else {
        status = run(&options);
    }
    if (bpf_aot_flush(&bpf_aot_stdout) || bpf_aot_pcap_flush()) {
        bpf_aot_error("cannot write the output");
        return BPF_AOT_WRONG_INPUT;
    }
    return status;
}
