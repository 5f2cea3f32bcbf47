/* SPDX-License-Identifier: Apache-2.0 */
#include "input.h"

#include <stdint.h>
#include <stdlib.h>

#include "files.h"

bool read_raw(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.raw = true;
    return true;
}

bool read_classic(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.classic = true;
    return true;
}

bool read_filter(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.filter = value;
    return true;
}

bool read_link_type(void *settings, const char *value) {
    ((struct translate_settings *)settings)->options.link_type = value;
    return true;
}

bool read_snaplen(void *settings, const char *value) {
    char *end;
    unsigned long number = strtoul(value, &end, 0);
    ((struct translate_settings *)settings)->options.snaplen = (unsigned)number;
    return (end != value && !*end && number > 0 && number <= INT32_MAX) ||
           usage_error("-snaplen takes a number from 1 to %d, not '%s'", INT32_MAX, value);
}

bool input_is_object(const struct bpf_aot_options *options) {
    return !options->raw && !options->classic && !options->filter;
}

static enum bpf_aot_status read_nothing(struct translate_settings *settings, unsigned char **data,
                                        size_t *size_bytes) {
    if (settings->input) {
        usage_error("-filter takes no input file, and there is '%s'", settings->input);
        return BPF_AOT_USAGE;
    }
    settings->input = "filter";
    *data = NULL;
    *size_bytes = 0;
    return BPF_AOT_OK;
}

enum bpf_aot_status input_read(struct translate_settings *settings, unsigned char **data,
                               size_t *size_bytes) {
    if (settings->options.filter) {
        return read_nothing(settings, data, size_bytes);
    }
    if (!settings->input) {
        usage_error("no input file (-help shows how to call this)");
        return BPF_AOT_USAGE;
    }
    if (!file_read(settings->input, data, size_bytes)) {
        return BPF_AOT_REJECTED;
    }
    if (settings->options.raw) {
        hex_decode(*data, size_bytes); /* what is not all hex digits is binary */
    }
    return BPF_AOT_OK;
}
