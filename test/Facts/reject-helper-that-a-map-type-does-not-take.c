// SPDX-License-Identifier: Apache-2.0
// Values of a prog_array are the runtime's pointers: a lookup would hand them to the program, which
// could write them (kernel/bpf/verifier.c, check_map_func_compatibility).
// RUN: split-file %s %t
// RUN: %clang -target bpf -g -O2 %bpf-includes -c %t/lookup.c -o %t/lookup.o
// RUN: not bpf-aot -target mipsel %t/lookup.o -o /dev/null 2>&1 | FileCheck --check-prefix=LOOKUP %s
// LOOKUP: error: helper map_lookup_elem cannot use map 'programs' of type prog_array
// RUN: %clang -target bpf -g -O2 %bpf-includes -c %t/redirect.c -o %t/redirect.o
// RUN: not bpf-aot -target mipsel %t/redirect.o -o /dev/null 2>&1 | FileCheck --check-prefix=REDIRECT %s
// REDIRECT: error: helper redirect_map cannot use map 'numbers' of type array
// RUN: %clang -target bpf -g -O2 %bpf-includes -c %t/devices.c -o %t/devices.o
// RUN: bpf-aot -target mipsel %t/devices.o -o /dev/null
// REQUIRES: linux-headers

//--- map.h
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#define MAP(map_type, name)                                                                        \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##map_type);                                                     \
        __uint(max_entries, 4);                                                                    \
        __type(key, __u32);                                                                        \
        __type(value, __u32);                                                                      \
    } name SEC(".maps")

//--- lookup.c
#include "map.h"
MAP(PROG_ARRAY, programs);
SEC("xdp") int read_slot(struct xdp_md *context) {
    __u32 key = 0;
    return bpf_map_lookup_elem(&programs, &key) != 0;
}

//--- redirect.c
#include "map.h"
MAP(ARRAY, numbers);
SEC("xdp") int redirect(struct xdp_md *context) {
    return bpf_redirect_map(&numbers, 0, 0);
}

//--- devices.c
#include "map.h"
MAP(DEVMAP, devices);
MAP(ARRAY, numbers);
SEC("xdp") int redirect(struct xdp_md *context) {
    __u32 key = 0;
    __u32 *number = bpf_map_lookup_elem(&numbers, &key);
    __u32 *device = bpf_map_lookup_elem(&devices, &key);
    return number && device ? bpf_redirect_map(&devices, *number, 0) : 0;
}
