/* SPDX-License-Identifier: Apache-2.0 */
/* File descriptors of the kernel's map tests: each stands for a map of the host API. */
#ifndef BPF_AOT_TEST_SHIM_H
#define BPF_AOT_TEST_SHIM_H

#include "bpf-aot/host.h"

enum { SHIM_FDS = 65536 };

/* A descriptor that owns the map; like a libbpf function: negative errno value, which is also
 * in errno. */
int shim_open(struct bpf_aot_map *map);
/* NULL: the descriptor is none of a map. */
struct bpf_aot_map *shim_map(int fd);
/* What libbpf 1.0 returns for `status`. */
int shim_status(int status);

#endif
