/* SPDX-License-Identifier: Apache-2.0 */
/* Command lines from tables: `-x v`, `-x=v`, one dash or two. */
#ifndef BPF_AOT_TOOLS_OPTIONS_H
#define BPF_AOT_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_arg {
    OPTION_FLAG,     /* -v */
    OPTION_VALUE,    /* -o FILE, -o=FILE */
    OPTION_OPTIONAL, /* -emit-llvm, -emit-llvm=raw */
    OPTION_JOINED,   /* -O2 */
};

/* A row of an options.def. */
struct option {
    const char *name; /* without dashes */
    enum option_arg arg;
    const char *value_name; /* for the help, e.g. "FILE" */
    const char *help;
    /* Takes the value (NULL for a flag); false after a message. */
    bool (*read)(void *settings, const char *value);
};

struct option_table {
    const struct option *options;
    size_t count;
};

/* Reads argv; what is no option goes to `operand` (also called for "-"). False after a message
 * to stderr that begins with the tool's name. */
bool options_parse(const struct option_table *tables, size_t table_count, int argc, char **argv,
                   void *settings, bool (*operand)(void *settings, const char *value));
void options_print_help(const struct option_table *table);

/* One line on stderr: "TOOL: error: ...". Always false. */
bool usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern const char *tool_name;

#endif
