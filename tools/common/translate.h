/* SPDX-License-Identifier: Apache-2.0 */
/* Options of a translation and one translation of a file, shared by the tools. */
#ifndef BPF_AOT_TOOLS_TRANSLATE_H
#define BPF_AOT_TOOLS_TRANSLATE_H

#include "bpf-aot/bpf-aot.h"
#include "options.h"

enum { MAP_MAX_OPTIONS = 64, SET_OPTIONS = 64 };

/* First member of the settings of every tool that uses translate_options(). */
struct translate_settings {
    struct bpf_aot_options options;
    struct bpf_aot_map_max map_max[MAP_MAX_OPTIONS];
    const char *set[SET_OPTIONS];
    const char *remarks_path; /* NULL: standard error */
    const char *facts_file;
    bool facts_from_kernel;
    const char *input; /* path, "-" for standard input; NULL: none given */
};

struct option_table translate_options(void);

/* Prints a message to standard error, for options.diag. */
void translate_report(const struct bpf_aot_diagnostic *d, void *user);

/* `-target help`, `-mcpu help`, `-mattr help`: prints the names; the exit code. */
bool translate_asks_for_names(const struct translate_settings *settings);
int translate_print_names(const struct translate_settings *settings);

/* Reads and translates settings->input. Twice, comparing, when BPF_AOT_TWICE is set: proof that
 * nothing is kept between translations. */
enum bpf_aot_status translate_file(struct translate_settings *settings,
                                   struct bpf_aot_result *result);

#endif
