/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: running code of either side in a process of its own (lib/runtime/replay). */
#ifndef BPF_AOT_COMPARE_REPLAY_H
#define BPF_AOT_COMPARE_REPLAY_H

#include "compare/compare.h"
#include "compare/own.h"
#include "constant.h"

/* A function of the kernel's image where it will run. */
struct placed_image {
    uint64_t address, from; /* here, in the kernel */
    uint8_t *bytes;
    size_t count;
};

/* An address in the kernel that the code holds, and what takes its place. */
struct replay_site {
    uint64_t address; /* of the code, here */
    struct constant constant;
    const char *symbol; /* of the executable; NULL: `addend` is an address */
    int64_t addend;
    bool is_map; /* or a value of one */
};

/* A map as the kernel's code knows it: the address that it has for one. */
struct replay_map {
    const char *name;
    const char *handle; /* symbol of the runtime's struct; NULL: of a data section */
    const char *values; /* that of its values; NULL: not an array */
    unsigned pointers;  /* of a per-CPU array: the code wants so many, to values... */
    unsigned distance;  /* ...that lie so far apart */
    const char *symbol; /* with `addend`, what takes the place of the kernel's struct */
    int64_t addend;
};

enum { REPLAY_OFFSETS = 8 };

/* The kernel's image as it can run in user mode. */
struct replay_plan {
    struct placed_image *images; /* by address */
    size_t image_count;
    uint64_t entry;
    struct replay_site *sites;
    size_t site_count;
    struct replay_map *maps;
    size_t map_count;
    /* From elements of hashes to their values, as the code adds them to what a lookup gives, and to
     * the mark of an LRU's that the code looks at (0: none). 1: the code finds a pointer there. */
    struct replay_offset {
        uint32_t value, mark, is_pointer;
    } offsets[REPLAY_OFFSETS];
    size_t offset_count;
};

/* False, with the reason, when it cannot run on the maps of `object`, a translation. */
bool replay_place(struct session *s, const struct comparison *c, const struct own *object,
                  struct replay_plan *plan, const char **why);

/* Where a function of the kernel's image will run. */
uint64_t replay_moved(const struct comparison *c, uint64_t address);
bool replay_is_function(const struct jit_program *program, uint64_t address);
/* The addresses of the kernel in the image, and maps. NULL, or why it cannot run. */
const char *replay_find_sites(struct session *s, const struct comparison *c,
                              const struct own *object, struct replay_plan *plan);

struct replay {
    const char *folder; /* private, removed by replay_close */
    const char *executable;
    struct own image; /* of the executable: functions and lines */
};

/* Links what is to run: `object` (a translation) whose function `entry` is called, or the kernel's
 * image, on the maps of `object`. False after a message. */
struct replay_parts {
    const struct target_row *row;
    const struct own *object;
    const char *entry;
    const struct jit_program *jit;  /* whose maps are filled */
    const struct replay_plan *plan; /* NULL: the translation is run, not the kernel's image */
    unsigned headroom; /* bytes before a packet, which starts 16-aligned but for them */
    const struct compare_run *runs;
    size_t run_count;
};
bool replay_link(struct session *s, const struct replay_parts *parts, struct replay *replay);
void replay_close(struct replay *replay);

struct executed_at {
    uint64_t address, times;
};
struct replay_result {
    char *output;               /* malloc'ed */
    struct executed_at *counts; /* malloc'ed, by address; NULL without the plugin */
    size_t count;
    int status; /* of the process, as waitpid has it */
};
enum replay_mode {
    REPLAY_COUNT,
    REPLAY_NOTHING,  /* no input: what is counted then is the filling of maps */
    REPLAY_CONTENTS, /* with what maps hold behind the last recorded input, without counts */
};
/* Runs it under the target's qemu. False after a message: no qemu. */
bool replay_run(struct session *s, const struct target_row *row, const struct replay *replay,
                enum replay_mode mode, struct replay_result *result);

#endif
