/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of helpers.def, maps.def and sections.def, and how they are found. */
#include <string.h>
#include <strings.h>

#include "bpf-aot/runtime.h"
#include "program/build.h"

static const struct helper_row helpers[] = {
#define HELPER(id_, name_, ret_, a1, a2, a3, a4, a5, effect_)                                      \
    {id_, #name_, RET_##ret_, {ARG_##a1, ARG_##a2, ARG_##a3, ARG_##a4, ARG_##a5}, EFFECT_##effect_},
#include "bpf-aot/helpers.def"
};

static const struct arg_row args[] = {
    [ARG_NONE] = {PASS_I64, TOUCH_NONE, 0, ACCESS_READS},
#define HELPER_ARG(name, type, rep, memory, bytes, access)                                         \
    [ARG_##name] = {PASS_##rep, TOUCH_##memory, bytes, ACCESS_##access},
#include "bpf-aot/helper_args.def"
};

const struct arg_row *arg_row(enum helper_arg arg) {
    return &args[arg];
}

const struct helper_row *helper_rows(size_t *count) {
    *count = sizeof(helpers) / sizeof(helpers[0]);
    return helpers;
}

bool helper_may_abort(const struct helper_row *row) {
    bool judges = row->effect == EFFECT_CALLS_BACK;
    for (int i = 0; i < 5 && effect_takes_run(row->effect); i++) {
        judges |= row->args[i] == ARG_DYNPTR || row->args[i] == ARG_LOCK ||
                  row->args[i] == ARG_TIMER || row->args[i] == ARG_KPTR;
    }
    return judges;
}

#define MAP_TYPE(id, name, STORAGE, key, per_key)                                                  \
    static uint64_t name##_bytes(uint32_t key_size, uint32_t value_size, uint32_t max_entries,     \
                                 uint32_t cpus) {                                                  \
        return BPF_AOT_##STORAGE##_BYTES(key_size, value_size, max_entries, cpus);                 \
    }
#include "bpf-aot/maps.def"

static const struct map_row maps[] = {
#define MAP_TYPE(id_, name_, STORAGE, key, per_key)                                                \
    {id_, #name_, name_##_bytes, KEY_##key, CPUS_##per_key},
#include "bpf-aot/maps.def"
};

const struct map_row *map_row_by_id(uint32_t id) {
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        if (maps[i].id == id) {
            return &maps[i];
        }
    }
    return NULL;
}

/* A context that sections.def names and contexts.def does not have does not compile. */
enum { CONTEXT_NONE = -1 };

#define CONTEXT(id, layout, title)                                                                 \
    _Static_assert((int)CONTEXT_##id == BPF_AOT_CONTEXT_##id, "runtime.h numbers contexts alike");
#include "bpf-aot/contexts.def"

_Static_assert((int)TAG_SHA1 == BPF_AOT_TAG_SHA1 && (int)TAG_SHA256 == BPF_AOT_TAG_SHA256 &&
                   (int)TAG_COUNT == BPF_AOT_TAGS && (int)TAG_BYTES == BPF_AOT_TAG_BYTES,
               "runtime.h numbers tags alike");

static const struct section_row sections[] = {
#define SECTION(pattern, type, context) {pattern, #type, CONTEXT_##context},
#include "bpf-aot/sections.def"
};

static bool pattern_matches(const char *pattern, const char *name) {
    size_t length = strlen(pattern);
    char last = pattern[length - 1];
    if (last == '/') {
        return strncmp(name, pattern, length) == 0;
    }
    if (last == '+') {
        return strncmp(name, pattern, length - 1) == 0 &&
               (name[length - 1] == 0 || name[length - 1] == '/');
    }
    return strcmp(name, pattern) == 0;
}

const struct section_row *section_row_by_name(const char *name) {
    name += name[0] == '?';
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (pattern_matches(sections[i].pattern, name)) {
            return &sections[i];
        }
    }
    return NULL;
}

const struct section_row *section_row_by_type(const char *type) {
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strcasecmp(sections[i].type, type) == 0) {
            return &sections[i];
        }
    }
    return NULL;
}

enum { STRAY_CHECK, STRAY_PROBE };

static const struct prog_type_row prog_types[] = {
#define PROG_TYPE(type, result, stray) {#type, result, STRAY_##stray},
#include "bpf-aot/progtypes.def"
};

const struct prog_type_row *prog_type_row(const char *type) {
    for (size_t i = 1; type && i < sizeof(prog_types) / sizeof(prog_types[0]); i++) {
        if (strcmp(prog_types[i].type, type) == 0) {
            return &prog_types[i];
        }
    }
    return &prog_types[0];
}
