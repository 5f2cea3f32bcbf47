/* SPDX-License-Identifier: Apache-2.0 */
/* $command#sum, answered by + and $reply#sum, which is answered by +. */
#include "gdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { TRIES = 200, TRY_US = 20000, SECONDS_MAX = 20 };

bool gdb_open(struct gdb *gdb, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = SECONDS_MAX};
    gdb->socket = -1;
    if (strlen(path) >= sizeof(address.sun_path)) {
        return false;
    }
    strcpy(address.sun_path, path);
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (int i = 0; connection >= 0 && i < TRIES; i++) {
        if (connect(connection, (struct sockaddr *)&address, sizeof(address)) == 0) {
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
            gdb->socket = connection;
            return true;
        }
        usleep(TRY_US);
    }
    if (connection >= 0) {
        close(connection);
    }
    return false;
}

void gdb_close(struct gdb *gdb) {
    if (gdb->socket >= 0) {
        close(gdb->socket);
    }
    gdb->socket = -1;
}

static bool read_reply(struct gdb *gdb) {
    size_t length = 0;
    for (;;) {
        ssize_t got = read(gdb->socket, gdb->reply + length, GDB_REPLY_MAX - 1 - length);
        if (got <= 0) {
            return false;
        }
        length += (size_t)got;
        gdb->reply[length] = 0;
        char *start = strchr(gdb->reply, '$');
        char *end = start ? strchr(start, '#') : NULL;
        if (end && gdb->reply + length >= end + 3) {
            *end = 0;
            memmove(gdb->reply, start + 1, (size_t)(end - start));
            return write(gdb->socket, "+", 1) == 1;
        }
        if (length == GDB_REPLY_MAX - 1) {
            return false;
        }
    }
}

bool gdb_ask(struct gdb *gdb, const char *command) {
    char text[256];
    unsigned sum = 0;
    for (const char *at = command; *at; at++) {
        sum += (unsigned char)*at;
    }
    int length = snprintf(text, sizeof(text), "$%s#%02x", command, sum & 0xff);
    return write(gdb->socket, text, (size_t)length) == length && read_reply(gdb);
}

size_t gdb_bytes(const struct gdb *gdb, uint8_t *bytes, size_t room) {
    size_t count = 0;
    for (const char *at = gdb->reply; at[0] && at[1] && count < room; at += 2) {
        char digits[3] = {at[0], at[1], 0};
        bytes[count++] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return count;
}
