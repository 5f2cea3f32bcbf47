/* SPDX-License-Identifier: Apache-2.0 */
/* An object translated and linked, with what its instructions were made of: the line table of
 * -g=insn, read by libdw. */
#ifndef BPF_AOT_COMPARE_OWN_H
#define BPF_AOT_COMPARE_OWN_H

#include "native.h"

struct own_range {
    const char *name; /* of a function */
    uint64_t low, high;
};

struct own_row {
    uint64_t address;
    const char *section;
    int64_t slot; /* 8-byte slot in the section; -1: of no insn */
};

struct own {
    struct bpf_aot_result image; /* executable */
    void *elf, *dwarf;           /* Elf *, Dwarf * */
    struct own_range *ranges;
    size_t range_count;
    struct own_row *rows; /* by address; each holds up to the next one */
    size_t row_count;
};

/* Reads what the image says; false after a message. */
bool own_parse(struct session *s, struct own *own);
/* Only enough for own_symbol. */
bool own_parse_symbols(struct session *s, struct own *own);
/* Translates, links, reads; false after a message. own_close in any case. */
bool own_open(struct session *s, const void *object, size_t bytes,
              const struct bpf_aot_options *options, struct own *own);
void own_close(struct own *own);

/* Where a symbol is, functions and data alike; false: there is none. `address` may be NULL. */
bool own_symbol(const struct own *own, const char *name, uint64_t *address);

/* The row that holds at an address, or NULL. */
const struct own_row *own_row_at(const struct own *own, uint64_t address);
/* `count` bytes of the image that run at `address`; NULL: there are none. */
const uint8_t *own_bytes(const struct own *own, uint64_t address, size_t count);

#endif
