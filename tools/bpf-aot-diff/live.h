/* SPDX-License-Identifier: Apache-2.0 */
/* Asks this machine's kernel through bpf-jitdump. */
#ifndef BPF_AOT_DIFF_LIVE_H
#define BPF_AOT_DIFF_LIVE_H

#include "compare/jit.h"

/* What the kernel makes of the object, in the session's arena. NULL after a message. */
struct jit_file *live_ask(struct session *s, const char *object, const struct bytes *packets,
                          size_t packet_count);

#endif
