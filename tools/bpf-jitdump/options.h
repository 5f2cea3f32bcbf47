/* SPDX-License-Identifier: Apache-2.0 */
/* The command line. */
#ifndef BPF_JITDUMP_OPTIONS_H
#define BPF_JITDUMP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { INPUTS_MAX = 256, FILLS_MAX = 64, NUMBER_ABSENT = -1 };

struct input {
    const char *value;
    bool is_file;
};

struct options {
    const char *object, *output, *only, *name, *raw, *type, *ctx, *test_bpf, *part, *jobs, *init;
    int64_t attach, flags, repeat, jit, harden;
    struct input inputs[INPUTS_MAX];
    uint32_t input_count;
    const char *fills[FILLS_MAX];
    uint32_t fill_count;
    bool version, help;
};

/* False: a message was printed. */
bool options_parse(struct options *options, int argc, char **argv);
void options_help(void);

#endif
