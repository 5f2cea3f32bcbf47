/* SPDX-License-Identifier: Apache-2.0 */
/* Process 1 of a machine that was started for this tool. */
#ifndef BPF_JITDUMP_INIT_H
#define BPF_JITDUMP_INIT_H

/* Does jobs; their lines go to the console behind "@", errors as they are. */
_Noreturn void init_main(const char *path);

#endif
