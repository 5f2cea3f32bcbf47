/* SPDX-License-Identifier: Apache-2.0 */
/* A program as it is loaded: its insns with all functions that it calls behind it, and the maps
 * that it uses. */
#ifndef BPF_JITDUMP_PROGRAM_H
#define BPF_JITDUMP_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "maps.h"

struct insn {
    uint8_t code;
    uint8_t regs;
    int16_t off;
    int32_t imm;
};

enum { INSN_BYTES = 8 };
enum { CODE_LD_IMM64 = 0x18, CODE_CALL = 0x85, CODE_EXIT = 0x95 };
enum { SRC_MAP_FD = 1, SRC_MAP_VALUE = 2, SRC_FUNC = 4, SRC_CALL = 1 };

/* Which nibble is the source register depends on the byte order. */
uint32_t insn_src(const struct insn *insn);
void insn_set_src(struct insn *insn, uint32_t src);

/* A function within `insns`. */
struct placed {
    const char *name;
    uint32_t insn;                  /* its first */
    uint32_t count;                 /* of its insns */
    uint32_t section, section_insn; /* where it came from */
};

struct program {
    const char *name;
    const char *object;  /* the file's name without folder and .o, "" for raw insns */
    const char *section; /* "" for raw insns */
    const char *license;
    struct insn *insns; /* imm of a map's ld_imm64 is an index of `maps` */
    uint32_t insn_count, insn_capacity;
    struct placed *functions;
    uint32_t function_count, function_capacity;
    const struct map **maps;
    uint32_t map_count, map_capacity;
};

struct programs {
    struct program *items;
    uint32_t count;
};

/* All programs of an object, or the one named `only`. False: a message was printed. */
bool object_programs(struct programs *programs, const char *path, const char *only);
/* A file of insns and nothing else. */
bool raw_program(struct programs *programs, const char *path);

#endif
