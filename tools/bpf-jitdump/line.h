/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a .jit file: one JSON object each, whose last member is the CRC-32 of what precedes it.
 * A line is written as it grows: it may be longer than memory would hold twice. */
#ifndef BPF_JITDUMP_LINE_H
#define BPF_JITDUMP_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where lines go. `mark` precedes each line on a console that has messages of others, too. */
void line_output(int fd, const char *mark);

void line_begin(void);
/* False: a message was printed. */
bool line_end(void);

/* Members of the object; the first one after line_begin has no comma before it. */
void line_text(const char *key, const char *text);
void line_text_of(const char *key, const char *text, size_t size_bytes);
void line_number(const char *key, uint64_t number);
void line_signed(const char *key, int64_t number);
void line_true(const char *key);
void line_hex(const char *key, const void *bytes, size_t size_bytes);
/* A list or an object as a value; items between open and close. */
void line_open(const char *key, char bracket);
void line_close(char bracket);
/* Items of a list. */
void line_item_open(char bracket);
void line_item_number(uint64_t number);
void line_item_address(uint64_t address);
void line_item_hex(const void *bytes, size_t size_bytes);

#endif
