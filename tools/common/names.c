/* SPDX-License-Identifier: Apache-2.0 */
/* The names that -target help and its like print. */
#include <stdio.h>
#include <string.h>

#include "translate.h"

static bool is_help(const char *value) {
    return value && strcmp(value, "help") == 0;
}

bool translate_asks_for_names(const struct translate_settings *settings) {
    const struct bpf_aot_options *options = &settings->options;
    return is_help(options->target) || is_help(options->mcpu) || is_help(options->mattr);
}

int translate_print_names(const struct translate_settings *settings) {
    const struct bpf_aot_options *options = &settings->options;
    const char *name;
    if (is_help(options->target)) {
        for (size_t i = 0; (name = bpf_aot_target_name(i)); i++) {
            puts(name);
        }
        return BPF_AOT_OK;
    }
    const char *(*name_of)(const char *, size_t) =
        is_help(options->mcpu) ? bpf_aot_cpu_name : bpf_aot_feature_name;
    if (!options->target || !name_of(options->target, 0)) {
        usage_error("help on CPUs and features needs -target");
        return BPF_AOT_USAGE;
    }
    for (size_t i = 0; (name = name_of(options->target, i)); i++) {
        puts(name);
    }
    return BPF_AOT_OK;
}
