/* SPDX-License-Identifier: Apache-2.0 */
/* gzip, which files of whole kernels are kept in. */
#include <stdlib.h>
#include <zlib.h>

#include "compare/jit.h"

enum { GROWTH = 8, WINDOW_OF_GZIP = 15 + 16 };
#define UNPACKED_MAX ((size_t)1 << 30)

static bool unpack(z_stream *stream, unsigned char **data, size_t *room) {
    int result = Z_OK;
    while (result == Z_OK) {
        if (stream->total_out + 1 >= *room) {
            unsigned char *larger = *room < UNPACKED_MAX ? realloc(*data, *room * 2) : NULL;
            if (!larger) {
                return false;
            }
            *data = larger;
            *room *= 2;
        }
        stream->next_out = *data + stream->total_out;
        stream->avail_out = (uInt)(*room - stream->total_out - 1);
        result = inflate(stream, Z_NO_FLUSH);
    }
    return result == Z_STREAM_END;
}

char *jit_unpack(struct session *s, const unsigned char *packed, size_t bytes, size_t *unpacked) {
    size_t room = bytes * GROWTH + 64;
    unsigned char *data = malloc(room);
    z_stream stream = {.next_in = (unsigned char *)packed, .avail_in = (uInt)bytes};
    bool good = data && inflateInit2(&stream, WINDOW_OF_GZIP) == Z_OK;
    if (good) {
        good = unpack(&stream, &data, &room);
        *unpacked = stream.total_out;
        inflateEnd(&stream);
    }
    if (!good) {
        free(data);
        fail(s, at_object(), "damaged or cut short: it begins as gzip does and cannot be unpacked");
        return NULL;
    }
    data[*unpacked] = 0;
    return (char *)data;
}
