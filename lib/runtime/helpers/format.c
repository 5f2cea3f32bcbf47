/* SPDX-License-Identifier: Apache-2.0 */
/* As the kernel's bpf_bprintf_prepare and bstr_printf: first the whole format is checked and what
 * pointers lead to is copied, then all is printed. %c %s, %p with K x s S B ks us i4 I4 i6 I6, and
 * %d %i %u %x %X with none, l or ll; flags 0 + - and space, a width. Longs and pointers have 64
 * bits everywhere, as in BPF. Kernel pointers are not hashed; symbols are numbers. */
#include "helpers/format.h"

#include "bytes.h"
#include "errors.h"
#include "helpers/ctype.h"

enum { COPIES_BYTES = 512 /* kernel: MAX_BPRINTF_BIN_ARGS */, WIDTH_MAX = (1 << 23) - 1 };

/* Kinds beside the letters of the format. */
enum { KIND_DONE = 1 /* text that is neither cut nor padded */ };

struct spec {
    uint32_t start, end; /* in the format */
    uint32_t width;
    bool zeros, left, plus, space;
    uint8_t longs;
    char kind;
    char pointer; /* behind %p; 0: nothing */
    uint16_t text;
    uint64_t value;
};

struct formatter {
    const uint8_t *format;
    uint32_t length; /* without the NUL */
    const struct format_args *args;
    uint32_t count; /* of specs */
    struct spec specs[FORMAT_ARGS_MAX];
    uint32_t copied; /* bytes that the kernel would need, `copies` and numbers */
    char copies[COPIES_BYTES];
};

static uint8_t at(const struct formatter *f, uint32_t index) {
    return index < f->length ? f->format[index] : 0;
}

static uint32_t read_flags(const struct formatter *f, uint32_t i, struct spec *spec) {
    for (;; i++) {
        uint8_t c = at(f, i);
        spec->zeros |= c == '0';
        spec->left |= c == '-';
        spec->plus |= c == '+';
        spec->space |= c == ' ';
        if (c != '0' && c != '-' && c != '+' && c != ' ') {
            break;
        }
    }
    for (; ctype_is_digit(at(f, i)); i++) {
        spec->width = spec->width * 10 + at(f, i) - '0';
        spec->width = spec->width > WIDTH_MAX ? WIDTH_MAX : spec->width;
    }
    return i;
}

/* Room for a number, as the kernel packs it. */
static int64_t take_number(struct formatter *f, uint32_t size_bytes) {
    uint32_t start = (f->copied + 3) & ~3u;
    if (start > COPIES_BYTES || COPIES_BYTES - start < size_bytes) {
        return -RT_ENOSPC;
    }
    f->copied = start + size_bytes;
    return 0;
}

/* Text that runs into what cannot be read is empty; what has no room is cut. */
static int64_t take_text(struct formatter *f, struct spec *spec) {
    uint32_t room = COPIES_BYTES - f->copied;
    if (!room) {
        return -RT_ENOSPC;
    }
    char *text = f->copies + f->copied;
    uint32_t bytes = (uint32_t)f->args->copy(text, spec->value, room, f->args->run);
    uint32_t length = 0;
    while (length < bytes && text[length]) {
        length++;
    }
    bool is_cut = length == room;
    length = is_cut ? room - 1 : length == bytes ? 0 : length;
    text[length] = 0;
    spec->text = (uint16_t)f->copied;
    f->copied += length + 1;
    return 0;
}

static void put_decimal(char **to, uint32_t number, bool zeros) {
    for (uint32_t unit = 100; unit; unit /= 10) {
        if (zeros || number >= unit || unit == 1) {
            *(*to)++ = (char)('0' + number / unit % 10);
        }
    }
}

static char *put_address4(char *to, const uint8_t *bytes, bool zeros) {
    for (int i = 0; i < 4; i++) {
        put_decimal(&to, bytes[i], zeros);
        *to++ = '.';
    }
    return to - 1;
}

static char *put_address6(char *to, const uint8_t *bytes, bool colons) {
    for (int i = 0; i < 16; i++) {
        *to++ = "0123456789abcdef"[bytes[i] >> 4];
        *to++ = "0123456789abcdef"[bytes[i] & 15];
        if (colons && i % 2 && i != 15) {
            *to++ = ':';
        }
    }
    return to;
}

/* What cannot be read is address 0. */
static int64_t take_address(struct formatter *f, struct spec *spec, char letter, bool is_v6) {
    uint8_t bytes[16];
    char text[40];
    uint32_t wanted = is_v6 ? 16 : 4;
    if (COPIES_BYTES - f->copied < wanted) {
        return -RT_ENOSPC;
    }
    if (f->args->copy(bytes, spec->value, wanted, f->args->run) != wanted) {
        memset(bytes, 0, sizeof(bytes));
    }
    char *end =
        is_v6 ? put_address6(text, bytes, letter == 'I') : put_address4(text, bytes, letter == 'i');
    uint32_t length = (uint32_t)(end - text), room = COPIES_BYTES - f->copied;
    length = length < room ? length : room - 1;
    memcpy(f->copies + f->copied, text, length);
    f->copies[f->copied + length] = 0;
    spec->text = (uint16_t)f->copied;
    f->copied += length + 1;
    return 0;
}

static bool ends_spec(uint8_t c) {
    return c == 0 || !(ctype_is_word(c) || ctype_is_control(c) || (c >= 0x80 && c < 0xa0));
}

/* Behind %p; spec->end is there. */
static int64_t take_pointer(struct formatter *f, struct spec *spec) {
    uint8_t c = at(f, spec->end), next = at(f, spec->end + 1);
    if (ends_spec(c)) {
        return take_number(f, 8);
    }
    spec->pointer = (char)c;
    switch (c) {
    case 'k':
    case 'u':
        spec->kind = KIND_DONE;
        spec->end += 2;
        return next == 's' && ends_spec(at(f, spec->end)) ? take_text(f, spec) : -RT_EINVAL;
    case 'K':
    case 'x':
    case 's':
    case 'S':
    case 'B':
        spec->end++;
        return take_number(f, 8);
    case 'i':
    case 'I':
        spec->kind = KIND_DONE;
        spec->end += 2;
        return next == '4' || next == '6' ? take_address(f, spec, (char)c, next == '6')
                                          : -RT_EINVAL;
    default:
        return -RT_EINVAL;
    }
}

static int64_t take_integer(struct formatter *f, struct spec *spec) {
    for (; at(f, spec->end) == 'l' && spec->longs < 2; spec->end++) {
        spec->longs++;
    }
    spec->kind = (char)at(f, spec->end++);
    bool is_known = spec->kind == 'd' || spec->kind == 'i' || spec->kind == 'u' ||
                    spec->kind == 'x' || spec->kind == 'X';
    return is_known ? take_number(f, spec->longs ? 8 : 4) : -RT_EINVAL;
}

/* The spec whose '%' is at `start`. */
static int64_t take_spec(struct formatter *f, uint32_t start) {
    if (f->count == f->args->count) {
        return -RT_EINVAL;
    }
    struct spec *spec = &f->specs[f->count];
    *spec = (struct spec){.start = start};
    memcpy(&spec->value, (const char *)f->args->values + 8 * f->count++, 8);
    spec->end = read_flags(f, start + 1, spec);
    spec->kind = (char)at(f, spec->end);
    switch (spec->kind) {
    case 'p':
        spec->end++;
        return take_pointer(f, spec);
    case 's':
        spec->end++;
        return ends_spec(at(f, spec->end)) ? take_text(f, spec) : -RT_EINVAL;
    case 'c':
        spec->end++;
        return f->copied++ < COPIES_BYTES ? 0 : -RT_ENOSPC;
    default:
        return take_integer(f, spec);
    }
}

static int64_t prepare(struct formatter *f) {
    for (uint32_t i = 0; i < f->length;) {
        if (ctype_is_control(f->format[i])) {
            return -RT_EINVAL;
        }
        if (f->format[i] != '%' || at(f, i + 1) == '%') {
            i += f->format[i] == '%' ? 2 : 1;
            continue;
        }
        int64_t status = take_spec(f, i);
        if (status) {
            return status;
        }
        i = f->specs[f->count - 1].end;
    }
    return 0;
}

static void put(struct format_out *out, char c) {
    if (out->length < out->room) {
        out->text[out->length] = c;
    }
    out->length++;
}

static void put_many(struct format_out *out, char c, uint32_t count) {
    uint32_t room = out->length < out->room ? out->room - out->length : 0;
    memset(out->text + (room ? out->length : 0), c, count < room ? count : room);
    out->length += count;
}

static void put_padded(struct format_out *out, const struct spec *spec, const char *text,
                       uint32_t length) {
    uint32_t pad = spec->width > length ? spec->width - length : 0;
    put_many(out, ' ', spec->left ? 0 : pad);
    for (uint32_t i = 0; i < length; i++) {
        put(out, text[i]);
    }
    put_many(out, ' ', spec->left ? pad : 0);
}

/* The sign goes before padding zeros. */
static void put_number(struct format_out *out, const struct spec *spec, uint64_t value, char sign) {
    char digits[24];
    uint32_t start = sizeof(digits);
    char kind = spec->kind;
    uint32_t base = kind == 'x' || kind == 'X' || kind == 'p' ? 16 : 10;
    do {
        uint64_t rest;
        value = bpf_aot_divide64(value, base, &rest);
        digits[--start] = (kind == 'X' ? "0123456789ABCDEF" : "0123456789abcdef")[rest];
    } while (value);
    uint32_t length = (uint32_t)sizeof(digits) - start + (sign != 0);
    if (!spec->zeros || spec->left) {
        if (sign) {
            digits[--start] = sign;
        }
        put_padded(out, spec, digits + start, length);
        return;
    }
    if (sign) {
        put(out, sign);
    }
    put_many(out, '0', spec->width > length ? spec->width - length : 0);
    for (; start < sizeof(digits); start++) {
        put(out, digits[start]);
    }
}

static void put_integer(struct format_out *out, const struct spec *spec) {
    if (spec->kind != 'd' && spec->kind != 'i') {
        put_number(out, spec, spec->longs ? spec->value : (uint32_t)spec->value, 0);
        return;
    }
    int64_t number = spec->longs ? (int64_t)spec->value : (int32_t)spec->value;
    char sign = number < 0 ? '-' : spec->plus ? '+' : spec->space ? ' ' : 0;
    put_number(out, spec, number < 0 ? -(uint64_t)number : (uint64_t)number, sign);
}

/* Without a width: all digits. Addresses of code have no name here. */
static void put_pointer(struct format_out *out, struct spec *spec) {
    bool is_code = spec->pointer == 's' || spec->pointer == 'S' || spec->pointer == 'B';
    if (is_code) {
        put(out, '0');
        put(out, 'x');
    } else if (!spec->width) {
        spec->zeros = true;
        spec->width = 2 * sizeof(spec->value);
    }
    put_number(out, spec, spec->value, 0);
}

static void put_spec(struct format_out *out, struct formatter *f, struct spec *spec) {
    const char *text = f->copies + spec->text;
    char c = (char)spec->value;
    switch (spec->kind) {
    case 'c':
        put_padded(out, spec, &c, 1);
        break;
    case 's':
        put_padded(out, spec, text, (uint32_t)strlen(text));
        break;
    case KIND_DONE:
        spec->width = 0;
        /* The kernel leaves it out of the length where nothing of it fits. */
        put_padded(out, spec, text, out->length < out->room ? (uint32_t)strlen(text) : 0);
        break;
    case 'p':
        put_pointer(out, spec);
        break;
    default:
        put_integer(out, spec);
    }
}

/* Letters and digits behind a pointer belong to it. */
static uint32_t behind(const struct formatter *f, const struct spec *spec) {
    uint32_t end = spec->end;
    while ((spec->kind == 'p' || spec->kind == KIND_DONE) && ctype_is_word(at(f, end))) {
        end++;
    }
    return end;
}

static void print(struct format_out *out, struct formatter *f) {
    uint32_t done = 0;
    for (uint32_t i = 0; i < f->length;) {
        if (done < f->count && i >= f->specs[done].start) {
            struct spec *spec = &f->specs[done++];
            put_spec(out, f, spec);
            i = behind(f, spec);
        } else {
            put(out, (char)f->format[i]);
            i += f->format[i] == '%' ? 2 : 1;
        }
    }
}

int64_t bpf_aot_format(struct format_out *out, const char *format, uint32_t size_bytes,
                       const struct format_args *args) {
    struct formatter f;
    f.format = (const uint8_t *)format;
    f.args = args;
    f.length = f.count = f.copied = 0;
    while (f.length < size_bytes && format[f.length]) {
        f.length++;
    }
    int64_t status = f.length < size_bytes ? prepare(&f) : -RT_EINVAL;
    if (!status) {
        print(out, &f);
    }
    return status;
}

int32_t bpf_aot_format_count(const void *values, uint32_t size_bytes) {
    bool good = size_bytes % 8 == 0 && size_bytes / 8 <= FORMAT_ARGS_MAX && (values || !size_bytes);
    return good ? (int32_t)(size_bytes / 8) : -1;
}
