/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/print.h"

#include <stdarg.h>
#include <stdbool.h>

#include "errors.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

static char stdout_text[4096];
static char stderr_text[512];

struct bpf_aot_out bpf_aot_stdout = {1, 0, sizeof(stdout_text), stdout_text};
const char *bpf_aot_program_name = "bpf-aot";

static bool write_failed;

int bpf_aot_flush(struct bpf_aot_out *out) {
    uint32_t at = 0;
    while (at < out->used && !write_failed) {
        long written = bpf_aot_sys_write(out->fd, out->text + at, out->used - at);
        if (written == -RT_EINTR) {
            continue;
        }
        write_failed = written <= 0;
        at += (uint32_t)written;
    }
    out->used = 0;
    return write_failed;
}

static void put(struct bpf_aot_out *out, char c) {
    if (out->used == out->capacity) {
        bpf_aot_flush(out);
    }
    out->text[out->used++] = c;
}

static void put_text(struct bpf_aot_out *out, const char *text) {
    while (*text) {
        put(out, *text++);
    }
}

static void put_number(struct bpf_aot_out *out, uint64_t value, uint32_t base) {
    char digits[20];
    uint32_t count = 0;
    do {
        uint64_t digit;
        value = bpf_aot_divide64(value, base, &digit);
        digits[count++] = "0123456789abcdef"[digit];
    } while (value);
    while (count) {
        put(out, digits[--count]);
    }
}

static void print_list(struct bpf_aot_out *out, const char *format, va_list *args) {
    for (; *format; format++) {
        if (*format != '%') {
            put(out, *format);
            continue;
        }
        switch (*++format) {
        case 's':
            put_text(out, va_arg(*args, const char *));
            break;
        case 'u':
            put_number(out, va_arg(*args, uint32_t), 10);
            break;
        case 'U':
            put_number(out, va_arg(*args, uint64_t), 10);
            break;
        case 'x':
            put_number(out, va_arg(*args, uint64_t), 16);
            break;
        case 'c':
            put(out, (char)va_arg(*args, int));
            break;
        }
    }
}

void bpf_aot_print(struct bpf_aot_out *out, const char *format, ...) {
    va_list args;
    va_start(args, format);
    print_list(out, format, &args);
    va_end(args);
}

void bpf_aot_print_hex(struct bpf_aot_out *out, const void *bytes, size_t size_bytes) {
    const unsigned char *b = bytes;
    for (size_t i = 0; i < size_bytes; i++) {
        put(out, "0123456789abcdef"[b[i] >> 4]);
        put(out, "0123456789abcdef"[b[i] & 15]);
    }
}

void bpf_aot_print_bytes(struct bpf_aot_out *out, const void *bytes, size_t size_bytes) {
    const char *c = bytes;
    for (size_t i = 0; i < size_bytes; i++) {
        put(out, c[i]);
    }
}

/* Names come from ELF symbols and sections; what JSON forbids in them is escaped all the same. */
void bpf_aot_print_quoted(struct bpf_aot_out *out, const char *text) {
    put(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ') {
            put_text(out, "\\u00");
            bpf_aot_print_hex(out, &c, 1);
            continue;
        }
        if (c == '"' || c == '\\') {
            put(out, '\\');
        }
        put(out, *text);
    }
    put(out, '"');
}

void bpf_aot_error(const char *format, ...) {
    struct bpf_aot_out out = {2, 0, sizeof(stderr_text), stderr_text};
    va_list args;
    va_start(args, format);
    bpf_aot_print(&out, "%s: error: ", bpf_aot_program_name);
    print_list(&out, format, &args);
    put(&out, '\n');
    va_end(args);
    bpf_aot_flush(&out);
}
