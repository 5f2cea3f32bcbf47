/* SPDX-License-Identifier: Apache-2.0 */
/* -pretty: what -dump-maps prints in hex, by the types of the object's BTF. */
#ifndef BPF_AOT_TOOLS_PRETTY_H
#define BPF_AOT_TOOLS_PRETTY_H

#include <stdbool.h>
#include <sys/types.h>

struct pretty {
    int output; /* what was standard output */
    pid_t printer;
};

/* From here on standard output goes through a copy of this process that knows the object at `path`.
 * False after a message. */
bool pretty_start(struct pretty *pretty, const char *path);
/* Waits until all is printed; false when something went wrong. */
bool pretty_finish(struct pretty *pretty);

#endif
