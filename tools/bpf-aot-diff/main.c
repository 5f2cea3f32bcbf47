/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-aot-diff: what a kernel's JIT made of programs beside what bpf-aot makes of them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare/show.h"
#include "driver/driver.h"
#include "files.h"
#include "live.h"
#include "translate.h"

enum { OBJECTS_MAX = 256, JITS_MAX = 64, PACKETS_MAX = 64 };

struct settings {
    struct translate_settings translate;
    const char *objects[OBJECTS_MAX];
    size_t object_count;
    const char *jits[JITS_MAX];
    size_t jit_count;
    struct bytes packets[PACKETS_MAX];
    size_t packet_count;
    bool live, run, json, help, color;
    const char *json_path, *html_path, *parts, *mca;
    struct show show;
};

static bool read_jit(void *settings, const char *value) {
    struct settings *own = settings;
    if (own->jit_count == JITS_MAX) {
        return usage_error("more than %d times -jit", JITS_MAX);
    }
    own->jits[own->jit_count++] = value;
    return true;
}

static bool read_live(void *settings, const char *value) {
    ((struct settings *)settings)->live = true;
    return true;
}

static bool read_run(void *settings, const char *value) {
    ((struct settings *)settings)->run = true;
    return true;
}

static bool read_mca(void *settings, const char *value) {
    ((struct settings *)settings)->mca = value;
    return true;
}

static bool read_packet(void *settings, const char *value) {
    struct settings *own = settings;
    size_t bytes = strlen(value);
    unsigned char *copy = (unsigned char *)strdup(value);
    if (own->packet_count == PACKETS_MAX || !copy || !hex_decode(copy, &bytes)) {
        free(copy);
        return usage_error("-packet takes bytes in hex, at most %d times, not '%s'", PACKETS_MAX,
                           value);
    }
    own->run = true;
    own->packets[own->packet_count++] = (struct bytes){copy, bytes};
    return true;
}

static bool read_show(void *settings, const char *value) {
    struct settings *own = settings;
    own->parts = value;
    const struct {
        const char *name;
        bool *part;
    } parts[] = {{"listing", &own->show.listing},
                 {"totals", &own->show.totals},
                 {"insns", &own->show.insns},
                 {"blocks", &own->show.blocks},
                 {"summary", &own->show.summary}};
    for (const char *at = value; *at;) {
        size_t length = strcspn(at, ","), i = 0;
        while (i < 5 && (strlen(parts[i].name) != length || strncmp(at, parts[i].name, length))) {
            i++;
        }
        if (i == 5) {
            return usage_error("-show takes listing, totals, insns, blocks and summary, not '%.*s'",
                               (int)length, at);
        }
        *parts[i].part = true;
        at += length + (at[length] == ',');
    }
    return true;
}

static bool read_json(void *settings, const char *value) {
    ((struct settings *)settings)->json = true;
    ((struct settings *)settings)->json_path = value;
    return true;
}

static bool read_html(void *settings, const char *value) {
    ((struct settings *)settings)->html_path = value;
    return true;
}

static bool color_by_default(void) {
    const char *no = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(no && *no);
}

static bool read_color(void *settings, const char *value) {
    bool always = !value || strcmp(value, "always") == 0;
    bool is_auto = value && strcmp(value, "auto") == 0;
    ((struct settings *)settings)->color = is_auto ? color_by_default() : always;
    return always || is_auto || strcmp(value, "never") == 0 ||
           usage_error("-color takes auto, always or never, not '%s'", value);
}

static bool read_help(void *settings, const char *value) {
    ((struct settings *)settings)->help = true;
    return true;
}

static bool read_operand(void *settings, const char *value) {
    struct settings *own = settings;
    if (own->object_count == OBJECTS_MAX) {
        return usage_error("more than %d objects", OBJECTS_MAX);
    }
    own->objects[own->object_count++] = value;
    return true;
}

static const struct option options[] = {
#define OPTION(field, name, arg, value, help) {name, OPTION_##arg, value, help, read_##field},
#include "options.def"
};

static const struct option_table own_options = {options, sizeof(options) / sizeof(options[0])};

static void print_help(void) {
    struct option_table translate = translate_options();
    puts("usage: bpf-aot-diff [options] prog.o... -jit FILE...\n"
         "       bpf-aot-diff [options] prog.o... -live\n"
         "Shows what a kernel's JIT made of BPF programs beside what bpf-aot makes of them.\n\n"
         "options:");
    options_print_help(&own_options);
    puts("\noptions of the translation:");
    options_print_help(&translate);
    puts("\nexit code: 0 compared (findings included), 1 input rejected, 2 wrong options, 3 "
         "internal "
         "error");
}

/* The file of a session's arena; NULL after a message. */
static struct jit_file *open_jit(struct session *s, const char *path) {
    unsigned char *text;
    size_t bytes;
    if (!file_read(path, &text, &bytes)) {
        return NULL;
    }
    s->object = path;
    struct jit_file *file = jit_read(s, (const char *)text, bytes);
    free(text);
    return file;
}

/* One object beside one file, where both are of one byte order. */
static bool compare(struct session *s, const struct settings *settings,
                    const struct compare_input *input, bool *fits, struct comparisons *all) {
    const unsigned char *elf = input->object;
    bool is_elf = input->object_bytes > 5 && memcmp(elf, "\177ELF", 4) == 0;
    bool big_endian = is_elf && elf[5] == 2;
    bool several = settings->object_count > 1 || settings->jit_count > 1;
    if (several && is_elf && big_endian != input->file->setting->big_endian) {
        return true;
    }
    *fits = true;
    s->object = input->object_path;
    size_t first = all->count;
    bool good = compare_object(s, input, all);
    struct run_inputs more = {settings->packets, settings->packet_count};
    for (size_t i = first; good && settings->run && i < all->count; i++) {
        good = compare_run(s, input->options, input->object, input->object_bytes, &more,
                           &all->data[i]);
    }
    for (size_t i = first; good && settings->mca && i < all->count; i++) {
        good = compare_mca(s, settings->mca, &all->data[i]);
    }
    return good;
}

static bool check_target(struct session *s, const struct settings *settings,
                         const struct jit_file *file) {
    const char *wanted = settings->translate.options.target;
    s->object = file->path;
    const struct target_row *row = compare_target(s, file);
    if (row && wanted && strcmp(wanted, row->name) != 0) {
        return fail(s, at_object(),
                    "recorded on %s (%s), but -target says %s; record it there (test/KernelJit)",
                    row->name, file->setting->machine, wanted);
    }
    return row != NULL;
}

static bool check_live(const struct settings *settings) {
    const char *wanted = settings->translate.options.target, *host = bpf_aot_host_target();
    if (settings->live && wanted && (!host || strcmp(wanted, host) != 0)) {
        return usage_error("-live asks this machine's kernel, which is %s; for %s record a file on "
                           "such a machine or with test/KernelJit, and give it with -jit",
                           host ? host : "of no known target", wanted);
    }
    return true;
}

static bool compare_with(struct session *s, const struct settings *settings,
                         struct compare_input *input, struct jit_file **files, size_t file_count,
                         struct comparisons *all) {
    bool fits = false;
    for (size_t i = 0; i < file_count; i++) {
        struct bpf_aot_options with_target = settings->translate.options;
        with_target.target = files[i]->setting->target;
        input->file = files[i];
        input->options = &with_target;
        if (!compare(s, settings, input, &fits, all)) {
            return false;
        }
    }
    return fits || fail(s, at_object(), "no .jit file is of this object's byte order");
}

static bool compare_all(struct session *s, const struct settings *settings, unsigned char **objects,
                        struct comparisons *all) {
    struct jit_file *files[JITS_MAX];
    for (size_t i = 0; i < settings->jit_count; i++) {
        files[i] = open_jit(s, settings->jits[i]);
        if (!files[i] || !check_target(s, settings, files[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < settings->object_count; i++) {
        struct compare_input input = {.object_path = settings->objects[i]};
        s->object = input.object_path;
        if (!file_read(input.object_path, &objects[i], &input.object_bytes)) {
            return false;
        }
        input.object = objects[i];
        size_t file_count = settings->jit_count;
        if (settings->live) {
            files[0] = live_ask(s, input.object_path, settings->packets, settings->packet_count);
            if (!files[0] || !check_target(s, settings, files[0])) {
                return false;
            }
            file_count = 1;
        }
        s->object = input.object_path;
        if (!compare_with(s, settings, &input, files, file_count, all)) {
            return false;
        }
    }
    return true;
}

/* Writes through memory, so that an old file stays when something is wrong. */
static bool write_file(struct session *s, const struct comparisons *all, const char *path,
                       void (*show)(struct session *, const struct comparisons *, FILE *)) {
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    if (!out) {
        return usage_error("out of memory");
    }
    show(s, all, out);
    bool good = fclose(out) == 0 && file_write(path, text, bytes, false);
    free(text);
    return good;
}

static bool show_all(struct session *s, struct settings *settings, const struct comparisons *all) {
    struct show *show = &settings->show;
    if (!settings->parts) {
        show->listing = show->totals = all->count == 1;
        show->summary = all->count > 1;
    }
    show->out = stdout;
    show->color = settings->color;
    const char *json_path = settings->json_path ? settings->json_path : "-";
    bool good = !settings->json || write_file(s, all, json_path, show_json);
    good = good && (!settings->html_path || write_file(s, all, settings->html_path, show_html));
    bool quiet = settings->json && strcmp(json_path, "-") == 0;
    if (good && !quiet && (settings->parts || !settings->html_path)) {
        show_text(s, all, show);
    }
    return good;
}

static bool check(const struct settings *settings) {
    if (!settings->object_count) {
        return usage_error("no input file (-help shows how to call this)");
    }
    if (!settings->jit_count == !settings->live) {
        return usage_error("either -jit FILE or -live says what the kernel made");
    }
    return check_live(settings);
}

int main(int argc, char **argv) {
    static struct settings settings;
    static unsigned char *objects[OBJECTS_MAX];
    struct option_table tables[] = {own_options, translate_options()};
    tool_name = "bpf-aot-diff";
    settings.color = color_by_default();
    if (!options_parse(tables, 2, argc, argv, &settings, read_operand)) {
        return BPF_AOT_USAGE;
    }
    if (settings.help) {
        print_help();
        return BPF_AOT_OK;
    }
    if (!check(&settings)) {
        return BPF_AOT_USAGE;
    }
    driver_exit_on_llvm_fatal();
    settings.translate.options.diag = translate_report;
    struct session session = {.options = &settings.translate.options, .object = tool_name};
    struct comparisons all = {0};
    bool good =
        compare_all(&session, &settings, objects, &all) && show_all(&session, &settings, &all);
    compare_close(&all);
    for (size_t i = 0; i < settings.object_count; i++) {
        free(objects[i]);
    }
    for (size_t i = 0; i < settings.packet_count; i++) {
        free((void *)settings.packets[i].data);
    }
    arena_close(&session.arena);
    return good ? BPF_AOT_OK : BPF_AOT_REJECTED;
}
