/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the row of an argument, its value, and calls the row's reader. */
#include "options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *tool_name = "bpf-aot";

bool usage_error(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: error: ", tool_name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

static bool matches(const struct option *option, const char *name) {
    size_t length = strlen(option->name);
    if (strncmp(name, option->name, length) != 0) {
        return false;
    }
    return option->arg == OPTION_JOINED || name[length] == 0 || name[length] == '=';
}

static const struct option *find(const struct option_table *tables, size_t count,
                                 const char *name) {
    for (size_t t = 0; t < count; t++) {
        for (size_t i = 0; i < tables[t].count; i++) {
            if (matches(&tables[t].options[i], name)) {
                return &tables[t].options[i];
            }
        }
    }
    return NULL;
}

/* The value in the argument itself, or NULL. */
static const char *own_value(const struct option *option, const char *name) {
    const char *rest = name + strlen(option->name);
    return option->arg == OPTION_JOINED ? rest : *rest == '=' ? rest + 1 : NULL;
}

static bool read_option(const struct option *option, const char *name, int *at, int argc,
                        char **argv, void *settings) {
    const char *value = own_value(option, name);
    if (option->arg == OPTION_FLAG && value) {
        return usage_error("-%s takes no value", option->name);
    }
    if (option->arg == OPTION_VALUE && !value) {
        if (*at + 1 >= argc) {
            return usage_error("-%s needs a value: %s", option->name, option->value_name);
        }
        value = argv[++*at];
    }
    return option->read(settings, value);
}

bool options_parse(const struct option_table *tables, size_t table_count, int argc, char **argv,
                   void *settings, bool (*operand)(void *settings, const char *value)) {
    for (int at = 1; at < argc; at++) {
        const char *text = argv[at];
        if (text[0] != '-' || !text[1]) {
            if (!operand(settings, text)) {
                return false;
            }
            continue;
        }
        const char *name = text[1] == '-' ? text + 2 : text + 1;
        const struct option *option = find(tables, table_count, name);
        if (!option) {
            return usage_error("unknown option '%s' (-help lists them)", text);
        }
        if (!read_option(option, name, &at, argc, argv, settings)) {
            return false;
        }
    }
    return true;
}

void options_print_help(const struct option_table *table) {
    static const char *const formats[] = {
        [OPTION_FLAG] = "-%s%.0s",
        [OPTION_VALUE] = "-%s %s",
        [OPTION_OPTIONAL] = "-%s[=%s]",
        [OPTION_JOINED] = "-%s%s",
    };
    for (size_t i = 0; i < table->count; i++) {
        const struct option *option = &table->options[i];
        char left[64];
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
        snprintf(left, sizeof(left), formats[option->arg], option->name,
                 option->value_name ? option->value_name : "");
#pragma clang diagnostic pop
        printf("  %-26s %s\n", left, option->help);
    }
}
