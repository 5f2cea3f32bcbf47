/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { CHUNK_BYTES = 1 << 20, ALIGN = 16 };

static uint8_t *chunk;
static uint64_t chunk_left;

static void *map(uint64_t size_bytes) {
    void *memory = size_bytes <= SIZE_MAX ? bpf_aot_sys_map((size_t)size_bytes) : NULL;
    if (!memory) {
        bpf_aot_error("out of memory: %U bytes", size_bytes);
        bpf_aot_sys_exit(1);
    }
    return memory;
}

void *take(uint64_t size_bytes) {
    uint64_t rounded = (size_bytes + ALIGN) / ALIGN * ALIGN;
    if (rounded > CHUNK_BYTES / 4) {
        return map(rounded);
    }
    if (rounded > chunk_left) {
        chunk = map(CHUNK_BYTES);
        chunk_left = CHUNK_BYTES;
    }
    void *memory = chunk;
    chunk += rounded;
    chunk_left -= rounded;
    return memory;
}

const char *take_text(const char *text, size_t size_bytes) {
    char *copy = take((uint64_t)size_bytes + 1);
    memcpy(copy, text, size_bytes);
    return copy;
}

/* Doubles the room until the file ends in it. */
static long read_all(int fd, struct bytes *file) {
    uint64_t capacity = 1 << 16;
    uint8_t *room = take(capacity);
    for (;;) {
        long count = bpf_aot_sys_read(fd, room + file->size, (size_t)(capacity - 1 - file->size));
        if (count <= 0) {
            room[file->size] = 0;
            file->at = room;
            return count;
        }
        file->size += (uint64_t)count;
        if (file->size == capacity - 1) {
            uint8_t *larger = take(capacity * 2);
            memcpy(larger, room, (size_t)file->size);
            room = larger;
            capacity *= 2;
        }
    }
}

bool read_file(const char *path, struct bytes *file) {
    long fd = bpf_aot_sys_open(path);
    *file = (struct bytes){0};
    if (fd < 0) {
        bpf_aot_error("%s: cannot open: errno %u", path, (uint32_t)-fd);
        return false;
    }
    long result = read_all((int)fd, file);
    bpf_aot_sys_close((int)fd);
    if (result < 0) {
        bpf_aot_error("%s: cannot read: errno %u", path, (uint32_t)-result);
    }
    return result == 0;
}

bool read_line(const char *path, char *text, size_t capacity) {
    long fd = bpf_aot_sys_open(path);
    text[0] = 0;
    if (fd < 0) {
        return false;
    }
    long count = bpf_aot_sys_read((int)fd, text, capacity - 1);
    bpf_aot_sys_close((int)fd);
    if (count <= 0) {
        return false;
    }
    text[count] = 0;
    if (text[count - 1] == '\n') {
        text[count - 1] = 0;
    }
    return true;
}

bool same_text(const char *left, const char *right) {
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

bool starts_with(const char *text, const char *start) {
    while (*start && *text == *start) {
        text++;
        start++;
    }
    return *start == 0;
}
