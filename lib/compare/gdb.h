/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: gdb's remote protocol, as far as following a program takes it. */
#ifndef BPF_AOT_COMPARE_GDB_H
#define BPF_AOT_COMPARE_GDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GDB_REPLY_MAX = 16384 };

struct gdb {
    int socket; /* -1: not open */
    char reply[GDB_REPLY_MAX];
};

/* Connects to a Unix socket that may still have to come. */
bool gdb_open(struct gdb *gdb, const char *path);
void gdb_close(struct gdb *gdb);
/* Sends a command and waits for the reply, which is in gdb->reply. */
bool gdb_ask(struct gdb *gdb, const char *command);
/* The reply's hex digits as bytes; how many. */
size_t gdb_bytes(const struct gdb *gdb, uint8_t *bytes, size_t room);

#endif
