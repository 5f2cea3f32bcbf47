/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a packet program in the kernel (BPF_PROG_TEST_RUN) on the packets of a pcap:
 *     kernel_run OBJECT PROGRAM PCAP [NAME=FILE]...
 * FILE fills map NAME: [["KEYHEX", "VALUEHEX"], ...]; a per-CPU map gets the value on every CPU, a
 * prog_array names of programs, a map of maps names of maps.
 * Prints {"retval": N, "out": "HEX"} a packet, then {"maps": {NAME: [[KEY, VALUE], ...]}}, per-CPU
 * values with those of CPU 0, where it runs. Exit code 3: the kernel does not load the object. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <jansson.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MAX_PACKET = 65535, GROWTH = 4096, MAX_KEY = 512, EXIT_NOT_LOADED = 3 };

static _Noreturn void __attribute__((format(printf, 1, 2))) die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("kernel_run: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static char *to_hex(const uint8_t *data, size_t size) {
    static char text[2 * (MAX_PACKET + GROWTH) + 1];
    for (size_t i = 0; i < size; i++) {
        sprintf(text + 2 * i, "%02x", data[i]);
    }
    text[2 * size] = 0;
    return text;
}

static void from_hex(const char *text, uint8_t *out, size_t size, const char *what) {
    if (!text || strlen(text) != 2 * size) {
        die("%s wants %zu bytes, not '%s'", what, size, text ? text : "nothing");
    }
    for (size_t i = 0; i < size; i++) {
        unsigned byte;
        if (sscanf(text + 2 * i, "%2x", &byte) != 1) {
            die("%s: '%s' is not hexadecimal", what, text);
        }
        out[i] = (uint8_t)byte;
    }
}

static bool is_per_cpu(const struct bpf_map *map) {
    enum bpf_map_type type = bpf_map__type(map);
    return type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
           type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

/* Bytes of a value as the system call sees it: 8-byte multiples for all possible CPUs. */
static size_t value_stride(const struct bpf_map *map) {
    return (bpf_map__value_size(map) + 7) / 8 * 8;
}

static uint8_t *new_value(const struct bpf_map *map) {
    uint8_t *value = calloc((size_t)libbpf_num_possible_cpus(), value_stride(map));
    return value ? value : (die("out of memory"), NULL);
}

/* The value of a prog_array is the name of a program, that of a map of maps the name of a map. */
static bool is_named(enum bpf_map_type type) {
    return type == BPF_MAP_TYPE_PROG_ARRAY || type == BPF_MAP_TYPE_ARRAY_OF_MAPS ||
           type == BPF_MAP_TYPE_HASH_OF_MAPS;
}

static void named_value(struct bpf_object *object, enum bpf_map_type type, json_t *pair,
                        uint8_t *value) {
    const char *name = json_string_value(json_array_get(pair, 1));
    int fd = -1;
    if (name && type == BPF_MAP_TYPE_PROG_ARRAY) {
        struct bpf_program *program = bpf_object__find_program_by_name(object, name);
        fd = program ? bpf_program__fd(program) : -1;
    } else if (name) {
        fd = bpf_object__find_map_fd_by_name(object, name);
    }
    if (fd < 0) {
        die("no program or map '%s'", name ? name : "");
    }
    memcpy(value, &fd, sizeof(fd));
}

static void fill_map(struct bpf_object *object, char *argument) {
    char *file = strchr(argument, '=');
    if (!file) {
        die("'%s' is not NAME=FILE", argument);
    }
    *file++ = 0;
    struct bpf_map *map = bpf_object__find_map_by_name(object, argument);
    json_error_t error;
    json_t *pairs = json_load_file(file, 0, &error), *pair;
    if (!map || !json_is_array(pairs)) {
        die("%s: %s", argument, map ? error.text : "no such map");
    }
    size_t index, copies = is_per_cpu(map) ? (size_t)libbpf_num_possible_cpus() : 1;
    uint8_t key[MAX_KEY], *value = new_value(map);
    json_array_foreach(pairs, index, pair) {
        from_hex(json_string_value(json_array_get(pair, 0)), key, bpf_map__key_size(map), "key");
        if (is_named(bpf_map__type(map))) {
            named_value(object, bpf_map__type(map), pair, value);
        } else {
            from_hex(json_string_value(json_array_get(pair, 1)), value, bpf_map__value_size(map),
                     "value");
        }
        for (size_t i = 1; i < copies; i++) {
            memcpy(value + i * value_stride(map), value, value_stride(map));
        }
        if (bpf_map_update_elem(bpf_map__fd(map), key, value, BPF_ANY)) {
            die("%s: update: %s", argument, strerror(errno));
        }
    }
    json_decref(pairs);
    free(value);
}

static int be_quiet(enum libbpf_print_level level, const char *format, va_list args) {
    return level == LIBBPF_WARN && getenv("VERBOSE") ? vfprintf(stderr, format, args) : 0;
}

/* prog_arrays that the object fills need the programs that they name. */
static bool has_prog_array(const struct bpf_object *object) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        if (bpf_map__type(map) == BPF_MAP_TYPE_PROG_ARRAY) {
            return true;
        }
    }
    return false;
}

/* What the section says, if it is a type with a test run of packets; sections of xdp-tools have
 * names that libbpf does not know. */
static enum bpf_prog_type type_of(const struct bpf_program *program) {
    static const enum bpf_prog_type types[] = {
        BPF_PROG_TYPE_SCHED_CLS,  BPF_PROG_TYPE_SCHED_ACT,      BPF_PROG_TYPE_SOCKET_FILTER,
        BPF_PROG_TYPE_LWT_IN,     BPF_PROG_TYPE_LWT_OUT,        BPF_PROG_TYPE_LWT_XMIT,
        BPF_PROG_TYPE_CGROUP_SKB, BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_PROG_TYPE_LWT_SEG6LOCAL,
        BPF_PROG_TYPE_SK_LOOKUP,
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (bpf_program__type(program) == types[i]) {
            return types[i];
        }
    }
    return BPF_PROG_TYPE_XDP;
}

/* Only the wanted program is loaded, if it can be alone; nothing is pinned, so that runs do not
 * see each other. */
static struct bpf_object *load(const char *path, const char *name) {
    libbpf_set_print(be_quiet);
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || !bpf_object__find_program_by_name(object, name)) {
        die("%s: %s", path, object ? "no such program" : strerror(errno));
    }
    struct bpf_program *program;
    bool all = has_prog_array(object);
    bpf_object__for_each_program(program, object) {
        bool wanted = all || strcmp(bpf_program__name(program), name) == 0;
        bpf_program__set_autoload(program, wanted);
        if (wanted) {
            bpf_program__set_type(program, type_of(program));
        }
    }
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        bpf_map__set_pin_path(map, NULL);
    }
    if (bpf_object__load(object)) {
        fprintf(stderr, "kernel_run: the kernel does not load %s\n", path);
        exit(EXIT_NOT_LOADED);
    }
    return object;
}

/* The kernel wants the context itself, with a family: what the packet, of TCP or UDP and without
 * options or extension headers, would make it look for. */
static void run_lookup(int program, const uint8_t *packet, uint32_t size) {
    enum { ETH = 14, IPV4 = 20, IPV6 = 40 };
    struct bpf_sk_lookup context = {0};
    bool is_ip4 = packet[12] == 0x08;
    const uint8_t *ip = packet + ETH, *ports = ip + (is_ip4 ? IPV4 : IPV6);
    if (size < (uint32_t)(ports - packet) + 4) {
        die("a packet of %u bytes is too short for an sk_lookup program", size);
    }
    context.family = is_ip4 ? AF_INET : AF_INET6;
    context.protocol = is_ip4 ? ip[9] : ip[6];
    if (is_ip4) {
        memcpy(&context.remote_ip4, ip + 12, 4);
        memcpy(&context.local_ip4, ip + 16, 4);
    } else {
        memcpy(context.remote_ip6, ip + 8, 16);
        memcpy(context.local_ip6, ip + 24, 16);
    }
    memcpy(&context.remote_port, ports, 2);
    context.local_port = (uint32_t)ports[2] << 8 | ports[3];
    LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &context, .ctx_size_in = sizeof(context),
                .ctx_out = &context, .ctx_size_out = sizeof(context), .repeat = 1);
    if (bpf_prog_test_run_opts(program, &options)) {
        die("test run of a lookup: %s", strerror(errno));
    }
    printf("{\"retval\": %u, \"out\": \"\"}\n", options.retval);
}

static void run_packet(int program, const uint8_t *packet, uint32_t size) {
    static uint8_t out[MAX_PACKET + GROWTH];
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = size,
                .data_out = out, .data_size_out = sizeof(out), .repeat = 1);
    if (bpf_prog_test_run_opts(program, &options)) {
        die("test run of %u bytes: %s", size, strerror(errno));
    }
    printf("{\"retval\": %u, \"out\": \"%s\"}\n", options.retval,
           to_hex(out, options.data_size_out));
}

static void run_pcap(const struct bpf_program *program, const char *path) {
    static uint8_t packet[MAX_PACKET];
    uint32_t header[6], record[4];
    FILE *file = fopen(path, "rb");
    if (!file || fread(header, sizeof(header), 1, file) != 1 || header[0] != 0xa1b2c3d4) {
        die("%s is not a pcap of this byte order", path);
    }
    while (fread(record, sizeof(record), 1, file) == 1) {
        if (record[2] > MAX_PACKET || fread(packet, record[2], 1, file) != 1) {
            die("%s is cut off", path);
        }
        bool looks_up = bpf_program__type(program) == BPF_PROG_TYPE_SK_LOOKUP;
        (looks_up ? run_lookup : run_packet)(bpf_program__fd(program), packet, record[2]);
    }
    fclose(file);
}

static json_t *dump_map(const struct bpf_map *map) {
    uint8_t key[MAX_KEY], *value = new_value(map);
    const uint8_t *previous = NULL;
    json_t *pairs = json_array();
    while (bpf_map_get_next_key(bpf_map__fd(map), previous, key) == 0) {
        if (bpf_map_lookup_elem(bpf_map__fd(map), key, value) == 0) {
            json_t *pair = json_array();
            json_array_append_new(pair, json_string(to_hex(key, bpf_map__key_size(map))));
            json_array_append_new(pair, json_string(to_hex(value, bpf_map__value_size(map))));
            json_array_append_new(pairs, pair);
        }
        previous = key;
    }
    free(value);
    return pairs;
}

static void dump_maps(struct bpf_object *object) {
    json_t *maps = json_object();
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        /* An XSKMAP cannot be read back; programs and maps are numbers of the moment. */
        bool readable = bpf_map__type(map) != BPF_MAP_TYPE_XSKMAP &&
                        bpf_map__type(map) != BPF_MAP_TYPE_PROG_ARRAY &&
                        bpf_map__type(map) != BPF_MAP_TYPE_ARRAY_OF_MAPS &&
                        bpf_map__type(map) != BPF_MAP_TYPE_HASH_OF_MAPS;
        if (!bpf_map__is_internal(map) && readable) {
            json_object_set_new(maps, bpf_map__name(map), dump_map(map));
        }
    }
    json_t *line = json_pack("{s:o}", "maps", maps);
    json_dumpf(line, stdout, 0);
    putchar('\n');
    json_decref(line);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        die("usage: kernel_run OBJECT PROGRAM PCAP [MAP=FILE]...");
    }
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof(first), &first);
    struct bpf_object *object = load(argv[1], argv[2]);
    for (int i = 4; i < argc; i++) {
        fill_map(object, argv[i]);
    }
    run_pcap(bpf_object__find_program_by_name(object, argv[2]), argv[3]);
    dump_maps(object);
    bpf_object__close(object);
    return 0;
}
