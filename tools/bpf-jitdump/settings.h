/* SPDX-License-Identifier: Apache-2.0 */
/* net.core.bpf_jit_enable and bpf_jit_harden. */
#ifndef BPF_JITDUMP_SETTINGS_H
#define BPF_JITDUMP_SETTINGS_H

#include <stdbool.h>

enum { SETTING_KEEP = -1 };

struct settings {
    int enable, harden, kallsyms; /* -1: not there */
};

struct settings settings_read(void);
/* Writes what is not SETTING_KEEP. False: a message was printed. */
bool settings_write(int enable, int harden);
/* Writes back what differs. */
bool settings_restore(const struct settings *before);

/* The line that begins a file, and follows a change of the settings. */
bool settings_print(void);

#endif
