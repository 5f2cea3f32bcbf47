/* SPDX-License-Identifier: Apache-2.0 */
/* Fills maps and data sections from JSON files (-map NAME=FILE). */
#ifndef BPF_AOT_DRIVER_MAP_LOAD_H
#define BPF_AOT_DRIVER_MAP_LOAD_H

#include <stdbool.h>

/* False, with a message. */
bool bpf_aot_map_load(const char *name_and_file);

#endif
