/* SPDX-License-Identifier: Apache-2.0 */
/* What a translation reads: an object, a raw stream, a classic program, or an expression that
 * stands for one. */
#ifndef BPF_AOT_TOOLS_INPUT_H
#define BPF_AOT_TOOLS_INPUT_H

#include "translate.h"

/* Readers of translate.def. */
bool read_raw(void *settings, const char *value);
bool read_classic(void *settings, const char *value);
bool read_filter(void *settings, const char *value);
bool read_link_type(void *settings, const char *value);
bool read_snaplen(void *settings, const char *value);

/* An ELF object, as far as the options say. */
bool input_is_object(const struct bpf_aot_options *options);

/* The contents of settings->input, which the caller frees; of an expression none, and the input is
 * named "filter". Not BPF_AOT_OK after a message. */
enum bpf_aot_status input_read(struct translate_settings *settings, unsigned char **data,
                               size_t *size_bytes);

#endif
