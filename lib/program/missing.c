/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the helpers that uapi names and helpers.def has not (-missing-helpers): five numbers in,
 * one out, and nothing known of what they do. Behind the rows of helpers.def. */
#include <linux/bpf.h>

#include "program/build.h"

#define MISSING(name_) {BPF_FUNC_##name_, #name_, RET_I64, {NUMBERS}, EFFECT_MISSING}
#define NUMBERS        ARG_U64, ARG_U64, ARG_U64, ARG_U64, ARG_U64

static const struct helper_row missing[] = {__BPF_FUNC_MAPPER(MISSING)};

enum { MISSING_COUNT = sizeof(missing) / sizeof(missing[0]) };

const struct helper_row *helper_row(uint32_t index) {
    size_t own;
    const struct helper_row *rows = helper_rows(&own);
    return index < own ? &rows[index] : &missing[index - own];
}

uint32_t helper_row_count(void) {
    size_t own;
    helper_rows(&own);
    return (uint32_t)own + MISSING_COUNT;
}

int64_t program_helper_index(int32_t id) {
    uint32_t count = helper_row_count();
    for (uint32_t i = 0; i < count && id > 0; i++) {
        if ((int64_t)helper_row(i)->id == id) {
            return i;
        }
    }
    return -1;
}
