/* SPDX-License-Identifier: Apache-2.0 */
/* Times an XDP program in this machine's kernel (BPF_PROG_TEST_RUN, repeat) and, linked into this
 * process, translated, in turns:
 *     packet_driver OBJECT PROGRAM PCAP ROUNDS REPEAT [MAP=KEYHEX:VALUEHEX]...
 * The entries go into both sides' maps. The kernel's time is its own mean of the repetitions,
 * without those in which it gave the CPU away. Prints for each packet its bytes, the verdict, and
 * the least nanoseconds a run in the kernel and translated; fails where the verdicts differ. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bpf-aot/runtime.h"

enum { MAX_PACKET = 65535, HEADROOM = 258, MAX_BYTES = 512, CPUS_MAX = 256 };

extern struct bpf_aot_map *const __start_bpf_aot_maps[], *const __stop_bpf_aot_maps[];
extern const struct bpf_aot_program *const __start_bpf_aot_programs[],
    *const __stop_bpf_aot_programs[];
#pragma weak __start_bpf_aot_maps
#pragma weak __stop_bpf_aot_maps

struct sides {
    int kernel;
    uint64_t (*translated)(void *context);
    unsigned rounds, repeat;
};

static _Noreturn void __attribute__((format(printf, 1, 2))) die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    exit(1);
}

static double now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static struct bpf_object *load(const char *path, const char *name) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    struct bpf_program *program;
    struct bpf_map *map;
    if (!object) {
        die("%s: %s", path, strerror(errno));
    }
    bpf_object__for_each_program(program, object) {
        bpf_program__set_autoload(program, strcmp(bpf_program__name(program), name) == 0);
        bpf_program__set_type(program, BPF_PROG_TYPE_XDP);
    }
    bpf_object__for_each_map(map, object) {
        bpf_map__set_pin_path(map, NULL);
    }
    if (bpf_object__load(object)) {
        die("the kernel does not load %s", path);
    }
    return object;
}

static size_t from_hex(const char *text, uint8_t *out) {
    size_t size = 0;
    for (unsigned byte; size < MAX_BYTES && sscanf(text, "%2x", &byte) == 1; text += 2) {
        out[size++] = (uint8_t)byte;
    }
    return size;
}

static struct bpf_aot_map *find_map(const char *name) {
    for (struct bpf_aot_map *const *map = __start_bpf_aot_maps; map < __stop_bpf_aot_maps; map++) {
        if (strcmp((*map)->name, name) == 0) {
            return *map;
        }
    }
    die("no map '%s'", name);
}

static void fill(struct bpf_object *object, char *entry) {
    static uint8_t key[MAX_BYTES], value[CPUS_MAX * MAX_BYTES];
    char *key_text = strchr(entry, '='), *value_text = key_text ? strchr(key_text, ':') : NULL;
    if (!value_text) {
        die("'%s' is not MAP=KEY:VALUE", entry);
    }
    *key_text++ = *value_text++ = 0;
    from_hex(key_text, key);
    size_t stride = (from_hex(value_text, value) + 7) / 8 * 8;
    struct bpf_aot_map *own = find_map(entry);
    for (int cpu = 1; cpu < libbpf_num_possible_cpus() && cpu < CPUS_MAX; cpu++) {
        memcpy(value + (size_t)cpu * stride, value, stride);
    }
    int fd = bpf_map__fd(bpf_object__find_map_by_name(object, entry));
    if (bpf_map_update_elem(fd, key, value, BPF_ANY) || own->ops->update(own, key, value, 0)) {
        die("%s: cannot be filled", entry);
    }
}

static double run_in_kernel(const struct sides *sides, uint8_t *packet, uint32_t size,
                            uint32_t *verdict) {
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = size,
                .repeat = (int)sides->repeat);
    if (bpf_prog_test_run_opts(sides->kernel, &options)) {
        die("test run of %u bytes: %s", size, strerror(errno));
    }
    *verdict = options.retval;
    return options.duration;
}

static double run_translated(const struct sides *sides, uint8_t *packet, uint32_t size,
                             uint32_t *verdict) {
    static uint8_t buffer[HEADROOM + MAX_PACKET + HEADROOM] __attribute__((aligned(64)));
    memcpy(buffer + HEADROOM, packet, size);
    struct bpf_aot_xdp context = {
        .data = buffer + HEADROOM,
        .data_end = buffer + HEADROOM + size,
        .data_meta = buffer + HEADROOM,
        .buffer_start = buffer,
        .buffer_end = buffer + sizeof(buffer),
        .ingress_ifindex = 1,
    };
    double begin = now_ns();
    for (unsigned i = 0; i < sides->repeat; i++) {
        *verdict = (uint32_t)sides->translated(&context);
    }
    double end = now_ns();
    return (end - begin) / sides->repeat;
}

static void run_packet(const struct sides *sides, uint8_t *packet, uint32_t size) {
    double kernel = 1e30, translated = 1e30;
    uint32_t verdicts[2] = {0, 0};
    for (unsigned i = 0; i < sides->rounds; i++) {
        double time = run_in_kernel(sides, packet, size, &verdicts[0]);
        kernel = time < kernel ? time : kernel;
        time = run_translated(sides, packet, size, &verdicts[1]);
        translated = time < translated ? time : translated;
    }
    if (verdicts[0] != verdicts[1]) {
        die("%u bytes: the kernel's verdict is %u, ours %u", size, verdicts[0], verdicts[1]);
    }
    printf("%u %u %.3f %.3f\n", size, verdicts[0], kernel, translated);
}

static void run_pcap(const struct sides *sides, const char *path) {
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
        run_packet(sides, packet, record[2]);
    }
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc < 6) {
        die("usage: packet_driver OBJECT PROGRAM PCAP ROUNDS REPEAT [MAP=KEY:VALUE]...");
    }
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof(first), &first);
    struct bpf_object *object = load(argv[1], argv[2]);
    struct sides sides = {
        .kernel = bpf_program__fd(bpf_object__find_program_by_name(object, argv[2])),
        .translated = (uint64_t (*)(void *))__start_bpf_aot_programs[0]->entry,
        .rounds = (unsigned)atoi(argv[4]),
        .repeat = (unsigned)atoi(argv[5]),
    };
    for (int i = 6; i < argc; i++) {
        fill(object, argv[i]);
    }
    run_pcap(&sides, argv[3]);
    bpf_object__close(object);
    return 0;
}
