/* SPDX-License-Identifier: Apache-2.0 */
/* Command lines: programs in, lines out. */
#ifndef BPF_JITDUMP_JOB_H
#define BPF_JITDUMP_JOB_H

#include "options.h"

/* What all jobs write to. */
struct output {
    const char *path; /* NULL: standard output */
    const char *mark; /* in front of each line */
    bool is_open, has_settings;
    bool announces; /* says on standard output which job it begins */
    uint32_t programs, runs;
};

/* False: a message was printed. Nothing is written, the output not even made, unless the inputs
 * are right and the kernel allows bpf(2). */
bool job_do(const struct options *options, struct output *output);
/* The command lines of a file, one a line; words have no white space in them. All are done,
 * whatever becomes of the others. */
bool jobs_do(const char *path, struct output *output);
/* The last line. */
bool job_end(const struct output *output);

#endif
