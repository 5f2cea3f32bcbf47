/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that lasts as long as the process, and whole files in it. */
#ifndef BPF_JITDUMP_MEMORY_H
#define BPF_JITDUMP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *at;
    uint64_t size;
};

/* Zeroed and aligned to 16. Ends the process when there is none. */
void *take(uint64_t size_bytes);
/* A copy with a terminating zero. */
const char *take_text(const char *text, size_t size_bytes);

/* Reads all of a file; the byte behind it is 0. False: a message was printed. */
bool read_file(const char *path, struct bytes *file);
/* At most capacity - 1 bytes of a file of /proc, without the last newline; false: not there. */
bool read_line(const char *path, char *text, size_t capacity);

bool same_text(const char *left, const char *right);
bool starts_with(const char *text, const char *start);

#endif
