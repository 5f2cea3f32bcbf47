/* SPDX-License-Identifier: Apache-2.0 */
/* RISC-V architecture strings (ISA naming conventions of the unprivileged specification): `rv64`,
 * single letters, then names that `_` separates; or the name of a profile, which LLVM has as a
 * feature, then further names. */
#include <ctype.h>
#include <string.h>

#include "choice.h"

struct march {
    struct session *s;
    const char *text; /* the whole string, for messages */
    const char *const *known;
    char *features;
};

static bool add(struct march *m, const char *name, size_t length) {
    if (!names_have(m->known, name, length)) {
        return fail(m->s, at_object(), "-march=%s: unknown extension '%.*s'; known are %s", m->text,
                    (int)length, name, names_list(m->s, m->known));
    }
    m->features = arena_printf(&m->s->arena, "%s%s+%.*s", m->features, *m->features ? "," : "",
                               (int)length, name);
    return true;
}

/* Behind a single letter: a version such as 2p1. */
static const char *skip_version(const char *at) {
    const char *end = at + strspn(at, "0123456789");
    if (end != at && *end == 'p' && isdigit((unsigned char)end[1])) {
        end += 1 + strspn(end + 1, "0123456789");
    }
    return end;
}

/* One letter; `g` is short for a list. */
static bool add_letter(struct march *m, const char *letter) {
    static const char *const general[] = {"i", "m", "a", "f", "d", "zicsr", "zifencei"};
    if (*letter != 'g') {
        return add(m, letter, 1);
    }
    for (size_t i = 0; i < sizeof(general) / sizeof(general[0]); i++) {
        if (!add(m, general[i], strlen(general[i]))) {
            return false;
        }
    }
    return true;
}

static bool add_letters(struct march *m, const char *at) {
    if (!*at || !strchr("ieg", *at)) {
        return fail(m->s, at_object(), "-march=%s: no base 'i', 'e' or 'g' behind rv32 or rv64",
                    m->text);
    }
    while (*at && *at != '_') {
        /* A name of several letters may follow without `_`. */
        if (strchr("zsx", *at)) {
            return add(m, at, strcspn(at, "_"));
        }
        if (!add_letter(m, at)) {
            return false;
        }
        at = skip_version(at + 1);
    }
    return true;
}

static bool add_first(struct march *m, const struct target_row *row) {
    size_t length = strcspn(m->text, "_");
    if (strncmp(m->text, "rv32", 4) != 0 && strncmp(m->text, "rv64", 4) != 0) {
        /* Profiles: rva22u64 */
        if (strncmp(m->text, "rv", 2) != 0 || !names_have(m->known, m->text, length)) {
            return fail(m->s, at_object(),
                        "-march=%s is neither rv32... or rv64... nor a profile that LLVM knows",
                        m->text);
        }
        unsigned bits = length > 2 && strncmp(m->text + length - 2, "32", 2) == 0 ? 32 : 64;
        return bits == row->pointer_bits
                   ? add(m, m->text, length)
                   : fail(m->s, at_object(), "-march=%s is not for %s", m->text, row->name);
    }
    if ((m->text[2] == '3') != (row->pointer_bits == 32)) {
        return fail(m->s, at_object(), "-march=%s is not for %s", m->text, row->name);
    }
    return add_letters(m, m->text + 4);
}

char *march_features(struct session *s, const struct target_row *row, const char *march) {
    struct march m = {s, march, machine_features(row->triple), ""};
    if (strncmp(row->triple, "riscv", 5) != 0) {
        fail(s, at_object(), "-march is for RISC-V targets; -mcpu and -mattr are for all");
        return NULL;
    }
    if (!add_first(&m, row)) {
        return NULL;
    }
    for (const char *at = march + strcspn(march, "_"); *at; at += strcspn(at, "_")) {
        at++;
        if (!add(&m, at, strcspn(at, "_"))) {
            return NULL;
        }
    }
    return m.features;
}
