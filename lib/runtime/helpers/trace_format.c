/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's rules for the format: ASCII, zero within its size, %c %s %p, and %d %i %u %x with
 * none, l or ll, with flags and a width; at most three arguments. A long has 64 bits on every
 * machine, as in BPF. */
#include "helpers/trace_format.h"

#include <stdbool.h>

#include "errors.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

struct spec {
    bool zeros, left, plus, space;
    uint32_t width;
    uint32_t longs;
    char kind;
};

static void put(struct trace_line *line, char c) {
    if (line->length < TRACE_LINE_BYTES - 1) {
        line->text[line->length++] = c;
    }
}

static void put_padded(struct trace_line *line, const struct spec *spec, const char *text,
                       uint32_t length) {
    uint32_t pad = spec->width > length ? spec->width - length : 0;
    for (uint32_t i = 0; i < pad && !spec->left; i++) {
        put(line, ' ');
    }
    for (uint32_t i = 0; i < length; i++) {
        put(line, text[i]);
    }
    for (uint32_t i = 0; i < pad && spec->left; i++) {
        put(line, ' ');
    }
}

/* The sign goes before padding zeros, so they count as digits. */
static void put_number(struct trace_line *line, const struct spec *spec, uint64_t value,
                       char sign) {
    static const char digits[2][17] = {"0123456789abcdef", "0123456789ABCDEF"};
    char text[32];
    uint32_t start = sizeof(text);
    uint32_t base = spec->kind == 'x' || spec->kind == 'X' || spec->kind == 'p' ? 16 : 10;
    do {
        uint64_t rest;
        value = bpf_aot_divide64(value, base, &rest);
        text[--start] = digits[spec->kind == 'X'][rest];
    } while (value);
    uint32_t wanted = spec->zeros && !spec->left ? spec->width : 0;
    while (sizeof(text) - start + (sign != 0) < wanted && start > 1) {
        text[--start] = '0';
    }
    if (sign) {
        text[--start] = sign;
    }
    put_padded(line, spec, text + start, sizeof(text) - start);
}

static void put_integer(struct trace_line *line, const struct spec *spec, uint64_t value) {
    bool is_signed = spec->kind == 'd' || spec->kind == 'i';
    if (!is_signed) {
        put_number(line, spec, spec->longs ? value : (uint32_t)value, 0);
        return;
    }
    int64_t number = spec->longs ? (int64_t)value : (int32_t)value;
    char sign = spec->plus ? '+' : spec->space ? ' ' : 0;
    if (number < 0) {
        sign = '-';
    }
    put_number(line, spec, number < 0 ? -(uint64_t)number : (uint64_t)number, sign);
}

/* Any address, as the kernel's %s has it: what cannot be read ends the text. */
static void put_text(struct trace_line *line, const struct spec *spec, uint64_t address) {
    char text[TRACE_LINE_BYTES];
    size_t bytes =
        address > UINTPTR_MAX ? 0 : bpf_aot_sys_peek(text, (uintptr_t)address, sizeof(text));
    uint32_t length = 0;
    while (length < bytes && text[length]) {
        length++;
    }
    put_padded(line, spec, text, length);
}

static void put_arg(struct trace_line *line, struct spec *spec, uint64_t value) {
    char c = (char)value;
    switch (spec->kind) {
    case 'c':
        put_padded(line, spec, &c, 1);
        break;
    case 's':
        put_text(line, spec, value);
        break;
    case 'p':
        spec->zeros = true;
        spec->width = 2 * sizeof(void *);
        put_number(line, spec, (uintptr_t)value, 0);
        break;
    default:
        put_integer(line, spec, value);
    }
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static const char *read_flags(const char *at, struct spec *spec) {
    for (;; at++) {
        switch (*at) {
        case '0':
            spec->zeros = true;
            break;
        case '-':
            spec->left = true;
            break;
        case '+':
            spec->plus = true;
            break;
        case ' ':
            spec->space = true;
            break;
        default:
            return at;
        }
    }
}

static const char *read_width(const char *at, struct spec *spec) {
    for (; is_digit(*at); at++) {
        if (spec->width < TRACE_LINE_BYTES) {
            spec->width = spec->width * 10 + (uint32_t)(*at - '0');
        }
    }
    return at;
}

/* Behind %p: kinds of kernel pointers, which print like %p here, and the strings %pks and %pus.
 * Another letter or digit asks for what only the kernel can print. */
static const char *read_pointer(const char *at, struct spec *spec) {
    switch (*at) {
    case 'K':
    case 'x':
    case 's':
    case 'S':
        return at + 1;
    case 'k':
    case 'u':
        spec->kind = 's';
        return at[1] == 's' ? at + 2 : NULL;
    default:
        return is_digit(*at) || ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z') ? NULL : at;
    }
}

/* Reads what follows a '%'; returns behind it, or NULL. The width is capped by the line. */
static const char *read_spec(const char *at, struct spec *spec) {
    *spec = (struct spec){0};
    at = read_width(read_flags(at, spec), spec);
    for (; *at == 'l' && spec->longs < 2; at++) {
        spec->longs++;
    }
    spec->kind = *at;
    switch (*at) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
        return at + 1;
    case 'c':
    case 's':
        return spec->longs ? NULL : at + 1;
    case 'p':
        return spec->longs ? NULL : read_pointer(at + 1, spec);
    default:
        return NULL;
    }
}

/* Printable ASCII and white space only, and a zero within the size. */
static bool is_format(const char *format, uint32_t size_bytes) {
    for (uint32_t i = 0; i < size_bytes; i++) {
        char c = format[i];
        if (c == 0) {
            return true;
        }
        if (!(c >= ' ' && c <= '~') && !(c >= '\t' && c <= '\r')) {
            return false;
        }
    }
    return false;
}

long bpf_aot_trace_format(struct trace_line *line, const char *format, uint32_t size_bytes,
                          const uint64_t *args) {
    if (!is_format(format, size_bytes)) {
        return -RT_EINVAL;
    }
    uint32_t used = 0;
    while (*format) {
        char c = *format++;
        if (c != '%') {
            put(line, c);
            continue;
        }
        if (*format == '%') {
            put(line, *format++);
            continue;
        }
        struct spec spec;
        format = read_spec(format, &spec);
        if (!format || used == TRACE_ARGS_MAX) {
            return -RT_EINVAL;
        }
        put_arg(line, &spec, args[used++]);
    }
    return (long)line->length;
}
