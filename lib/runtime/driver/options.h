/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of an executable made with -exe. */
#ifndef BPF_AOT_DRIVER_OPTIONS_H
#define BPF_AOT_DRIVER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { BPF_AOT_TEXTS_MAX = 64 };

/* The values of an option that may be given several times. */
struct bpf_aot_texts {
    const char *items[BPF_AOT_TEXTS_MAX];
    uint32_t count;
};

struct bpf_aot_run_options {
    const char *prog;
    const char *packet; /* hex */
    const char *pcap;   /* path */
    const char *mem;    /* hex */
    const char *system; /* path */
    const char *write;  /* path */
    const char *write_verdicts;
    uint32_t repeat;  /* at least 1 */
    uint32_t linear;  /* bytes of a socket buffer that programs see; 0: all */
    uint32_t threads; /* at least 1 */
    bool fresh;
    bool progress;
    bool stats;
    bool trace;
    bool json;
    bool list_programs;
    bool dump_maps;
    bool r0;
    bool help;
    bool dump_context;
    bool follow;
    struct bpf_aot_texts map_files; /* NAME=FILE */
    struct bpf_aot_texts context;   /* NAME=NUMBER[,NUMBER...] */
};

/* False, with a message, when the command line is wrong. */
bool bpf_aot_options_parse(struct bpf_aot_run_options *options, int argc, char **argv);
void bpf_aot_options_help(void);

#endif
