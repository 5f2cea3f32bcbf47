/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/options.h"

#include <stddef.h>

#include "cpu.h"
#include "driver/print.h"
#include "driver/registry.h"

enum kind { FLAG, TEXT, NUMBER, TEXTS };

struct option {
    const char *name;
    enum kind kind;
    size_t member;
    const char *value; /* as the help calls it, NULL: takes none */
    const char *help;  /* NULL: internal */
};

static const struct option table[] = {
#define RUN_OPTION(member, name, kind, value, help)                                                \
    {name, kind, offsetof(struct bpf_aot_run_options, member), value, help},
#include "driver/options.def"
};

#define TABLE_SIZE (sizeof(table) / sizeof(table[0]))

void bpf_aot_options_help(void) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bpf_aot_print(out, "usage: %s [options] -packet HEX | -pcap FILE | -mem HEX\n",
                  bpf_aot_program_name);
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (table[i].help) {
            bpf_aot_print(out, "  -%s%s%s\n        %s\n", table[i].name, table[i].value ? " " : "",
                          table[i].value ? table[i].value : "", table[i].help);
        }
    }
}

/* The value behind "=", or "" when the name alone matches; NULL: another option. */
static const char *match(const char *arg, const char *name) {
    while (*name && *arg == *name) {
        arg++;
        name++;
    }
    if (*name) {
        return NULL;
    }
    return *arg == '=' || *arg == 0 ? arg : NULL;
}

static bool parse_number(const char *text, uint32_t *number) {
    uint64_t value = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && value <= UINT32_MAX; at++) {
        value = value * 10 + (uint32_t)(*at - '0');
    }
    *number = (uint32_t)value;
    return at != text && *at == 0 && value >= 1 && value <= UINT32_MAX;
}

static bool add(const struct option *option, struct bpf_aot_texts *texts, const char *value) {
    if (texts->count == BPF_AOT_TEXTS_MAX) {
        bpf_aot_error("-%s: more than %u", option->name, (uint32_t)BPF_AOT_TEXTS_MAX);
        return false;
    }
    texts->items[texts->count++] = value;
    return true;
}

static bool store(struct bpf_aot_run_options *options, const struct option *option,
                  const char *value) {
    void *member = (char *)options + option->member;
    switch (option->kind) {
    case FLAG:
        *(bool *)member = true;
        return true;
    case TEXT:
        *(const char **)member = value;
        return true;
    case NUMBER:
        if (!parse_number(value, member)) {
            bpf_aot_error("-%s: not a number from 1 on: %s", option->name, value);
            return false;
        }
        return true;
    case TEXTS:
        return add(option, member, value);
    }
    return false;
}

static const struct option *find(const char *arg, const char **value) {
    const char *name = arg + (arg[0] == '-' && arg[1] == '-' ? 2 : 1);
    for (size_t i = 0; arg[0] == '-' && i < TABLE_SIZE; i++) {
        *value = match(name, table[i].name);
        if (*value) {
            return &table[i];
        }
    }
    bpf_aot_error("unknown argument: %s; -help lists the options", arg);
    return NULL;
}

enum { THREADS_MAX = RT_CPU_SLOTS };

static bool check_mixture(const struct bpf_aot_run_options *options) {
    if (options->threads > THREADS_MAX) {
        bpf_aot_error("-threads: %u are more than %u", options->threads, (uint32_t)THREADS_MAX);
        return false;
    }
    if (options->threads > 1 && (options->fresh || (options->json && options->dump_maps))) {
        bpf_aot_error("-threads does not go with %s: maps are shared while packets run",
                      options->fresh ? "-fresh" : "-json -dump-maps");
        return false;
    }
    if (options->write_verdicts && !options->write) {
        bpf_aot_error("-w-verdict is of no use without -w");
        return false;
    }
    return true;
}

static bool check(const struct bpf_aot_run_options *options) {
    int inputs = !!options->packet + !!options->pcap + !!options->mem;
    if (options->help || options->list_programs) {
        return true;
    }
    if (inputs != 1) {
        bpf_aot_error("give one of -packet, -pcap, -mem; -help lists the options");
        return false;
    }
    return check_mixture(options);
}

bool bpf_aot_options_parse(struct bpf_aot_run_options *options, int argc, char **argv) {
    options->repeat = 1;
    options->threads = 1;
    for (int i = 1; i < argc; i++) {
        const char *value;
        const struct option *option = find(argv[i], &value);
        if (!option) {
            return false;
        }
        if (option->kind == FLAG && *value == '=') {
            bpf_aot_error("-%s takes no value", option->name);
            return false;
        }
        if (*value == '=') {
            value++;
        } else if (option->kind != FLAG) {
            if (i + 1 >= argc) {
                bpf_aot_error("-%s needs a value", option->name);
                return false;
            }
            value = argv[++i];
        }
        if (!store(options, option, value)) {
            return false;
        }
    }
    return check(options);
}
