/* SPDX-License-Identifier: Apache-2.0 */
/* Memory, text and random numbers for the kernel's test. */
#include "support.h"

#include <stdarg.h>

#include "freestanding.h"

enum { ARENA_BYTES = 16 << 20, BLOCK_ALIGN = 16, SAID_BYTES = 4096 };

static _Alignas(BLOCK_ALIGN) u8 arena[ARENA_BYTES];
static size_t arena_used;
static unsigned blocks;

/* The size stands in front of a block. */
void *kmalloc(size_t bytes, int flags) {
    size_t room = BLOCK_ALIGN + ((bytes + BLOCK_ALIGN - 1) & -(size_t)BLOCK_ALIGN);
    if (room > ARENA_BYTES - arena_used) {
        return NULL;
    }
    u8 *block = &arena[arena_used + BLOCK_ALIGN];
    memcpy(block - BLOCK_ALIGN, &bytes, sizeof(bytes));
    arena_used += room;
    blocks++;
    return block;
}

void *kzalloc(size_t bytes, int flags) {
    void *block = kmalloc(bytes, flags);
    return block ? memset(block, 0, bytes) : NULL;
}

void kfree(const void *block) {
    if (block && --blocks == 0) {
        arena_used = 0;
    }
}

size_t ksize(const void *block) {
    size_t bytes;
    memcpy(&bytes, (const u8 *)block - BLOCK_ALIGN, sizeof(bytes));
    return bytes;
}

int strcmp(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (u8)*a - (u8)*b;
}

long strscpy(char *to, const char *from, size_t bytes) {
    size_t length = 0;
    for (; length + 1 < bytes && from[length]; length++) {
        to[length] = from[length];
    }
    to[length] = '\0';
    return (long)length;
}

struct text {
    char *at, *end;
};

static void put(struct text *text, char c) {
    if (text->at < text->end) {
        *text->at++ = c;
    }
}

static void put_number(struct text *text, u64 value, unsigned base) {
    char digits[24];
    int count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    while (count) {
        put(text, digits[--count]);
    }
}

/* d u x s, with l, ll and #: no more is printed. Negative numbers get a sign in base 10. */
static const char *put_argument(struct text *text, const char *format, va_list *args) {
    int longs = 0;
    for (; *format == '#' || *format == 'l'; format++) {
        longs += *format == 'l';
        if (*format == '#') {
            put(text, '0');
            put(text, 'x');
        }
    }
    if (*format == 's') {
        for (const char *from = va_arg(*args, const char *); *from; from++) {
            put(text, *from);
        }
        return format + 1;
    }
    s64 value = longs > 1 ? va_arg(*args, long long)
                : longs   ? va_arg(*args, long)
                          : va_arg(*args, int);
    if (*format == 'd' && value < 0) {
        put(text, '-');
        value = -value;
    } else if (longs < 2 && *format != 'd') {
        value = longs ? (s64)(unsigned long)value : (s64)(unsigned)value;
    }
    put_number(text, (u64)value, *format == 'x' ? 16 : 10);
    return format + 1;
}

static void format_text(struct text *text, const char *format, va_list *args) {
    while (*format) {
        if (*format == '%') {
            format = put_argument(text, format + 1, args);
        } else {
            put(text, *format++);
        }
    }
}

int snprintf(char *buffer, size_t bytes, const char *format, ...) {
    struct text text = {buffer, buffer + bytes - 1};
    va_list args;
    va_start(args, format);
    format_text(&text, format, &args);
    va_end(args);
    *text.at = '\0';
    return (int)(text.at - buffer);
}

static char said[SAID_BYTES];
static size_t said_bytes;

void printk(const char *format, ...) {
    struct text text = {said + said_bytes, said + SAID_BYTES};
    va_list args;
    va_start(args, format);
    format_text(&text, format, &args);
    va_end(args);
    said_bytes = (size_t)(text.at - said);
}

void report(const char *kind, unsigned number) {
    char line[64];
    if (!kind) {
        said_bytes = 0;
        return;
    }
    for (size_t i = 0; i < said_bytes; i++) {
        said[i] = said[i] == '\n' ? ' ' : said[i];
    }
    write_all(line, (size_t)snprintf(line, sizeof(line), "%s %u: ", kind, number));
    said[said_bytes < SAID_BYTES ? said_bytes : SAID_BYTES - 1] = '\n';
    write_all(said, said_bytes < SAID_BYTES ? said_bytes + 1 : SAID_BYTES);
    said_bytes = 0;
}

void write_all(const void *data, size_t bytes) {
    const u8 *from = data;
    while (bytes) {
        long wrote = system_call(SYS_WRITE, 1, (long)from, (long)bytes);
        if (wrote <= 0) {
            system_call(SYS_EXIT, 3, 0, 0);
        }
        from += wrote;
        bytes -= (size_t)wrote;
    }
}

/* x is at least `least`: with smaller seeds a component would stay 0. */
static u32 seeded(u32 x, u32 least) {
    return x < least ? x + least : x;
}

void prandom_seed_state(struct rnd_state *state, u64 seed) {
    u32 x = (u32)(seed >> 32 ^ seed << 10 ^ seed);
    *state = (struct rnd_state){seeded(x, 2), seeded(x, 8), seeded(x, 16), seeded(x, 128)};
}

static u32 step(u32 s, int q, int shift_back, u32 mask, int shift) {
    return (s & mask) << shift ^ ((s << q ^ s) >> shift_back);
}

u32 prandom_u32_state(struct rnd_state *state) {
    state->s1 = step(state->s1, 6, 13, -2u, 18);
    state->s2 = step(state->s2, 2, 27, -8u, 2);
    state->s3 = step(state->s3, 13, 21, -16u, 7);
    state->s4 = step(state->s4, 3, 12, -128u, 13);
    return state->s1 ^ state->s2 ^ state->s3 ^ state->s4;
}

/* Programs call the helpers of the runtime; these are only what the kernel's test compares with. */
int numa_node_id(void) {
    return 0;
}

u64 ktime_get_ns(void) {
    static u64 now;
    return ++now;
}

u64 ktime_get_boot_fast_ns(void) {
    return 0;
}

u64 ktime_get_coarse_ns(void) {
    return 0;
}

u64 get_jiffies_64(void) {
    return 0;
}
