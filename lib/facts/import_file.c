/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a facts file, line by line (test/Facts/Inputs has some; tools/common/record.c writes them):
 *
 *     bpf-aot-facts 1            kernel RELEASE            order little|big
 *     program NAME               type TYPE                 code HEX (any number)
 *     strict-alignment yes|no    log                       |LINE (any number)       end
 */
#include <string.h>

#include "import.h"

struct line {
    const char *at, *end;
};

bool import_fail(struct session *s, uint32_t line, const char *what, const char *name) {
    return fail(s, at_object(), "%s:%u: %s%s%s%s", s->options->kernel_facts_name, line,
                name ? "program '" : "", name ? name : "", name ? "': " : "", what);
}

static bool malformed(struct import_reader *r, const char *what) {
    r->good = false;
    return import_fail(r->s, r->line, what, NULL);
}

static bool next_line(struct import_reader *r, struct line *line) {
    if (r->at >= r->end) {
        return false;
    }
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    *line = (struct line){r->at, stop ? stop : r->end};
    r->at = stop ? stop + 1 : r->end;
    r->line++;
    return true;
}

/* What stands behind `word `; NULL when the line does not begin so. */
static const char *behind(const struct line *line, const char *word) {
    size_t length = strlen(word);
    size_t have = (size_t)(line->end - line->at);
    if (have < length || memcmp(line->at, word, length) != 0) {
        return NULL;
    }
    return have == length ? line->end : line->at[length] == ' ' ? line->at + length + 1 : NULL;
}

static bool is_value(const struct line *line, const char *word, const char *value) {
    const char *at = behind(line, word);
    size_t length = strlen(value);
    return at && (size_t)(line->end - at) == length && memcmp(at, value, length) == 0;
}

static bool expect(struct import_reader *r, struct line *line, const char *word) {
    if (!next_line(r, line)) {
        *line = (struct line){r->end, r->end};
    }
    if (behind(line, word)) {
        return true;
    }
    return malformed(r, arena_printf(&r->s->arena, "expected '%s'", word));
}

bool import_read_head(struct import_reader *r, bool big_endian) {
    struct line line;
    if (!expect(r, &line, "bpf-aot-facts")) {
        return false;
    }
    if (!is_value(&line, "bpf-aot-facts", "1")) {
        return malformed(r, "facts of another version; this one reads version 1");
    }
    if (!expect(r, &line, "kernel") || !expect(r, &line, "order")) {
        return false;
    }
    bool big = is_value(&line, "order", "big");
    if (!big && !is_value(&line, "order", "little")) {
        return malformed(r, "the byte order is little or big");
    }
    return big == big_endian ||
           malformed(r, "recorded on a machine of the other byte order than the target's");
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_code(struct import_reader *r, const struct line *line,
                      struct import_program *program) {
    const char *hex = behind(line, "code");
    size_t digits = (size_t)(line->end - hex);
    uint8_t *code = arena_alloc(&r->s->arena, program->code_bytes + digits / 2 + 1);
    if (digits % (size_t)(2 * INSN_BYTES)) {
        return malformed(r, "code is 16 hex digits an insn");
    }
    if (program->code_bytes) {
        memcpy(code, program->code, program->code_bytes);
    }
    for (size_t i = 0; i < digits; i += 2) {
        int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) {
            return malformed(r, "code is 16 hex digits an insn");
        }
        code[program->code_bytes++] = (uint8_t)(high << 4 | low);
    }
    program->code = code;
    return true;
}

static bool read_strict(struct import_reader *r, const struct line *line,
                        struct import_program *program) {
    program->aligned = is_value(line, "strict-alignment", "yes");
    return program->aligned || is_value(line, "strict-alignment", "no") ||
           malformed(r, "strict-alignment is yes or no");
}

static bool read_log(struct import_reader *r, struct import_program *program) {
    program->log = r->at;
    program->log_line = r->line + 1;
    while (r->at < r->end && *r->at == '|') {
        struct line line;
        next_line(r, &line);
    }
    program->log_bytes = (size_t)(r->at - program->log);
    return program->log_bytes || malformed(r, "a log without lines");
}

static struct import_program *read_body(struct import_reader *r, struct import_program *program) {
    struct line line;
    if (!expect(r, &line, "type")) {
        return NULL;
    }
    const char *type = behind(&line, "type");
    program->type = arena_printf(&r->s->arena, "%.*s", (int)(line.end - type), type);
    if (!expect(r, &line, "code") || !read_code(r, &line, program)) {
        return NULL;
    }
    while (next_line(r, &line) && behind(&line, "code")) {
        if (!read_code(r, &line, program)) {
            return NULL;
        }
    }
    if (!behind(&line, "strict-alignment")) {
        malformed(r, "expected 'code' or 'strict-alignment'");
        return NULL;
    }
    bool good = program->code_bytes || malformed(r, "a program without code");
    good = good && read_strict(r, &line, program) && expect(r, &line, "log") &&
           read_log(r, program) && expect(r, &line, "end");
    return good ? program : NULL;
}

struct import_program *import_read_program(struct import_reader *r) {
    struct line line;
    do {
        if (!next_line(r, &line)) {
            return NULL;
        }
    } while (line.at == line.end || *line.at == '#');
    const char *name = behind(&line, "program");
    if (!name || name == line.end) {
        malformed(r, "expected 'program' and its name");
        return NULL;
    }
    struct import_program *program = ARENA_NEW(&r->s->arena, struct import_program);
    program->name = arena_printf(&r->s->arena, "%.*s", (int)(line.end - name), name);
    program->line = r->line;
    return read_body(r, program);
}
