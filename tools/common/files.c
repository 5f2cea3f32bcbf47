/* SPDX-License-Identifier: Apache-2.0 */
/* Reading by growing chunks, so that pipes work; writing by rename. */
#include "files.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "options.h"

static bool read_stream(FILE *file, const char *path, unsigned char **data, size_t *size_bytes) {
    size_t capacity = 1 << 16;
    *data = malloc(capacity + 1);
    *size_bytes = 0;
    while (*data) {
        *size_bytes += fread(*data + *size_bytes, 1, capacity - *size_bytes, file);
        if (*size_bytes < capacity) {
            break;
        }
        capacity *= 2;
        unsigned char *wider = realloc(*data, capacity + 1);
        if (!wider) {
            free(*data);
        }
        *data = wider;
    }
    if (!*data || ferror(file)) {
        free(*data);
        *data = NULL;
        return usage_error("cannot read %s: %s", path, strerror(errno));
    }
    (*data)[*size_bytes] = 0;
    return true;
}

bool file_read(const char *path, unsigned char **data, size_t *size_bytes) {
    if (strcmp(path, "-") == 0) {
        return read_stream(stdin, "standard input", data, size_bytes);
    }
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (file && fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(file);
        return usage_error("cannot read %s: it is a folder", path);
    }
    if (!file) {
        return usage_error("cannot read %s: %s", path, strerror(errno));
    }
    bool good = read_stream(file, path, data, size_bytes);
    fclose(file);
    return good;
}

static bool write_stream(FILE *file, const char *path, const void *data, size_t size_bytes) {
    bool good = fwrite(data, 1, size_bytes, file) == size_bytes && fflush(file) == 0;
    return good || usage_error("cannot write %s: %s", path, strerror(errno));
}

static bool write_in_place(const char *path, const void *data, size_t size_bytes) {
    FILE *file = fopen(path, "wb");
    if (!file) {
        return usage_error("cannot write %s: %s", path, strerror(errno));
    }
    bool good = write_stream(file, path, data, size_bytes);
    if (fclose(file) != 0 && good) {
        good = usage_error("cannot write %s: %s", path, strerror(errno));
    }
    return good;
}

static mode_t creation_mode(bool executable) {
    mode_t mask = umask(0);
    umask(mask);
    return (executable ? 0777 : 0666) & ~mask;
}

static bool write_and_rename(const char *path, const void *data, size_t size_bytes,
                             bool executable) {
    char *temporary = malloc(strlen(path) + sizeof(".XXXXXX"));
    if (!temporary) {
        return usage_error("out of memory");
    }
    sprintf(temporary, "%s.XXXXXX", path);
    int descriptor = mkstemp(temporary);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    bool good = file ? write_stream(file, path, data, size_bytes)
                     : usage_error("cannot write %s: %s", path, strerror(errno));
    if (file) {
        fchmod(descriptor, creation_mode(executable));
        bool closed = fclose(file) == 0;
        if (good && (!closed || rename(temporary, path) != 0)) {
            good = usage_error("cannot write %s: %s", path, strerror(errno));
        }
        if (!good) {
            unlink(temporary);
        }
    }
    free(temporary);
    return good;
}

bool file_write(const char *path, const void *data, size_t size_bytes, bool executable) {
    struct stat status;
    if (strcmp(path, "-") == 0) {
        return write_stream(stdout, "standard output", data, size_bytes);
    }
    /* A device or a pipe must not be replaced by a file. */
    bool special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
    return special ? write_in_place(path, data, size_bytes)
                   : write_and_rename(path, data, size_bytes, executable);
}

static int hex_digit(int c) {
    return isdigit(c)                               ? c - '0'
           : tolower(c) >= 'a' && tolower(c) <= 'f' ? tolower(c) - 'a' + 10
                                                    : -1;
}

bool hex_decode(unsigned char *data, size_t *size_bytes) {
    size_t digits = 0;
    for (size_t i = 0; i < *size_bytes; i++) {
        if (hex_digit(data[i]) < 0 && !isspace(data[i])) {
            return false;
        }
        digits += !isspace(data[i]);
    }
    if (digits % 2) {
        return false;
    }
    size_t at = 0;
    for (size_t i = 0; i < *size_bytes; i++) {
        int digit = hex_digit(data[i]);
        if (digit >= 0) {
            data[at / 2] = (unsigned char)(at % 2 ? data[at / 2] << 4 | digit : digit);
            at++;
        }
    }
    *size_bytes = digits / 2;
    return true;
}
