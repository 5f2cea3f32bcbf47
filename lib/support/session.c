/* SPDX-License-Identifier: Apache-2.0 */
/* Turns a location and a format into one diagnostic for the callback of the options. */
#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void report(struct session *s, enum bpf_aot_severity severity, struct location where,
                   const char *message) {
    struct bpf_aot_diagnostic diagnostic = {
        .severity = severity,
        .object = s->object,
        .section = where.section,
        .insn = where.insn,
        .message = message,
    };
    if (s->line_lookup && where.section && where.insn >= 0) {
        s->line_lookup(s->lines, where.section, where.insn, &diagnostic.source,
                       &diagnostic.source_line);
    }
    if (s->options && s->options->diag) {
        s->options->diag(&diagnostic, s->options->diag_user);
    }
}

bool fail(struct session *s, struct location where, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *message = arena_vprintf(&s->arena, format, args);
    va_end(args);
    s->error_count++;
    report(s, BPF_AOT_ERROR, where, message);
    return false;
}

void warn(struct session *s, struct location where, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *message = arena_vprintf(&s->arena, format, args);
    va_end(args);
    report(s, BPF_AOT_WARNING, where, message);
}

void note(struct session *s, struct location where, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *message = arena_vprintf(&s->arena, format, args);
    va_end(args);
    report(s, BPF_AOT_NOTE, where, message);
}

_Noreturn void unreachable(const char *what) {
    fprintf(stderr, "bpf-aot: internal error: %s\n", what);
    abort();
}

bool session_inlines(const struct session *s) {
    char level = s->options->opt_level ? s->options->opt_level : '2';
    enum bpf_aot_inline chosen = s->options->inline_helpers;
    return chosen == BPF_AOT_INLINE_ON ||
           (chosen == BPF_AOT_INLINE_DEFAULT && (level == '2' || level == '3'));
}
