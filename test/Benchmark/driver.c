/* SPDX-License-Identifier: Apache-2.0 */
/* Calls `prog`, translated (-DTRANSLATED) or compiled natively, once for each packet of a file and
 * prints what it returned and a hash of the packet behind it. driver FILE START
 * FILE: for each packet two bytes of length, the higher first, and the packet. START: where a
 * packet starts modulo 8. No division and no memcpy here: what the program calls of these is
 * counted. */
#include "start/sys.h"

#include "bpf-aot/runtime.h"

enum { FILE_MAX = 1 << 17, PACKET_MAX = 2048, HEADROOM = 256 };

#ifdef TRANSLATED
uint64_t prog(struct bpf_aot_xdp *ctx);
#else
uint32_t prog(struct bpf_aot_xdp *ctx); /* struct ctx of bench.h is its first two members */
#endif

static uint8_t file[FILE_MAX];
static uint8_t buffer[HEADROOM + 8 + PACKET_MAX] __attribute__((aligned(16)));

static size_t read_file(const char *path) {
    long fd = bpf_aot_sys_open(path);
    size_t size_bytes = 0;
    long got = fd < 0 ? fd : 1;
    while (got > 0 && size_bytes < FILE_MAX) {
        got = bpf_aot_sys_read((int)fd, file + size_bytes, FILE_MAX - size_bytes);
        size_bytes += got > 0 ? (size_t)got : 0;
    }
    return got < 0 ? 0 : size_bytes;
}

static uint32_t hash(const uint8_t *bytes, size_t size_bytes) {
    uint32_t value = 0x811c9dc5; /* FNV-1a */
    for (size_t i = 0; i < size_bytes; i++) {
        value = (value ^ bytes[i]) * 0x01000193;
    }
    return value;
}

static void put_hex(char *to, uint32_t value) {
    for (int digit = 7; digit >= 0; digit--, value >>= 4) {
        to[digit] = "0123456789abcdef"[value & 15];
    }
}

static void run(const uint8_t *from, size_t size_bytes, unsigned start) {
    uint8_t *packet = buffer + HEADROOM + start;
    for (size_t i = 0; i < size_bytes; i++) {
        ((volatile uint8_t *)packet)[i] = from[i];
    }
    struct bpf_aot_xdp ctx = {
        .data = packet,
        .data_end = packet + size_bytes,
        .data_meta = packet,
        .buffer_start = buffer,
        .buffer_end = buffer + sizeof(buffer),
    };
    char line[] = "........ ........\n";
    put_hex(line, (uint32_t)prog(&ctx));
    put_hex(line + 9, hash(packet, size_bytes));
    bpf_aot_sys_write(1, line, sizeof(line) - 1);
}

int bpf_aot_main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    size_t end = read_file(argv[1]);
    unsigned start = (unsigned)(argv[2][0] - '0') & 7;
    for (size_t at = 0; at + 2 <= end;) {
        size_t size_bytes = (size_t)file[at] << 8 | file[at + 1];
        at += 2;
        if (size_bytes > PACKET_MAX || size_bytes > end - at) {
            return 3;
        }
        run(file + at, size_bytes, start);
        at += size_bytes;
    }
    return end ? 0 : 4;
}
