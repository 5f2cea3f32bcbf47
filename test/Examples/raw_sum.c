/* SPDX-License-Identifier: Apache-2.0 */
/* A raw program: the sum of the bytes of a memory area, weighted by position. No context, no maps.
 *     clang-22 -O2 -g -target bpfel -mcpu=v3 -c raw_sum.c */
typedef unsigned char u8;
typedef unsigned long long u64;

__attribute__((section("raw"))) u64 raw_sum(const u8 *mem, u64 size) {
    u64 sum = 0;
    for (u64 i = 0; i < size; i++) {
        sum += mem[i] * (i + 1);
    }
    return sum;
}
