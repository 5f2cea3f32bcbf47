/* SPDX-License-Identifier: Apache-2.0 */
/* A .jit file: what a kernel made of programs and what they returned there, as tools/bpf-jitdump
 * records it. All memory is the session's arena. */
#ifndef BPF_AOT_COMPARE_JIT_H
#define BPF_AOT_COMPARE_JIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/session.h"

struct bytes {
    const uint8_t *data;
    size_t count;
};

/* The kernel and its settings; they hold until the next ones in the file. */
struct jit_setting {
    const char *release, *version, *machine, *target, *cpu;
    bool big_endian;
    unsigned bits, jit_enable, jit_harden;
};

struct jit_function {
    const char *name;
    uint32_t insn; /* its first in `insns` */
};

struct jit_line {
    uint32_t xlated, insn;
    uint64_t address; /* where the native code begins */
};

/* As the program's insns number them: the imm of an LDDW. */
struct jit_map {
    const char *name; /* of a data section: the section's */
    unsigned type, value_bytes, entries;
    struct bytes (*fill)[2]; /* keys and values before the first run */
    size_t fill_count;
};

struct jit_program {
    const struct jit_setting *setting;
    const char *name, *section, *log, *tag;
    const char *object;   /* file that it is from, without folder and suffix; "": not said */
    unsigned type, error; /* error: errno of the load, 0: loaded */
    unsigned verified_insns;
    struct bytes insns, xlated, image; /* image: of all functions, one behind the other */
    const struct jit_function *functions;
    size_t function_count;
    const uint64_t *addresses; /* of the functions in the kernel */
    size_t address_count;
    const uint64_t *lengths; /* bytes of the functions in `image` */
    size_t length_count;
    struct jit_line *lines; /* sorted by address */
    size_t line_count;
    struct jit_map *maps;
    size_t map_count;
    unsigned line_number; /* in the file */
};

struct jit_run {
    const struct jit_setting *setting;
    const char *program;
    struct bytes in, out;
    bool has_context;
    unsigned error, repeat;
    uint32_t result;
    uint64_t duration_ns;
};

/* What a map held behind the last packet. */
struct jit_contents {
    const struct jit_setting *setting;
    const char *program, *map;
    const char **elements; /* "KEY VALUE" in hex */
    size_t count;
};

struct jit_file {
    const char *path;
    const struct jit_setting *setting; /* the first */
    struct jit_program *programs;
    size_t program_count;
    struct jit_run *runs;
    size_t run_count;
    struct jit_contents *contents;
    size_t contents_count;
};

/* The file's text (or gzip of it), `s->object` its path for messages. NULL after a message when it
 * is cut short, damaged or not of this format. */
struct jit_file *jit_read(struct session *s, const char *text, size_t bytes);

/* What a .jit.gz file holds, malloc'ed; NULL after a message. */
char *jit_unpack(struct session *s, const unsigned char *packed, size_t bytes, size_t *unpacked);

/* The program as it was loaded with the JIT on, if it was; else any of that name; NULL: none. */
const struct jit_program *jit_find(const struct jit_file *file, const char *name);

#endif
