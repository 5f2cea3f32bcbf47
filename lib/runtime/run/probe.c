/* SPDX-License-Identifier: Apache-2.0 */
/* Loads of addresses that nobody vouches for, as the kernel's BPF_PROBE_MEM has them. */
#include "bpf-aot/runtime.h"
#include "start/sys.h"

uint64_t bpf_aot_probe_load(uint64_t address, uint32_t size_bytes) {
    union {
        uint8_t u8;
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
    } value;
    bool good = address <= UINTPTR_MAX && size_bytes <= sizeof(value) &&
                bpf_aot_sys_peek(&value, (uintptr_t)address, size_bytes) == size_bytes;
    switch (good ? size_bytes : 0) {
    case 1:
        return value.u8;
    case 2:
        return value.u16;
    case 4:
        return value.u32;
    case 8:
        return value.u64;
    default:
        return 0;
    }
}
