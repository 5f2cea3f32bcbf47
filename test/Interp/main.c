/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-interp: runs programs given as hex. One program on stdin, or a file of lines
 * `name program-hex memory-hex` (the memory may be "-" or absent). Prints r0. */
#include "interp/interp.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRACE_INSNS = 1000 }; /* of a program, with -trace */

struct options {
    const char *mem_hex;
    const char *batch;
    bool big_endian, trace;
    uint64_t budget;
};

struct bytes {
    uint8_t *data;
    size_t count;
};

/* -1: not a hexadecimal digit. */
static int digit(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Blanks between bytes are skipped. False on anything else, and on half a byte. */
static bool parse_hex(const char *text, struct bytes *out) {
    out->data = malloc(strlen(text) / 2 + 1);
    out->count = 0;
    if (!out->data) {
        abort();
    }
    if (strcmp(text, "-") == 0) {
        return true;
    }
    for (; *text; text++) {
        if (strchr(" \t\r\n", *text)) {
            continue;
        }
        int high = digit(text[0]), low = text[1] ? digit(text[1]) : -1;
        if (high < 0 || low < 0) {
            return false;
        }
        out->data[out->count++] = (uint8_t)(high << 4 | low);
        text++;
    }
    return true;
}

/* Prints the result or the error; `name` is NULL outside of a batch. */
static bool run_one(const struct options *options, const char *name, const char *code_hex,
                    const char *mem_hex) {
    struct bytes code = {0}, mem = {0};
    bool ok = parse_hex(code_hex, &code) && parse_hex(mem_hex, &mem);
    const char *prefix = name ? name : "", *blank = name ? " " : "";
    if (!ok) {
        fprintf(name ? stdout : stderr, "%s%serror: not hexadecimal\n", prefix, blank);
    } else {
        struct interp_job job = {
            .code = code.data,
            .code_bytes = code.count,
            .mem = mem.data,
            .mem_bytes = mem.count,
            .big_endian = options->big_endian,
            .budget = options->budget,
            .trace = options->trace ? stdout : NULL,
            .trace_insns = TRACE_INSNS,
        };
        struct interp_result result = interp_run(&job);
        ok = result.status == INTERP_OK;
        if (ok) {
            printf("%s%s0x%" PRIx64 "\n", prefix, blank, result.r0);
        } else {
            fprintf(name ? stdout : stderr, "%s%serror: %s at insn %" PRIu64 "\n", prefix, blank,
                    interp_status_name(result.status), result.insn);
        }
    }
    free(code.data);
    free(mem.data);
    return ok;
}

static int run_batch(const struct options *options) {
    FILE *file = fopen(options->batch, "r");
    char *line = NULL;
    size_t size = 0;
    bool ok = true;
    if (!file) {
        perror(options->batch);
        return 2;
    }
    while (getline(&line, &size, file) > 0) {
        char *save;
        const char *name = strtok_r(line, " \t\n", &save);
        const char *code = name ? strtok_r(NULL, " \t\n", &save) : NULL;
        const char *mem = code ? strtok_r(NULL, " \t\n", &save) : NULL;
        if (name && *name != '#') {
            ok &= run_one(options, name, code ? code : "", mem ? mem : "-");
        }
    }
    free(line);
    fclose(file);
    return ok ? 0 : 1;
}

static int run_stdin(const struct options *options) {
    char *text = NULL;
    size_t size = 0;
    if (getdelim(&text, &size, EOF, stdin) < 0) {
        fprintf(stderr, "error: no program on stdin\n");
        free(text);
        return 2;
    }
    bool ok = run_one(options, NULL, text, options->mem_hex);
    free(text);
    return ok ? 0 : 1;
}

int main(int argc, char **argv) {
    struct options options = {.mem_hex = "-"};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "-big-endian") == 0) {
            options.big_endian = true;
            continue;
        }
        if (strcmp(argv[i], "-trace") == 0) {
            options.trace = true;
            continue;
        }
        if (value && strcmp(argv[i], "-mem") == 0) {
            options.mem_hex = value;
        } else if (value && strcmp(argv[i], "-batch") == 0) {
            options.batch = value;
        } else if (value && strcmp(argv[i], "-budget") == 0) {
            options.budget = strtoull(value, NULL, 0);
        } else {
            fprintf(stderr,
                    "usage: bpf-interp [-big-endian] [-budget INSNS] [-trace] [-mem HEX] < "
                    "PROGRAM-HEX\n"
                    "       bpf-interp [-big-endian] [-budget INSNS] [-trace] -batch FILE\n");
            return 2;
        }
        i++;
    }
    return options.batch ? run_batch(&options) : run_stdin(&options);
}
