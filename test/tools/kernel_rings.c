/* SPDX-License-Identifier: Apache-2.0 */
/* Runs an XDP program in the kernel on the packets of a pcap and reads its ring buffers and perf
 * events behind each:
 *     kernel_rings OBJECT PROGRAM PCAP
 * Prints what an executable made with -exe prints with -json -follow. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As many bytes of perf buffer as lib/runtime/driver/follow.c has. */
enum { MAX_PACKET = 65535, PERF_PAGES = (1 << 18) / 4096, MAX_MAPS = 16 };

static _Noreturn void die(const char *what) {
    fprintf(stderr, "kernel_rings: %s: %s\n", what, strerror(errno));
    exit(1);
}

struct source {
    const struct bpf_map *map;
    struct ring_buffer *ring;
    struct perf_buffer *perf;
};

static struct source sources[MAX_MAPS];
static size_t source_count;
static const char *comma;

static void print_hex(const void *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        printf("%02x", ((const uint8_t *)data)[i]);
    }
}

static void open_event(const struct source *source) {
    printf("%s{\"map\":\"%s\"", comma, bpf_map__name(source->map));
    comma = ",";
}

static int on_record(void *ctx, void *data, size_t size) {
    open_event(ctx);
    printf(",\"bytes\":\"");
    print_hex(data, size);
    printf("\"}");
    return 0;
}

static void on_event(void *ctx, int cpu, void *data, uint32_t size) {
    open_event(ctx);
    printf(",\"cpu\":%d,\"bytes\":\"", cpu);
    print_hex(data, size);
    printf("\"}");
}

static void on_lost(void *ctx, int cpu, unsigned long long count) {
    open_event(ctx);
    printf(",\"cpu\":%d,\"lost\":%llu}", cpu, count);
}

static void attach(const struct bpf_map *map) {
    struct source *source = &sources[source_count];
    int fd = bpf_map__fd(map);
    source->map = map;
    if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF) {
        source->ring = ring_buffer__new(fd, on_record, source, NULL);
    } else if (bpf_map__type(map) == BPF_MAP_TYPE_PERF_EVENT_ARRAY) {
        source->perf = perf_buffer__new(fd, PERF_PAGES, on_event, on_lost, source, NULL);
    } else {
        return;
    }
    if (!source->ring && !source->perf) {
        die(bpf_map__name(map));
    }
    if (++source_count == MAX_MAPS) {
        die("too many maps");
    }
}

static void run_packet(int program, const uint8_t *packet, uint32_t size) {
    static uint8_t out[2 * MAX_PACKET];
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = size,
                .data_out = out, .data_size_out = sizeof(out), .repeat = 1);
    if (bpf_prog_test_run_opts(program, &options)) {
        die("test run");
    }
    printf("{\"retval\":%u,\"out\":\"", options.retval);
    print_hex(out, options.data_size_out);
    printf("\",\"events\":[");
    comma = "";
    for (size_t i = 0; i < source_count; i++) {
        if (sources[i].ring) {
            ring_buffer__consume(sources[i].ring);
        } else {
            perf_buffer__consume(sources[i].perf);
        }
    }
    printf("]}\n");
}

static void run_pcap(int program, const char *path) {
    static uint8_t packet[MAX_PACKET];
    uint32_t header[6], record[4];
    FILE *file = fopen(path, "rb");
    if (!file || fread(header, sizeof(header), 1, file) != 1 || header[0] != 0xa1b2c3d4) {
        die(path);
    }
    while (fread(record, sizeof(record), 1, file) == 1) {
        if (record[2] > MAX_PACKET || fread(packet, record[2], 1, file) != 1) {
            die(path);
        }
        run_packet(program, packet, record[2]);
    }
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        die("usage: kernel_rings OBJECT PROGRAM PCAP");
    }
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof(first), &first);
    struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
    if (!object || bpf_object__load(object)) {
        die(argv[1]);
    }
    const struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        attach(map);
    }
    const struct bpf_program *program = bpf_object__find_program_by_name(object, argv[2]);
    if (!program) {
        die(argv[2]);
    }
    run_pcap(bpf_program__fd(program), argv[3]);
    return 0;
}
