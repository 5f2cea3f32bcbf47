/* SPDX-License-Identifier: Apache-2.0 */
#include "line.h"

#include "driver/print.h"

enum { TEXT_BYTES = 1 << 15, PIECE_BYTES = 1 << 12 };

static char text[TEXT_BYTES];
static struct bpf_aot_out out = {1, 0, sizeof(text), text};
static const char *line_mark = "";
static uint32_t summed; /* bytes of `text` that the CRC has */
static uint32_t crc;
static bool needs_comma;
static bool failed;

void line_output(int fd, const char *mark) {
    out.fd = fd;
    line_mark = mark;
}

/* CRC-32 of IEEE 802.3, reflected; four bits a step. */
static uint32_t crc_step(uint32_t value, uint8_t byte) {
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    value ^= byte;
    value = value >> 4 ^ table[value & 15];
    return value >> 4 ^ table[value & 15];
}

static void sum(void) {
    for (; summed < out.used; summed++) {
        crc = crc_step(crc, (uint8_t)text[summed]);
    }
}

static void flush(void) {
    sum();
    failed |= bpf_aot_flush(&out) != 0;
    summed = 0;
}

/* Call before whatever prints less than PIECE_BYTES: bpf_aot_print must not flush on its own. */
static void room(void) {
    if (out.used > TEXT_BYTES - PIECE_BYTES) {
        flush();
    }
}

static void comma(void) {
    room();
    if (needs_comma) {
        bpf_aot_print(&out, ",");
    }
    needs_comma = true;
}

static void key_of(const char *key) {
    comma();
    bpf_aot_print(&out, "\"%s\":", key);
}

void line_begin(void) {
    flush();
    bpf_aot_print(&out, "%s", line_mark);
    flush();
    crc = ~0u;
    bpf_aot_print(&out, "{");
    needs_comma = false;
}

bool line_end(void) {
    sum();
    uint32_t value = ~crc;
    uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                        (uint8_t)value};
    bpf_aot_print(&out, ",\"crc\":\"");
    bpf_aot_print_hex(&out, bytes, sizeof(bytes));
    bpf_aot_print(&out, "\"}\n");
    flush();
    if (failed) {
        bpf_aot_error("cannot write the output");
    }
    return !failed;
}

/* As bpf_aot_print_quoted, for any length; what is not ASCII becomes "?". */
void line_text_of(const char *key, const char *from, size_t size_bytes) {
    key_of(key);
    bpf_aot_print(&out, "\"");
    for (size_t i = 0; i < size_bytes; i++) {
        uint8_t c = (uint8_t)from[i];
        room();
        if (c == '\n') {
            bpf_aot_print(&out, "\\n");
        } else if (c < ' ') {
            bpf_aot_print(&out, "\\u00");
            bpf_aot_print_hex(&out, &c, 1);
        } else {
            bpf_aot_print(&out, c == '"' || c == '\\' ? "\\%c" : "%c", c < 0x7f ? c : '?');
        }
    }
    bpf_aot_print(&out, "\"");
}

void line_text(const char *key, const char *from) {
    size_t size_bytes = 0;
    while (from[size_bytes]) {
        size_bytes++;
    }
    line_text_of(key, from, size_bytes);
}

void line_number(const char *key, uint64_t number) {
    key_of(key);
    bpf_aot_print(&out, "%U", number);
}

void line_signed(const char *key, int64_t number) {
    key_of(key);
    bpf_aot_print(&out, number < 0 ? "-%U" : "%U",
                  number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void line_true(const char *key) {
    key_of(key);
    bpf_aot_print(&out, "true");
}

static void print_hex(const void *bytes, size_t size_bytes) {
    const uint8_t *at = bytes;
    bpf_aot_print(&out, "\"");
    while (size_bytes) {
        size_t piece = size_bytes < PIECE_BYTES / 4 ? size_bytes : PIECE_BYTES / 4;
        room();
        bpf_aot_print_hex(&out, at, piece);
        at += piece;
        size_bytes -= piece;
    }
    bpf_aot_print(&out, "\"");
}

void line_hex(const char *key, const void *bytes, size_t size_bytes) {
    key_of(key);
    print_hex(bytes, size_bytes);
}

void line_item_hex(const void *bytes, size_t size_bytes) {
    comma();
    print_hex(bytes, size_bytes);
}

void line_open(const char *key, char bracket) {
    key_of(key);
    bpf_aot_print(&out, "%c", bracket);
    needs_comma = false;
}

void line_close(char bracket) {
    room();
    bpf_aot_print(&out, "%c", bracket);
    needs_comma = true;
}

void line_item_open(char bracket) {
    comma();
    bpf_aot_print(&out, "%c", bracket);
    needs_comma = false;
}

void line_item_number(uint64_t number) {
    comma();
    bpf_aot_print(&out, "%U", number);
}

void line_item_address(uint64_t address) {
    comma();
    bpf_aot_print(&out, "\"0x%x\"", address);
}
