/* SPDX-License-Identifier: Apache-2.0 */
/* Prints maps and data sections. */
#ifndef BPF_AOT_DRIVER_MAP_DUMP_H
#define BPF_AOT_DRIVER_MAP_DUMP_H

#include <stdbool.h>

/* One object: {"NAME":[["KEY","VALUE"],...],...}. */
bool bpf_aot_dump_json(void);
/* Lines for people. */
bool bpf_aot_dump_text(void);

#endif
