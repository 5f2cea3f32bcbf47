/* SPDX-License-Identifier: Apache-2.0 */
/* Asks this machine's kernel, by bpf(2), what programs return (BPF_PROG_TEST_RUN):
 *     oracle object FILE STEP...                 with all programs loaded
 *     oracle only NAME TYPE ATTACH FILE STEP...  with that one, as that type, and those in
 * "callees" oracle dump FILE LEAST MOST HEX            each eBPF program of LEAST to MOST insns
 * that harness.c has dumped, as a socket filter The steps are those of tailcalls_main.c and `fill
 * MAP KEYHEX VALUEHEX`; each prints a number, `run` also the packet as it was left. `dump` prints
 * NUMBER and that, or NUMBER refused. Exit code 3: the kernel does not load it; 4: it has no test
 * run for it; 5: libbpf does not load it. Why is on standard error. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOG_BYTES = 1 << 20, PACKET_BYTES = 256, ROOM = 4096, WORD_BYTES = 256 };
enum exit_code { EXIT_WRONG = 2, EXIT_REFUSED, EXIT_NO_RUN, EXIT_LIBBPF };

static char messages[LOG_BYTES]; /* libbpf's, the verifier's log among them */

static _Noreturn void stop(enum exit_code code, const char *what, const char *why) {
    fprintf(stderr, "oracle: error: %s: %s\n", what, why);
    exit((int)code);
}

static int note_message(enum libbpf_print_level level, const char *format, va_list args) {
    size_t used = strlen(messages);
    if (level == LIBBPF_WARN && used < sizeof(messages) - 1) {
        vsnprintf(messages + used, sizeof(messages) - used, format, args);
    }
    return 0;
}

/* Count of bytes. */
static size_t from_hex(const char *text, uint8_t *bytes, size_t most) {
    size_t count = strlen(text) / 2;
    for (size_t i = 0; i < count; i++) {
        unsigned byte;
        if (count > most || sscanf(text + 2 * i, "%2x", &byte) != 1) {
            stop(EXIT_WRONG, text, "no bytes in hexadecimal, or too many");
        }
        bytes[i] = (uint8_t)byte;
    }
    return count;
}

/* Prints what it returned and left; false: errno says why it did not run. */
static bool run_program(int fd, const char *packet) {
    uint8_t in[PACKET_BYTES], out[PACKET_BYTES + ROOM];
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = in, .data_out = out,
                .data_size_out = sizeof(out), .repeat = 1);
    options.data_size_in = (uint32_t)from_hex(packet, in, sizeof(in));
    if (bpf_prog_test_run_opts(fd, &options)) {
        return false;
    }
    printf("%u ", options.retval);
    for (uint32_t i = 0; i < options.data_size_out; i++) {
        printf("%02x", out[i]);
    }
    putchar('\n');
    return true;
}

static int map_named(struct bpf_object *object, const char *name) {
    int fd = bpf_object__find_map_fd_by_name(object, name);
    return fd >= 0 ? fd : (stop(EXIT_WRONG, name, "no such map"), -1);
}

static int program_named(struct bpf_object *object, const char *name) {
    struct bpf_program *program = bpf_object__find_program_by_name(object, name);
    return program ? bpf_program__fd(program) : (stop(EXIT_LIBBPF, name, "no such program"), -1);
}

/* The 32 bits at WORDS[2] of the section WORDS[1]. */
static uint32_t *word_of(struct bpf_object *object, char **words) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        size_t bytes, at = strtoul(words[2], NULL, 0);
        const char *name = strrchr(bpf_map__name(map), '.');
        void *data = bpf_map__initial_value(map, &bytes);
        if (name && strcmp(name, words[1]) == 0 && data && at + sizeof(uint32_t) <= bytes) {
            return (uint32_t *)(void *)((char *)data + at);
        }
    }
    stop(EXIT_WRONG, words[1], "no such section");
}

static void print_status(int status) {
    printf("%d\n", status);
}

static void do_put(struct bpf_object *object, char **words) {
    uint32_t key = (uint32_t)strtoul(words[2], NULL, 0);
    int program = program_named(object, words[3]);
    print_status(bpf_map_update_elem(map_named(object, words[1]), &key, &program, BPF_ANY));
}

static void do_drop(struct bpf_object *object, char **words) {
    uint32_t key = (uint32_t)strtoul(words[2], NULL, 0);
    print_status(bpf_map_delete_elem(map_named(object, words[1]), &key) ? -errno : 0);
}

static void do_run(struct bpf_object *object, char **words) {
    if (!run_program(program_named(object, words[1]), words[2])) {
        stop(EXIT_NO_RUN, words[1], strerror(errno));
    }
}

static void do_write(struct bpf_object *object, char **words) {
    *word_of(object, words) = (uint32_t)strtoul(words[3], NULL, 0);
    print_status(0);
}

static void do_read(struct bpf_object *object, char **words) {
    printf("%u\n", *word_of(object, words));
}

static void do_fill(struct bpf_object *object, char **words) {
    uint8_t key[WORD_BYTES], value[WORD_BYTES];
    from_hex(words[2], key, sizeof(key));
    from_hex(words[3], value, sizeof(value));
    print_status(bpf_map_update_elem(map_named(object, words[1]), key, value, BPF_ANY));
}

static const struct {
    const char *name;
    int words;
    void (*run)(struct bpf_object *object, char **words);
} steps[] = {
    {"put", 4, do_put},     {"drop", 3, do_drop}, {"run", 3, do_run},
    {"write", 4, do_write}, {"read", 3, do_read}, {"fill", 4, do_fill},
};

static int do_step(struct bpf_object *object, char **words, int left) {
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (strcmp(words[0], steps[i].name) == 0 && left >= steps[i].words) {
            steps[i].run(object, words);
            return steps[i].words;
        }
    }
    stop(EXIT_WRONG, words[0], "no step, or one with too few words");
}

static struct bpf_object *open_object(const char *path) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    return object ? object : (stop(EXIT_LIBBPF, path, messages), NULL);
}

static void choose(struct bpf_object *object, char **words) {
    struct bpf_program *program;
    bpf_object__for_each_program(program, object) {
        bool is_wanted = strcmp(bpf_program__name(program), words[0]) == 0 ||
                         strcmp(bpf_program__section_name(program), "callees") == 0;
        bpf_program__set_autoload(program, is_wanted);
        bpf_program__set_type(program, (enum bpf_prog_type)atoi(words[1]));
        bpf_program__set_expected_attach_type(program, (enum bpf_attach_type)atoi(words[2]));
    }
}

static int ask_object(struct bpf_object *object, char **words, int count) {
    if (bpf_object__load(object)) {
        bool has_log = strstr(messages, "BEGIN PROG LOAD LOG");
        stop(has_log ? EXIT_REFUSED : EXIT_LIBBPF, "load", messages);
    }
    for (int at = 0; at < count;) {
        at += do_step(object, words + at, count - at);
    }
    bpf_object__close(object);
    return 0;
}

/* struct dumped of stub/harness.c */
struct dumped {
    uint32_t kind, number, insns, expects_failure;
};
enum { DUMPED_EBPF = 1 };

static void ask_program(uint32_t number, const struct bpf_insn *insns, uint32_t count,
                        const char *packet) {
    int fd = bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, NULL, "GPL", insns, count, NULL);
    printf("%u ", number);
    if (fd < 0) {
        printf("refused\n");
    } else if (!run_program(fd, packet)) {
        stop(EXIT_NO_RUN, "run", strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
}

static int ask_dump(char **words) {
    FILE *file = fopen(words[0], "rb");
    unsigned long least = strtoul(words[1], NULL, 0), most = strtoul(words[2], NULL, 0);
    struct dumped record;
    while (file && fread(&record, sizeof(record), 1, file) == 1) {
        struct bpf_insn *insns = calloc(record.insns, sizeof(*insns));
        if (!insns || fread(insns, sizeof(*insns), record.insns, file) != record.insns) {
            stop(EXIT_WRONG, words[0], "ends within a program");
        }
        if (record.kind == DUMPED_EBPF && record.insns >= least && record.insns <= most) {
            ask_program(record.number, insns, record.insns, words[3]);
        }
        free(insns);
    }
    return file ? fclose(file) : (stop(EXIT_WRONG, words[0], strerror(errno)), 1);
}

int main(int argc, char **argv) {
    libbpf_set_print(note_message);
    if (argc == 6 && strcmp(argv[1], "dump") == 0) {
        return ask_dump(argv + 2);
    }
    if (argc > 3 && strcmp(argv[1], "object") == 0) {
        return ask_object(open_object(argv[2]), argv + 3, argc - 3);
    }
    if (argc > 6 && strcmp(argv[1], "only") == 0) {
        struct bpf_object *object = open_object(argv[5]);
        choose(object, argv + 2);
        return ask_object(object, argv + 6, argc - 6);
    }
    stop(EXIT_WRONG, "usage", "oracle object|only|dump, see the source");
}
