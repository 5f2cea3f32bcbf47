/* SPDX-License-Identifier: Apache-2.0 */
/* The driver of an executable made with -exe: runs its program on packets or memory. Exit status:
 * 0 done, 1 an input is wrong, 2 the command line is wrong. */
#include "driver/follow.h"
#include "driver/hex.h"
#include "driver/map_dump.h"
#include "driver/map_load.h"
#include "driver/options.h"
#include "driver/pcap.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "driver/run.h"
#include "start/sys.h"

enum { DONE, WRONG_INPUT, WRONG_USAGE };

static uint8_t bytes[BPF_AOT_PACKET_MAX];

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

static int run_hex(const struct bpf_aot_program *program,
                   const struct bpf_aot_run_options *options) {
    const char *text = options->mem ? options->mem : options->packet;
    const char *what = options->mem ? "-mem" : "-packet";
    uint32_t size_bytes;
    if (!bpf_aot_hex_decode(text, what, bytes, sizeof(bytes), &size_bytes)) {
        return WRONG_USAGE;
    }
    return bpf_aot_run(program, options, bytes, size_bytes, 1) ? DONE : WRONG_INPUT;
}

static int run_pcap(const struct bpf_aot_program *program,
                    const struct bpf_aot_run_options *options) {
    static struct bpf_aot_pcap pcap;
    if (!bpf_aot_pcap_open(&pcap, options->pcap)) {
        return WRONG_INPUT;
    }
    for (;;) {
        uint32_t size_bytes;
        switch (bpf_aot_pcap_next(&pcap, bytes, sizeof(bytes), &size_bytes)) {
        case BPF_AOT_PCAP_END:
            return DONE;
        case BPF_AOT_PCAP_ERROR:
            return WRONG_INPUT;
        case BPF_AOT_PCAP_PACKET:
            if (!bpf_aot_run(program, options, bytes, size_bytes, pcap.packets)) {
                return WRONG_INPUT;
            }
        }
    }
}

/* What came after the last packet. */
static void follow_end(const struct bpf_aot_run_options *options) {
    if (options->json) {
        bpf_aot_follow_json("{\"events\":[", "]}\n", true);
    } else {
        bpf_aot_follow_text();
    }
}

static int run(const struct bpf_aot_run_options *options) {
    const struct bpf_aot_program *program = bpf_aot_program_named(options->prog);
    if (!program || !fits(program, options)) {
        return WRONG_USAGE;
    }
    for (uint32_t i = 0; i < options->map_files.count; i++) {
        if (!bpf_aot_map_load(options->map_files.items[i])) {
            return WRONG_INPUT;
        }
    }
    if (options->follow && !bpf_aot_follow_begin()) {
        return WRONG_INPUT;
    }
    int status = options->pcap ? run_pcap(program, options) : run_hex(program, options);
    if (options->follow) {
        follow_end(options);
    }
    if (status == DONE && options->dump_maps && !options->json && !bpf_aot_dump_text()) {
        return WRONG_INPUT;
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
        return WRONG_USAGE;
    }
    int status = DONE;
    if (options.help) {
        bpf_aot_options_help();
    } else {
        status = run(&options);
    }
    if (bpf_aot_flush(&bpf_aot_stdout)) {
        bpf_aot_error("cannot write the output");
        return WRONG_INPUT;
    }
    return status;
}
