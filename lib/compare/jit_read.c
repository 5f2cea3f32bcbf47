/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Lines to struct jit_file. Each line carries the CRC-32 of what stands before it: files come
 * over serial lines. The last line says that nothing is missing. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "jit_json.h"
#include "support/array.h"

enum { FORMAT = 1 };

struct reader {
    struct session *s;
    const struct jit_setting *setting;
    const struct jit_setting *first;
    ARRAY(struct jit_program) programs;
    ARRAY(struct jit_run) runs;
    ARRAY(struct jit_contents) contents;
    unsigned line;
    bool ended;
};

static bool wrong(const struct reader *r, const char *what) {
    return fail(r->s, at_object(), "line %u: %s", r->line, what);
}

static bool read_setting(struct reader *r, struct jit_object *o) {
    struct jit_setting *setting = ARENA_NEW(&r->s->arena, struct jit_setting);
    uint64_t format = member_number(o, "jit", false);
    if (o->good && format != FORMAT) {
        return fail(r->s, at_object(), "line %u: version %llu of the format; this reads %d",
                    r->line, (unsigned long long)format, FORMAT);
    }
    setting->release = member_text(o, "release", false);
    setting->version = member_text(o, "version", true);
    setting->machine = member_text(o, "machine", false);
    setting->target = member_text(o, "target", false);
    setting->cpu = member_text(o, "cpu", true);
    setting->big_endian = strcmp(member_text(o, "endian", false), "big") == 0;
    setting->bits = (unsigned)member_number(o, "bits", false);
    setting->jit_enable = (unsigned)member_number(o, "jit_enable", true);
    setting->jit_harden = (unsigned)member_number(o, "jit_harden", true);
    r->first = r->first ? r->first : setting;
    r->setting = setting;
    return o->good;
}

static int by_address(const void *a, const void *b) {
    const struct jit_line *left = a, *right = b;
    int order = (left->address > right->address) - (left->address < right->address);
    return order ? order : (left->xlated > right->xlated) - (left->xlated < right->xlated);
}

static void read_lines(struct jit_object *o, struct jit_program *program) {
    size_t count = member_count(o, "lines", true);
    program->lines = ARENA_NEW_N(&o->s->arena, struct jit_line, count);
    size_t insns = program->insns.count / 8;
    for (size_t i = 0; i < count && o->good; i++) {
        json_t *line = member_at(o, "lines", i);
        struct jit_line *to = &program->lines[program->line_count++];
        to->xlated = (uint32_t)element_number(o, "lines", json_array_get(line, 0));
        to->insn = (uint32_t)element_number(o, "lines", json_array_get(line, 1));
        to->address = element_number(o, "lines", json_array_get(line, 2));
        if (to->insn >= insns) {
            member_wrong(o, "lines", "a list of insns of the program");
        }
    }
}

static uint64_t *read_numbers(struct jit_object *o, const char *key, size_t *count) {
    *count = member_count(o, key, true);
    uint64_t *numbers = ARENA_NEW_N(&o->s->arena, uint64_t, *count);
    for (size_t i = 0; i < *count && o->good; i++) {
        numbers[i] = element_number(o, key, member_at(o, key, i));
    }
    return numbers;
}

/* Kernels up to at least 6.12 fill the line info of MIPS programs with indices of native insns
 * behind the address of the interpreter, which the program had at that time. */
static void repair_mips_lines(struct jit_program *program) {
    struct jit_line *lines = program->lines;
    bool inside = program->address_count && lines[0].address >= program->addresses[0] &&
                  lines[0].address < program->addresses[0] + program->image.count;
    if (strncmp(program->setting->machine, "mips", 4) != 0 || inside || !program->address_count) {
        return;
    }
    uint64_t base = lines[0].address;
    for (size_t i = 0; i < program->line_count; i++) {
        lines[i].address = program->addresses[0] + (lines[i].address - base) * 4;
    }
}

static void check_lengths(struct jit_object *o, const struct jit_program *program) {
    uint64_t sum = 0;
    for (size_t i = 0; i < program->length_count; i++) {
        sum += program->lengths[i];
    }
    if (program->image.count && sum != program->image.count) {
        member_wrong(o, "func_lens", "the lengths of the functions in \"jited\"");
    }
    if (program->image.count && program->length_count > program->address_count) {
        member_wrong(o, "ksyms", "an address for each of \"func_lens\"");
    }
    if (program->insns.count % 8 || !program->insns.count) {
        member_wrong(o, "insns", "whole insns");
    }
}

static void read_functions(struct jit_object *o, struct jit_program *program) {
    size_t count = member_count(o, "functions", true);
    struct jit_function *functions = ARENA_NEW_N(&o->s->arena, struct jit_function, count + 1);
    for (size_t i = 0; i < count && o->good; i++) {
        struct jit_object function = *o;
        function.json = member_at(o, "functions", i);
        functions[i].name = member_text(&function, "name", false);
        functions[i].insn = (uint32_t)member_number(&function, "insn", false);
        o->good = function.good;
        if (o->good && (functions[i].insn >= program->insns.count / 8 ||
                        (i && functions[i].insn <= functions[i - 1].insn))) {
            member_wrong(o, "functions", "a list of functions in the order of their insns");
        }
    }
    if (!count) {
        functions[0].name = program->name;
    }
    program->functions = functions;
    program->function_count = count ? count : 1;
}

/* Of a map with so many bytes a key. */
static void read_fill(struct jit_object *o, struct jit_map *map) {
    size_t count = member_count(o, "fill", true);
    size_t key_bytes = (size_t)member_number(o, "key", true);
    map->fill = arena_alloc(&o->s->arena, count * sizeof(*map->fill) + 1);
    for (size_t i = 0; i < count && o->good; i++) {
        struct bytes *element = map->fill[map->fill_count++];
        for (size_t k = 0; k < 2; k++) {
            element[k] = element_hex(o, "fill", json_array_get(member_at(o, "fill", i), k));
        }
        if (o->good && (element[0].count != key_bytes || element[1].count != map->value_bytes)) {
            member_wrong(o, "fill", "a list of keys and values of the map");
        }
    }
}

static void read_maps(struct jit_object *o, struct jit_program *program) {
    program->map_count = member_count(o, "maps", true);
    program->maps = ARENA_NEW_N(&o->s->arena, struct jit_map, program->map_count);
    for (size_t i = 0; i < program->map_count && o->good; i++) {
        struct jit_object map = *o;
        map.json = member_at(o, "maps", i);
        program->maps[i].name = member_text(&map, "name", false);
        program->maps[i].type = (unsigned)member_number(&map, "type", false);
        program->maps[i].value_bytes = (unsigned)member_number(&map, "value", true);
        program->maps[i].entries = (unsigned)member_number(&map, "entries", true);
        read_fill(&map, &program->maps[i]);
        o->good = map.good;
    }
}

static bool read_program(struct reader *r, struct jit_object *o) {
    struct jit_program *program = array_push(&r->s->arena, &r->programs);
    program->setting = r->setting;
    program->line_number = r->line;
    program->name = member_text(o, "prog", false);
    program->object = member_text(o, "object", true);
    program->section = member_text(o, "section", true);
    program->type = (unsigned)member_number(o, "type", true);
    program->error = (unsigned)member_number(o, "errno", true);
    program->log = member_text(o, "log", true);
    program->tag = member_text(o, "tag", true);
    program->verified_insns = (unsigned)member_number(o, "verified_insns", true);
    program->insns = member_hex(o, "insns", false);
    program->xlated = member_hex(o, "xlated", true);
    program->image = member_hex(o, "jited", true);
    program->addresses = read_numbers(o, "ksyms", &program->address_count);
    program->lengths = read_numbers(o, "func_lens", &program->length_count);
    read_maps(o, program);
    check_lengths(o, program);
    read_functions(o, program);
    read_lines(o, program);
    if (o->good && program->line_count) {
        qsort(program->lines, program->line_count, sizeof(*program->lines), by_address);
        repair_mips_lines(program);
    }
    return o->good;
}

static bool read_run(struct reader *r, struct jit_object *o) {
    *array_push(&r->s->arena, &r->runs) = (struct jit_run){
        .setting = r->setting,
        .program = member_text(o, "run", false),
        .in = member_hex(o, "in", true),
        .out = member_hex(o, "out", true),
        .has_context = *member_text(o, "ctx", true) != 0,
        .error = (unsigned)member_number(o, "errno", true),
        .repeat = (unsigned)member_number(o, "repeat", true),
        .result = (uint32_t)member_number(o, "retval", true),
        .duration_ns = member_number(o, "duration_ns", true),
    };
    return o->good;
}

static bool read_contents(struct reader *r, struct jit_object *o) {
    struct jit_contents *contents = array_push(&r->s->arena, &r->contents);
    size_t count = member_count(o, "elements", false);
    *contents = (struct jit_contents){
        .setting = r->setting,
        .program = member_text(o, "of", false),
        .map = member_text(o, "map", false),
        .elements = ARENA_NEW_N(&r->s->arena, const char *, count),
    };
    for (size_t i = 0; i < count && o->good; i++) {
        json_t *element = member_at(o, "elements", i);
        const char *key = json_string_value(json_array_get(element, 0));
        const char *value = json_string_value(json_array_get(element, 1));
        if (!key || !value) {
            member_wrong(o, "elements", "a list of keys and values");
            return false;
        }
        contents->elements[contents->count++] = arena_printf(&r->s->arena, "%s %s", key, value);
    }
    return o->good;
}

static bool read_end(struct reader *r, struct jit_object *o) {
    uint64_t programs = member_number(o, "progs", true), runs = member_number(o, "runs", true);
    r->ended = true;
    if (programs != r->programs.count || runs != r->runs.count) {
        return fail(r->s, at_object(),
                    "line %u: %llu programs and %llu runs were written, %zu and %zu are here; "
                    "record it again",
                    r->line, (unsigned long long)programs, (unsigned long long)runs,
                    r->programs.count, r->runs.count);
    }
    return o->good;
}

/* What a line is, by the member that no other kind has. Kinds that are not here are left alone. */
static const struct kind {
    const char *key;
    bool (*read)(struct reader *r, struct jit_object *o);
} kinds[] = {{"jit", read_setting},
             {"prog", read_program},
             {"run", read_run},
             {"map", read_contents},
             {"end", read_end}};

static bool check_crc(struct reader *r, char *line, size_t length) {
    static const char start[] = ",\"crc\":\"";
    enum { TAIL = sizeof(start) - 1 + 8 + 2 }; /* 8 digits, quote, brace */
    if (length < TAIL || strncmp(line + length - TAIL, start, sizeof(start) - 1) != 0) {
        return wrong(r, "no \"crc\" at the end; the line is damaged, or this is no .jit file");
    }
    size_t covered = length - TAIL;
    unsigned long said = strtoul(line + covered + sizeof(start) - 1, NULL, 16);
    if (crc32(crc32(0, NULL, 0), (const Bytef *)line, (uInt)covered) != said) {
        return wrong(r, "the CRC does not fit the line, which is damaged; record it again");
    }
    return true;
}

static bool read_line(struct reader *r, char *line, size_t length) {
    json_error_t error;
    if (!check_crc(r, line, length)) {
        return false;
    }
    struct jit_object o = {.s = r->s, .line = r->line, .good = true};
    o.json = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(o.json)) {
        json_decref(o.json);
        return wrong(r, "no JSON object");
    }
    bool good = true;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (json_object_get(o.json, kinds[i].key)) {
            good = i && !r->setting ? wrong(r, "the first line does not say \"jit\":1")
                                    : kinds[i].read(r, &o);
            break;
        }
    }
    json_decref(o.json);
    return good;
}

static bool is_gzip(const char *text, size_t bytes) {
    return bytes > 2 && (unsigned char)text[0] == 0x1f && (unsigned char)text[1] == 0x8b;
}

struct jit_file *jit_read(struct session *s, const char *text, size_t bytes) {
    if (is_gzip(text, bytes)) {
        size_t unpacked_bytes;
        char *unpacked = jit_unpack(s, (const unsigned char *)text, bytes, &unpacked_bytes);
        bool again = unpacked && is_gzip(unpacked, unpacked_bytes);
        if (again) {
            fail(s, at_object(), "packed twice");
        }
        struct jit_file *file = unpacked && !again ? jit_read(s, unpacked, unpacked_bytes) : NULL;
        free(unpacked);
        return file;
    }
    struct reader r = {.s = s};
    char *copy = arena_copy(&s->arena, text, bytes + 1);
    for (char *line = copy, *next; line < copy + bytes && !r.ended; line = next) {
        char *end = memchr(line, '\n', (size_t)(copy + bytes - line));
        next = end ? end + 1 : copy + bytes;
        size_t length = (size_t)((end ? end : copy + bytes) - line);
        length -= length && line[length - 1] == '\r';
        r.line++;
        if (length && !read_line(&r, line, length)) {
            return NULL;
        }
    }
    if (!r.ended) {
        fail(s, at_object(),
             "the file is cut short: its last line does not say \"end\"; record it "
             "again");
        return NULL;
    }
    if (!r.first) {
        fail(s, at_object(), "no kernel is described; this is no .jit file");
        return NULL;
    }
    struct jit_file *file = ARENA_NEW(&s->arena, struct jit_file);
    *file = (struct jit_file){s->object,   r.first,      r.programs.data, r.programs.count,
                              r.runs.data, r.runs.count, r.contents.data, r.contents.count};
    return file;
}

const struct jit_program *jit_find(const struct jit_file *file, const char *name) {
    const struct jit_program *found = NULL;
    for (size_t i = 0; i < file->program_count; i++) {
        const struct jit_program *program = &file->programs[i];
        bool better = !found || (!found->image.count && program->image.count);
        if (strcmp(program->name, name) == 0 && better) {
            found = program;
        }
    }
    return found;
}
