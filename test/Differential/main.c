/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-gen: prints random programs, one a line: name, program and memory as hex. A program
 * depends on the seed and its number alone. */
#include "gen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    uint64_t seed, count, first;
    bool big_endian, atomics;
};

static void print_hex(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%02x", bytes[i]);
    }
}

static void print_program(const struct gen *g, const struct options *options, uint64_t number) {
    printf("r%" PRIu64 "_%" PRIu64 " ", options->seed, number);
    for (size_t i = 0; i < g->count; i++) {
        uint8_t bytes[8];
        gen_encode(&g->insns[i], options->big_endian, bytes);
        print_hex(bytes, sizeof(bytes));
    }
    putchar(' ');
    if (g->mem_size) {
        print_hex(g->mem, (size_t)g->mem_size);
    } else {
        putchar('-');
    }
    putchar('\n');
}

static bool parse(int argc, char **argv, struct options *options) {
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "-big-endian") == 0) {
            options->big_endian = true;
        } else if (strcmp(argv[i], "-no-atomics") == 0) {
            options->atomics = false;
        } else if (value && strcmp(argv[i], "-seed") == 0) {
            options->seed = strtoull(argv[++i], NULL, 0);
        } else if (value && strcmp(argv[i], "-count") == 0) {
            options->count = strtoull(argv[++i], NULL, 0);
        } else if (value && strcmp(argv[i], "-first") == 0) {
            options->first = strtoull(argv[++i], NULL, 0);
        } else {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    static struct gen g;
    struct options options = {.seed = 1, .count = 1, .atomics = true};
    if (!parse(argc, argv, &options)) {
        fprintf(stderr,
                "usage: bpf-gen [-seed N] [-count N] [-first N] [-big-endian] [-no-atomics]\n");
        return 2;
    }
    for (uint64_t i = options.first; i < options.first + options.count; i++) {
        gen_program(&g, options.seed * UINT64_C(0xd1342543de82ef95) + i, options.atomics);
        print_program(&g, &options, i);
    }
    return 0;
}
