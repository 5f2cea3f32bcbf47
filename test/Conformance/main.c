/* SPDX-License-Identifier: Apache-2.0 */
/* Calls the programs of a batch, from the one that the first argument says on, and prints a line
 * `name r0` for each. Every line is written at once: it must be out when the next one crashes. */
#include "freestanding.h"

void start(const long *stack);

static unsigned length_of(const char *text) {
    unsigned length = 0;
    while (text[length]) {
        length++;
    }
    return length;
}

static unsigned parse_number(const char *text) {
    unsigned number = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (unsigned)(*text - '0');
    }
    return number;
}

static void print_result(const char *name, uint64_t value) {
    char text[22] = " 0x";
    unsigned count = 3;
    for (int shift = 60; shift >= 0; shift -= 4) {
        text[count++] = "0123456789abcdef"[(value >> shift) & 15];
    }
    text[count++] = '\n';
    system_call(SYS_WRITE, 1, (long)name, length_of(name));
    system_call(SYS_WRITE, 1, (long)text, count);
}

__attribute__((used, noreturn)) void start(const long *stack) {
    unsigned first = stack[0] > 1 ? parse_number((const char *)stack[2]) : 0;
    for (unsigned i = first; i < test_case_count; i++) {
        const struct test_case *test = &test_cases[i];
        print_result(test->name, test->run(test->mem, test->mem_bytes));
    }
    for (;;) {
        system_call(SYS_EXIT, 0, 0, 0);
    }
}

__asm__(".text\n.globl _start\n" START_CODE);
