/* SPDX-License-Identifier: Apache-2.0 */
/* Two loads a program, each of an object opened anew: one with the log that says all (level 2),
 * one with BPF_F_STRICT_ALIGNMENT. Nothing is attached, pinned or run. */
#include "record.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "options.h"

enum {
    FIRST_LOG_BYTES = 1 << 24,
    LARGEST_LOG_BYTES = (1 << 30) - 1, /* kernel: bpf_verifier_log_attr_valid */
    LOG_LEVEL_FULL = 2,
};

struct recorder {
    const char *name;
    const void *object;
    size_t object_bytes;
    FILE *out;
    char *log;
    size_t log_bytes;
};

static int say_nothing(enum libbpf_print_level level, const char *format, va_list args) {
    return 0;
}

/* A map's pin would outlive us, or bring in another's map. */
static struct bpf_object *open_object(const struct recorder *r, const char *only) {
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "bpf_aot");
    struct bpf_object *object = bpf_object__open_mem(r->object, r->object_bytes, &options);
    struct bpf_program *program;
    struct bpf_map *map;
    if (!object) {
        return NULL;
    }
    bpf_object__for_each_map(map, object) {
        bpf_map__set_pin_path(map, NULL);
    }
    bpf_object__for_each_program(program, object) {
        bpf_program__set_autoload(program, only && strcmp(bpf_program__name(program), only) == 0);
    }
    return object;
}

/* 0, or what libbpf says. *object stays open for who wants to look at it. */
static int load(struct recorder *r, const char *name, unsigned flags, struct bpf_object **object) {
    *object = open_object(r, name);
    if (!*object) {
        return -errno;
    }
    struct bpf_program *program = bpf_object__find_program_by_name(*object, name);
    if (!program) {
        return -ENOENT;
    }
    bpf_program__set_flags(program, bpf_program__flags(program) | flags);
    bpf_program__set_log_buf(program, r->log, r->log_bytes);
    bpf_program__set_log_level(program, flags ? 0 : LOG_LEVEL_FULL);
    return bpf_object__load(*object);
}

/* With a larger log as long as the kernel finds it too small. */
static int load_with_log(struct recorder *r, const char *name, struct bpf_object **object) {
    int error;
    while ((error = load(r, name, 0, object)) == -ENOSPC && r->log_bytes < LARGEST_LOG_BYTES) {
        size_t bytes = r->log_bytes < LARGEST_LOG_BYTES / 4 ? 4 * r->log_bytes : LARGEST_LOG_BYTES;
        char *larger = malloc(bytes);
        if (!larger) {
            return error;
        }
        free(r->log);
        r->log = larger;
        r->log_bytes = bytes;
        bpf_object__close(*object);
        *object = NULL;
    }
    return error;
}

static bool is_aligned(struct recorder *r, const char *name) {
    struct bpf_object *object;
    bool aligned = load(r, name, BPF_F_STRICT_ALIGNMENT, &object) == 0;
    bpf_object__close(object);
    return aligned;
}

static void write_code(FILE *out, const struct bpf_program *program) {
    enum { INSNS_A_LINE = 4 };
    const unsigned char *code = (const unsigned char *)bpf_program__insns(program);
    size_t count = bpf_program__insn_cnt(program), size = sizeof(struct bpf_insn);
    for (size_t i = 0; i < count; i++) {
        fputs(i % INSNS_A_LINE ? "" : i ? "\ncode " : "code ", out);
        for (size_t b = 0; b < size; b++) {
            fprintf(out, "%02x", code[i * size + b]);
        }
    }
    fputc('\n', out);
}

/* How the verifier found out which numbers it needs is of no use later, nor is the source. */
static bool is_chatter(const char *line) {
    return *line == ';' || *line == '\n' || *line == 0 ||
           strncmp(line, "mark_precise", strlen("mark_precise")) == 0;
}

static void write_log(FILE *out, const char *log) {
    while (*log) {
        const char *end = strchrnul(log, '\n');
        if (!is_chatter(log)) {
            fprintf(out, "|%.*s\n", (int)(end - log), log);
        }
        log = *end ? end + 1 : end;
    }
}

/* The last line of a log before its statistics: why the verifier refused. */
static void warn_refused(const struct recorder *r, const char *name, int error) {
    char *stop = strstr(r->log, "\nprocessed ");
    if (stop) {
        *stop = 0;
    }
    char *line = strrchr(r->log, '\n');
    fprintf(stderr, "%s: warning: no facts of program '%s': the kernel does not load it: %s%s%s\n",
            r->name, name, strerror(-error), *r->log ? ": " : "",
            !*r->log ? ""
            : line   ? line + 1
                     : r->log);
}

static void write_program(struct recorder *r, const struct bpf_program *program) {
    const char *name = bpf_program__name(program);
    /* The second load has no use for the log of the first. */
    struct recorder quiet = *r;
    quiet.log = NULL;
    quiet.log_bytes = 0;
    fprintf(r->out, "program %s\ntype %s\n", name,
            libbpf_bpf_prog_type_str(bpf_program__type(program)));
    write_code(r->out, program);
    fprintf(r->out, "strict-alignment %s\nlog\n", is_aligned(&quiet, name) ? "yes" : "no");
    write_log(r->out, r->log);
    fputs("end\n", r->out);
}

static void record(struct recorder *r, const char *name) {
    struct bpf_object *object = NULL;
    r->log[0] = 0;
    int error = load_with_log(r, name, &object);
    if (error) {
        warn_refused(r, name, error);
    } else {
        write_program(r, bpf_object__find_program_by_name(object, name));
    }
    bpf_object__close(object);
}

static void write_head(FILE *out) {
    struct utsname kernel;
    uname(&kernel);
    const char *order = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? "big" : "little";
    fprintf(out, "bpf-aot-facts 1\nkernel %s %s\norder %s\n", kernel.release, kernel.machine,
            order);
}

static bool record_all(struct recorder *r, const char *prog) {
    struct bpf_object *names = open_object(r, NULL);
    struct bpf_program *program;
    if (!names) {
        return usage_error("%s: libbpf does not open it: %s", r->name, strerror(errno));
    }
    write_head(r->out);
    bpf_object__for_each_program(program, names) {
        if (!prog || strcmp(bpf_program__name(program), prog) == 0) {
            record(r, bpf_program__name(program));
        }
    }
    bpf_object__close(names);
    return true;
}

bool record_facts(const char *name, const void *object, size_t object_bytes, const char *prog,
                  char **text, size_t *text_bytes) {
    struct recorder r = {
        .name = name,
        .object = object,
        .object_bytes = object_bytes,
        .log = malloc(FIRST_LOG_BYTES),
        .log_bytes = FIRST_LOG_BYTES,
        .out = open_memstream(text, text_bytes),
    };
    bool good = r.log && r.out ? true : usage_error("out of memory");
    libbpf_set_print(say_nothing);
    good = good && record_all(&r, prog);
    if (r.out) {
        good = (fclose(r.out) == 0 || usage_error("out of memory")) && good;
    }
    free(r.log);
    return good;
}
