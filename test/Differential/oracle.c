/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-facts-oracle: reads lines `name program-hex memory-hex` (bpf-gen makes them), solves the
 * facts of each program, runs it in the interpreter and checks every fact of every insn that runs.
 * Prints what does not hold; exit code 1 when something did not. */
#include "oracle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint8_t *parse_hex(struct session *s, const char *text, size_t *bytes) {
    uint8_t *data = arena_alloc(&s->arena, strlen(text) / 2 + 1);
    *bytes = 0;
    for (; digit(text[0]) >= 0 && digit(text[1]) >= 0; text += 2) {
        data[(*bytes)++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
    }
    return data;
}

static void print_diag(const struct bpf_aot_diagnostic *diagnostic, void *name) {
    printf("%s: %s\n", (const char *)name, diagnostic->message);
}

static struct oracle *solve(struct session *s, const void *code, size_t bytes, bool big_endian) {
    struct program *program = program_build_raw(s, code, bytes, big_endian);
    struct facts *facts = program ? facts_solve(s, program, cfg_build(s, program)) : NULL;
    return facts ? oracle_new(s, facts, bytes / INSN_BYTES) : NULL;
}

/* False when a fact does not hold, or the program does not get that far. */
static bool check(const char *name, const char *code_hex, const char *mem_hex, bool big_endian) {
    struct bpf_aot_options options = {.diag = print_diag, .diag_user = (void *)name};
    struct session s = {.options = &options, .object = name};
    size_t code_bytes, mem_bytes;
    uint8_t *code = parse_hex(&s, code_hex, &code_bytes);
    uint8_t *mem = parse_hex(&s, mem_hex, &mem_bytes);
    struct oracle *oracle = solve(&s, code, code_bytes, big_endian);
    bool holds = false;
    if (oracle) {
        oracle->mem_bytes = mem_bytes;
        struct interp_job job = {
            .code = code,
            .code_bytes = code_bytes,
            .mem = mem,
            .mem_bytes = mem_bytes,
            .big_endian = big_endian,
            .budget = 1000000,
            .observe = oracle_observe,
            .observer = oracle,
        };
        interp_run(&job);
        holds = !oracle->wrong[0];
        if (!holds) {
            printf("%s: %s\n", name, oracle->wrong);
        }
    }
    arena_close(&s.arena);
    return holds;
}

int main(int argc, char **argv) {
    bool big_endian = argc > 1 && strcmp(argv[1], "-big-endian") == 0;
    char *line = NULL;
    size_t size = 0;
    uint64_t good = 0, wrong = 0;
    while (getline(&line, &size, stdin) > 0) {
        char *save;
        const char *name = strtok_r(line, " \n", &save);
        const char *code = name ? strtok_r(NULL, " \n", &save) : NULL;
        const char *mem = code ? strtok_r(NULL, " \n", &save) : NULL;
        if (!code) {
            continue;
        }
        bool holds = check(name, code, mem ? mem : "-", big_endian);
        good += holds;
        wrong += !holds;
    }
    free(line);
    printf("%" PRIu64 " programs: all facts hold, %" PRIu64 ": not\n", good, wrong);
    return wrong || !good ? 1 : 0;
}
