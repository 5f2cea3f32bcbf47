/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the driver's text line by line. Lines of entries follow one that names their map; whatever
 * is not understood goes through as it is. */
#include "pretty.h"

#include <bpf/btf.h>
#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "btf_json.h"
#include "files.h"
#include "object/object.h"
#include "options.h"

struct printer {
    struct object *object;
    struct btf_json json;
    const struct map_def *map; /* of the entries that follow, or NULL */
    size_t section;            /* ELF index, or 0 */
};

/* "HEAD NAME: ..." */
static bool names(const char *line, const char *head, const char *name) {
    size_t head_length = strlen(head), length = strlen(name);
    return strncmp(line, head, head_length) == 0 &&
           strncmp(line + head_length, name, length) == 0 && line[head_length + length] == ':';
}

static void find_owner(struct printer *p, const char *line) {
    p->map = NULL;
    p->section = 0;
    for (size_t i = 0; i < p->object->map_count; i++) {
        if (names(line, "map ", p->object->maps[i].name)) {
            p->map = &p->object->maps[i];
        }
    }
    for (size_t i = 1; i < p->object->section_count; i++) {
        if (names(line, "section ", p->object->sections[i].name)) {
            p->section = i;
        }
    }
}

/* Decodes digits in place; where they end. */
static char *take_hex(char *text, size_t *size_bytes) {
    size_t digits = strspn(text, "0123456789abcdef");
    char pair[3] = {0};
    *size_bytes = digits / 2;
    for (size_t i = 0; i < *size_bytes; i++) {
        memcpy(pair, text + 2 * i, 2);
        text[i] = (char)strtoul(pair, NULL, 16);
    }
    return text + digits;
}

static void print_bytes(struct printer *p, uint32_t type_id, const char *bytes, size_t size) {
    btf_json_print(&p->json, type_id, (const uint8_t *)bytes, size);
}

/* "[V V V]", a value for each CPU. */
static void print_values(struct printer *p, char *text) {
    FILE *out = p->json.out;
    fputs("\"values\":[", out);
    for (unsigned cpu = 0; *text && *text != ']'; cpu++) {
        size_t size;
        char *value = text;
        text = take_hex(text, &size);
        fprintf(out, "%s{\"cpu\":%u,\"value\":", cpu ? "," : "", cpu);
        print_bytes(p, p->map->value_type_id, value, size);
        fputc('}', out);
        text += *text == ' ';
    }
    fputs("]}\n", out);
}

static void print_value(struct printer *p, char *text) {
    size_t size;
    size_t length = strcspn(text, "\n");
    fputs("\"value\":", p->json.out);
    if (strspn(text, "0123456789abcdef") != length) { /* the name of a program or a map */
        btf_json_text(p->json.out, text, length);
        fputs("}\n", p->json.out);
        return;
    }
    take_hex(text, &size);
    print_bytes(p, p->map->value_type_id, text, size);
    fputs("}\n", p->json.out);
}

static void print_entry(struct printer *p, char *line) {
    size_t size;
    char *key = line + 2;
    size_t digits = strspn(key, "0123456789abcdef");
    if (digits == 0 || strncmp(key + digits, ": ", 2) != 0) {
        fputs(line, p->json.out);
        return;
    }
    char *value = take_hex(key, &size) + 2;
    fputs("  {\"key\":", p->json.out);
    print_bytes(p, p->map->key_type_id, key, size);
    fputc(',', p->json.out);
    if (*value == '[') {
        print_values(p, value + 1);
    } else {
        print_value(p, value);
    }
}

static uint32_t type_of_variable(const struct object *object, const char *name) {
    for (uint32_t id = 1; object->btf && id < btf__type_cnt(object->btf); id++) {
        const struct btf_type *type = btf__type_by_id(object->btf, id);
        if (btf_is_var(type) &&
            strcmp(btf__name_by_offset(object->btf, type->name_off), name) == 0) {
            return type->type;
        }
    }
    return 0;
}

/* The section's variables in the order of the symbol table. */
static void print_section(struct printer *p, char *line) {
    size_t size;
    const char *comma = "";
    char *bytes = strstr(line, ": ");
    if (!bytes) {
        fputs(line, p->json.out);
        return;
    }
    bytes += 2;
    take_hex(bytes, &size);
    fputs("  {", p->json.out);
    for (size_t i = 0; i < p->object->symbol_count; i++) {
        const struct symbol *symbol = &p->object->symbols[i];
        if (symbol->section != p->section || symbol->type != STT_OBJECT || symbol->value > size ||
            symbol->size > size - symbol->value) {
            continue;
        }
        fputs(comma, p->json.out);
        btf_json_text(p->json.out, symbol->name, strlen(symbol->name));
        fputc(':', p->json.out);
        print_bytes(p, type_of_variable(p->object, symbol->name), bytes + symbol->value,
                    symbol->size);
        comma = ",";
    }
    fputs("}\n", p->json.out);
}

static void print_all(struct printer *p, FILE *in) {
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, in) > 0) {
        bool is_entry = strncmp(line, "  ", 2) == 0;
        if (!is_entry) {
            find_owner(p, line);
        }
        if (is_entry && p->map) {
            print_entry(p, line);
        } else if (is_entry && p->section) {
            print_section(p, line);
        } else {
            fputs(line, p->json.out);
        }
    }
    free(line);
}

/* What is wrong with the object has been said by the translation. */
static void say_nothing(const struct bpf_aot_diagnostic *d, void *user) {
}

static int print_as(const char *path, int in, int out) {
    const struct bpf_aot_options options = {.diag = say_nothing};
    struct session session = {.options = &options, .object = path};
    unsigned char *data;
    size_t size_bytes;
    if (!file_read(path, &data, &size_bytes)) {
        return 1;
    }
    struct printer p = {.object = object_open(&session, data, size_bytes)};
    FILE *from = fdopen(in, "r");
    p.json.out = fdopen(out, "w");
    if (!p.object || !from || !p.json.out) {
        return 1;
    }
    p.json.btf = p.object->btf;
    p.json.big_endian = p.object->big_endian;
    print_all(&p, from);
    return fflush(p.json.out) == 0 ? 0 : 1;
}

bool pretty_start(struct pretty *pretty, const char *path) {
    int ends[2];
    fflush(NULL);
    pretty->output = dup(STDOUT_FILENO);
    if (pretty->output < 0 || pipe(ends) || (pretty->printer = fork()) < 0) {
        return usage_error("cannot start printing: %s", strerror(errno));
    }
    if (pretty->printer == 0) {
        close(ends[1]);
        _exit(print_as(path, ends[0], pretty->output));
    }
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    return true;
}

bool pretty_finish(struct pretty *pretty) {
    int status = 0;
    if (pretty->printer <= 0) {
        return true;
    }
    dup2(pretty->output, STDOUT_FILENO); /* closes the pipe */
    close(pretty->output);
    return waitpid(pretty->printer, &status, 0) > 0 && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}
