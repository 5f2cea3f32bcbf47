/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: running code of either side in a process of its own (lib/runtime/replay). */
#ifndef BPF_AOT_COMPARE_REPLAY_H
#define BPF_AOT_COMPARE_REPLAY_H

#include "compare/compare.h"
#include "compare/own.h"

/* MIPS o32: where what the kernel's code calls is reached from, below its code. */
#define REPLAY_DIV64 UINT64_C(0x1fffffe0)
#define REPLAY_MOD64 UINT64_C(0x1ffffff0)

/* A function of the kernel's image where it will run. */
struct placed_image {
    uint64_t address, from; /* here, in the kernel */
    uint8_t *bytes;
    size_t count;
};

/* The image's functions as they can run in user mode, sorted by address. NULL, with the reason,
 * when they cannot. */
struct placed_image *replay_place(struct session *s, const struct comparison *c, size_t *count,
                                  const char **why);

struct replay {
    const char *folder; /* private, removed by replay_close */
    const char *executable;
    struct own image; /* of the executable: functions and lines */
};

/* Links what is to run: `object` (a translation) whose function `entry` is called, or the kernel's
 * image. False after a message. */
struct replay_parts {
    const struct target_row *row;
    const void *object;
    size_t object_bytes;
    const char *entry;
    const struct placed_image *images;
    size_t image_count;
    uint64_t kernel_entry;
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
/* Runs it under the target's qemu. False after a message: no qemu. */
bool replay_run(struct session *s, const struct target_row *row, const struct replay *replay,
                struct replay_result *result);

#endif
