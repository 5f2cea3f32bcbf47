/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the host's kernel about every program of an object of the verifier selftests:
 *     kernel_verdict OBJECT [socket|tags]
 * prints a JSON line a program: its BTF decl tags, whether it loads, the end of the verifier's log,
 * the program's tag (a hash), and what it returns on 64 zero bytes if a decl tag says what it
 * should. Each program is loaded in an object opened anew, with the object's auxiliary programs
 * only, as the kernel's test_loader does. With "tags" nothing is loaded: for machines that forbid
 * bpf(2).
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_SIZE = 1 << 24, LOG_SHOWN = 3000, DATA_SIZE = 64, MESSAGES_SIZE = 4096 };

static const char prefix[] = "comment:test_";
static char log_text[LOG_SIZE];
static char messages[MESSAGES_SIZE]; /* libbpf's own, of the load that is going on */

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "kernel_verdict: %s: %s\n", what, why);
    exit(1);
}

static int note_message(enum libbpf_print_level level, const char *format, va_list args) {
    size_t used = strlen(messages);
    bool log = strstr(format, "BEGIN PROG LOAD LOG"); /* libbpf repeats the verifier's log */
    if (level == LIBBPF_WARN && !log && used < sizeof(messages) - 1) {
        vsnprintf(messages + used, sizeof(messages) - used, format, args);
    }
    return 0;
}

static struct bpf_object *open_object(const char *path) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object) {
        die(path, messages[0] ? messages : strerror(errno));
    }
    return object;
}

/* The tags of a function, without their common prefix. */
static json_t *tags_of(const struct bpf_object *object, const char *function) {
    json_t *tags = json_array();
    const struct btf *btf = bpf_object__btf(object);
    int id = btf ? btf__find_by_name_kind(btf, function, BTF_KIND_FUNC) : -1;
    for (unsigned i = 1; id > 0 && i < btf__type_cnt(btf); i++) {
        const struct btf_type *type = btf__type_by_id(btf, i);
        if (!btf_is_decl_tag(type) || (int)type->type != id ||
            btf_decl_tag(type)->component_idx != -1) {
            continue;
        }
        const char *text = btf__str_by_offset(btf, type->name_off);
        if (strncmp(text, prefix, strlen(prefix)) == 0) {
            json_array_append_new(tags, json_string(text + strlen(prefix)));
        }
    }
    return tags;
}

static const char *tag_value(const json_t *tags, const char *name) {
    size_t index, length = strlen(name);
    json_t *tag;
    json_array_foreach((json_t *)tags, index, tag) {
        const char *text = json_string_value(tag);
        if (strncmp(text, name, length) == 0 && (text[length] == '=' || !text[length])) {
            return text[length] ? text + length + 1 : "";
        }
    }
    return NULL;
}

static unsigned flags_of(const json_t *tags) {
    static const struct {
        const char *name;
        unsigned value;
    } names[] = {
        {"BPF_F_STRICT_ALIGNMENT", BPF_F_STRICT_ALIGNMENT},
        {"BPF_F_ANY_ALIGNMENT", BPF_F_ANY_ALIGNMENT},
        {"BPF_F_TEST_RND_HI32", BPF_F_TEST_RND_HI32},
        {"BPF_F_TEST_STATE_FREQ", BPF_F_TEST_STATE_FREQ},
        {"BPF_F_SLEEPABLE", BPF_F_SLEEPABLE},
        {"BPF_F_XDP_HAS_FRAGS", BPF_F_XDP_HAS_FRAGS},
        {"BPF_F_TEST_REG_INVARIANTS", BPF_F_TEST_REG_INVARIANTS},
    };
    const char *text = tag_value(tags, "prog_flags");
    for (size_t i = 0; text && i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(text, names[i].name) == 0 || strcmp(text + (*text == '!'), names[i].name) == 0) {
            return names[i].value;
        }
    }
    return text ? (unsigned)strtoul(text, NULL, 0) : 0;
}

/* What the selftests' callbacks write before a run; retval.py has the same bytes. */
static void fill_test_maps(const struct bpf_object *object) {
    static const char *const names[] = {"map_array_ro", "map_array_48b"};
    unsigned value[12] = {[0] = 7 * sizeof(int), [7] = 0xabcdef12}, key = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct bpf_map *map = bpf_object__find_map_by_name(object, names[i]);
        if (map && bpf_map__value_size(map) == sizeof(value)) {
            bpf_map_update_elem(bpf_map__fd(map), &key, value, 0);
        }
    }
}

static void run(const struct bpf_object *object, const struct bpf_program *program, json_t *line) {
    unsigned char in[DATA_SIZE] = {0}, out[4 * DATA_SIZE];
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = in, .data_size_in = sizeof(in),
                .data_out = out, .data_size_out = sizeof(out), .repeat = 1);
    LIBBPF_OPTS(bpf_test_run_opts, empty);
    struct bpf_test_run_opts *used =
        bpf_program__type(program) == BPF_PROG_TYPE_SYSCALL ? &empty : &options;
    fill_test_maps(object);
    if (bpf_prog_test_run_opts(bpf_program__fd(program), used)) {
        json_object_set_new(line, "run_error", json_string(strerror(errno)));
    } else {
        json_object_set_new(line, "returned", json_integer((int)used->retval));
    }
}

/* Their programs are of another type now, which libbpf would refuse. */
static void leave_out_struct_ops(struct bpf_object *object) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS) {
            bpf_map__set_autocreate(map, false);
        }
    }
}

/* Only the wanted program, and those tagged as auxiliary to it, are loaded. */
static struct bpf_program *choose(struct bpf_object *object, const char *name, bool as_socket) {
    struct bpf_program *program, *wanted = NULL;
    bpf_object__for_each_program(program, object) {
        json_t *tags = tags_of(object, bpf_program__name(program));
        bool is_wanted = strcmp(bpf_program__name(program), name) == 0;
        bpf_program__set_autoload(program, is_wanted || tag_value(tags, "auxiliary"));
        if (as_socket) {
            bpf_program__set_type(program, BPF_PROG_TYPE_SOCKET_FILTER);
            bpf_program__set_expected_attach_type(program, 0);
        }
        bpf_program__set_flags(program, bpf_program__flags(program) | flags_of(tags));
        wanted = is_wanted ? program : wanted;
        json_decref(tags);
    }
    if (as_socket) {
        leave_out_struct_ops(object);
    }
    bpf_program__set_log_buf(wanted, log_text, sizeof(log_text));
    return wanted;
}

static void add_tag(const struct bpf_program *program, json_t *line) {
    struct bpf_prog_info info = {0};
    unsigned bytes = sizeof(info);
    char text[2 * sizeof(info.tag) + 1];
    if (bpf_prog_get_info_by_fd(bpf_program__fd(program), &info, &bytes)) {
        return;
    }
    for (size_t i = 0; i < sizeof(info.tag); i++) {
        snprintf(text + 2 * i, 3, "%02x", info.tag[i]);
    }
    json_object_set_new(line, "tag", json_string(text));
}

enum mode { AS_IT_IS, AS_SOCKET, TAGS_ALONE };

static void ask(const char *path, const char *name, enum mode mode) {
    messages[0] = log_text[0] = 0;
    bool as_socket = mode == AS_SOCKET;
    struct bpf_object *object = open_object(path);
    struct bpf_program *program = choose(object, name, as_socket);
    json_t *tags = tags_of(object, name);
    int error = mode == TAGS_ALONE ? -EPERM : bpf_object__load(object);
    size_t length = strlen(log_text);
    json_t *line = json_pack("{s:s, s:s, s:O, s:b, s:i}", "program", name, "section",
                             bpf_program__section_name(program), "tags", tags, "loaded", error == 0,
                             "error", error);
    const char *end = log_text + (length > LOG_SHOWN ? length - LOG_SHOWN : 0);
    json_object_set_new(line, "log", json_string(end));
    json_object_set_new(line, "libbpf", json_string(messages));
    if (error == 0) {
        add_tag(program, line);
    }
    if (error == 0 && !as_socket && tag_value(tags, "retval")) {
        run(object, program, line);
    }
    json_dumpf(line, stdout, JSON_ENSURE_ASCII);
    putchar('\n');
    json_decref(line);
    json_decref(tags);
    bpf_object__close(object);
}

int main(int argc, char **argv) {
    enum mode mode = argc < 3 ? AS_IT_IS : strcmp(argv[2], "tags") ? AS_SOCKET : TAGS_ALONE;
    if (argc < 2 || argc > 3 || (mode == AS_SOCKET && strcmp(argv[2], "socket"))) {
        die("usage", "kernel_verdict OBJECT [socket|tags]");
    }
    libbpf_set_print(note_message);
    struct bpf_object *names = open_object(argv[1]);
    struct bpf_program *program;
    bpf_object__for_each_program(program, names) {
        ask(argv[1], bpf_program__name(program), mode);
    }
    bpf_object__close(names);
    return 0;
}
