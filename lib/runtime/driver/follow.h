/* SPDX-License-Identifier: Apache-2.0 */
/* -follow: the records of ring buffers and perf events, as they come. */
#ifndef BPF_AOT_DRIVER_FOLLOW_H
#define BPF_AOT_DRIVER_FOLLOW_H

#include <stdbool.h>

/* Gives every perf_event_array a buffer per active CPU. False after a message: no memory. */
bool bpf_aot_follow_begin(void);
/* Prints and consumes what is there: a line a record, "event MAP: HEX", "event MAP cpu N: HEX" or
 * "event MAP cpu N: lost COUNT". */
void bpf_aot_follow_text(void);
/* The same as a list of {"map":NAME,"cpu":N,"bytes":HEX} or {"map":NAME,"cpu":N,"lost":COUNT};
 * ring buffers have no CPU. `before` and `after` go around the list; `needed`: only if it is not
 * empty. */
void bpf_aot_follow_json(const char *before, const char *after, bool needed);

#endif
