/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files in and out; a failed write leaves the old file as it was. */
#ifndef BPF_AOT_TOOLS_FILES_H
#define BPF_AOT_TOOLS_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* "-" is standard input. The memory is malloc'ed, one zero byte behind the end. False after a
 * message. */
bool file_read(const char *path, unsigned char **data, size_t *size_bytes);

/* "-" is standard output. A regular file is written under another name and renamed; `executable`
 * sets the mode. False after a message. */
bool file_write(const char *path, const void *data, size_t size_bytes, bool executable);

/* Turns text that is nothing but hex digits and white space into bytes in place. */
bool hex_decode(unsigned char *data, size_t *size_bytes);

#endif
