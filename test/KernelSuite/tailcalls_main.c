/* SPDX-License-Identifier: Apache-2.0 */
/* Does what its arguments say with the translated programs that it is linked with, through the host
 * API, and prints a number a step:
 *     put MAP KEY PROGRAM    the status of an update of a prog_array
 *     drop MAP KEY           the status of a removal
 *     run PROGRAM HEX        what the program returns on a packet, as BPF_PROG_TEST_RUN gives it
 *     write SECTION AT N     stores 32 bits in a data section; prints 0
 *     read SECTION AT        32 bits of a data section
 * Freestanding, for every target. */
#include "bpf-aot/host.h"
#include "driver/print.h"
#include "start/sys.h"

enum { WORDS_MAX = 4, BYTES_MAX = 256, WRONG = 2 };

static bool same(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static uint32_t number(const char *text) {
    uint32_t value = 0;
    for (; *text; text++) {
        value = value * 10 + (uint32_t)(*text - '0');
    }
    return value;
}

static uint8_t digit(char c) {
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static _Noreturn void stop(const char *what) {
    bpf_aot_error("tailcalls_main: %s", what);
    bpf_aot_sys_exit(WRONG);
}

static struct bpf_aot_map *map_named(const char *name) {
    struct bpf_aot_map *map = bpf_aot_object_find_map(name);
    if (!map) {
        stop(name);
    }
    return map;
}

static const struct bpf_aot_program *program_named(const char *name) {
    const struct bpf_aot_program *program = bpf_aot_object_find_program(name);
    if (!program) {
        stop(name);
    }
    return program;
}

static uint32_t *word_of(char **words) {
    const struct bpf_aot_section *section = bpf_aot_object_find_section(words[1]);
    if (!section || number(words[2]) + sizeof(uint32_t) > section->size_bytes) {
        stop(words[1]);
    }
    return (uint32_t *)(void *)((char *)section->data + number(words[2]));
}

static int64_t do_put(char **words) {
    uint32_t key = number(words[2]), id = bpf_aot_program_id(program_named(words[3]));
    return bpf_aot_map_update(map_named(words[1]), &key, &id, 0);
}

static int64_t do_drop(char **words) {
    uint32_t key = number(words[2]);
    return bpf_aot_map_delete(map_named(words[1]), &key);
}

static int64_t do_run(char **words) {
    uint8_t bytes[BYTES_MAX];
    uint32_t count = 0;
    for (const char *hex = words[2]; hex[0] && hex[1] && count < BYTES_MAX; hex += 2) {
        bytes[count++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
    }
    struct bpf_aot_test_run run = {.data_in = bytes, .data_size_in = count, .repeat = 1};
    if (bpf_aot_prog_run(program_named(words[1]), &run) || run.aborted) {
        stop("the run failed");
    }
    return run.retval;
}

static int64_t do_write(char **words) {
    *word_of(words) = number(words[3]);
    return 0;
}

static int64_t do_read(char **words) {
    return *word_of(words);
}

static const struct {
    const char *name;
    int words;
    int64_t (*run)(char **words);
} steps[] = {
    {"put", 4, do_put},     {"drop", 3, do_drop}, {"run", 3, do_run},
    {"write", 4, do_write}, {"read", 3, do_read},
};

static int do_step(char **words, int left) {
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (same(words[0], steps[i].name) && left >= steps[i].words) {
            int64_t result = steps[i].run(words);
            bpf_aot_print(&bpf_aot_stdout, result < 0 ? "-%U\n" : "%U\n",
                          (uint64_t)(result < 0 ? -result : result));
            return steps[i].words;
        }
    }
    stop(words[0]);
}

int bpf_aot_main(int argc, char **argv) {
    for (int at = 1; at < argc;) {
        at += do_step(argv + at, argc - at);
    }
    return bpf_aot_flush(&bpf_aot_stdout) ? 1 : 0;
}
