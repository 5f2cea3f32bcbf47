/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BPF_AOT_RUNTIME_SIPHASH_H
#define BPF_AOT_RUNTIME_SIPHASH_H

#include <stdint.h>

/* SipHash-2-4 (Aumasson, Bernstein) of `size_bytes` bytes with a key of two words. */
uint64_t bpf_aot_siphash(const void *bytes, uint32_t size_bytes, const uint64_t key[2]);

#endif
