/* SPDX-License-Identifier: Apache-2.0 */
/* One C source, two builds: an XDP program for BPF and a plain function of the same text for the
 * target. Both know the same of alignment: -DPACKET_START=N on the native side says where packets
 * start modulo 8. With -DFREE, unrolling and inlining are left to the compilers. */
#ifndef BENCH_H
#define BENCH_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef long long s64;

#ifdef __bpf__
#define SEC(name) __attribute__((section(name), used))
struct ctx { /* struct xdp_md, uapi linux/bpf.h */
    u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};
#define DATA(ctx) ((u8 *)(long)(ctx)->data)
#define END(ctx)  ((u8 *)(long)(ctx)->data_end)
/* The BPF back end would split accesses of less than natural alignment; the packet's start is the
 * translator's knowledge. */
#define PACKET_ALIGNED(n)
#else
#define SEC(name)
struct ctx { /* the first members of struct bpf_aot_xdp */
    u8 *data, *data_end;
};
#define DATA(ctx)         ((ctx)->data)
#define END(ctx)          ((ctx)->data_end)
#define PACKET_ALIGNED(n) __attribute__((aligned(n)))
#endif

/* Words of a packet: at4 where the offset is 2 modulo 4 (IP headers behind 14 bytes), any at an
 * even offset. What is aligned to 4 is not to 8. */
typedef u64 u64_at4 PACKET_ALIGNED(4);
#if defined(PACKET_START) && PACKET_START == 0
typedef u32 u32_any;
typedef u64 u64_any;
#else
typedef u32 u32_any PACKET_ALIGNED(2);
typedef u64 u64_any PACKET_ALIGNED(2);
#endif

#ifdef FREE
#define NO_UNROLL
#define NOINLINE static
#else
#define NO_UNROLL _Pragma("clang loop unroll(disable)")
#define NOINLINE  static __attribute__((noinline))
#endif
#define INLINE static inline __attribute__((always_inline))

#define PROG u32 prog(struct ctx *ctx)

#define FOLD(x)         ((u32)((x) ^ ((x) >> 32)))
#define ROTATE_32(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define ROTATE_64(x, n) (((x) << (n)) | ((x) >> (64 - (n))))
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BE16(x) __builtin_bswap16(x)
#define BE32(x) __builtin_bswap32(x)
#else
#define BE16(x) (x)
#define BE32(x) (x)
#endif
/* Keeps a value and forgets how it was made. */
#define OPAQUE(x) __asm__ volatile("" : "+r"(x))

SEC("xdp") PROG;

#endif
