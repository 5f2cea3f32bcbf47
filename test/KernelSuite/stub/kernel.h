/* SPDX-License-Identifier: Apache-2.0 */
/* What lib/test_bpf.c of the kernel asks of the kernel, for a freestanding program: integer types,
 * memory, messages, random numbers, programs and the two entry points of the BPF core. Every
 * <linux/...> header that it includes is this one. The encodings (uapi, macros of insns) are the
 * kernel's own, taken from its source when the test is built. */
#ifndef STUB_KERNEL_H
#define STUB_KERNEL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8, __u8;
typedef uint16_t u16, __u16, __be16;
typedef uint32_t u32, __u32, __be32, __sum16, __wsum;
typedef uint64_t __attribute__((aligned(8))) u64, __u64, __aligned_u64;
typedef int8_t s8, __s8;
typedef int16_t s16, __s16;
typedef int32_t s32, __s32;
typedef int64_t s64, __s64;
typedef u64 netdev_features_t;

#define __user
#include <uapi/linux/bpf.h>
#include <uapi/linux/filter.h>

#define BIT(n)          (1u << (n))
#define ARRAY_SIZE(x)   (sizeof(x) / sizeof((x)[0]))
#define min(a, b)       ((a) < (b) ? (a) : (b))
#define IS_ERR(pointer) ((uintptr_t)(pointer) >= (uintptr_t)-4095)
#define PAGE_SIZE       4096
#define max(a, b)       ((a) > (b) ? (a) : (b))
#define abs(x)          ((x) < 0 ? -(x) : (x))
#define BUG_ON(wrong)   ((wrong) ? __builtin_trap() : (void)0)
#define KBUILD_MODNAME  "test_bpf"
#define S16_MAX         INT16_MAX
#define S16_MIN         INT16_MIN
#define U16_MAX         UINT16_MAX
#define S32_MAX         INT32_MAX
#define S32_MIN         INT32_MIN
#define U32_MAX         UINT32_MAX
#define S64_MAX         INT64_MAX
#define S64_MIN         INT64_MIN
#define U64_MAX         UINT64_MAX
#define __init
#define __exit
#define __initconst

enum { ENOMEM = 12, EFAULT = 14, EINVAL = 22 };

/* Messages are kept for whoever asked for the test. */
void printk(const char *format, ...);
int snprintf(char *buffer, size_t bytes, const char *format, ...);
#define pr_info printk
#define pr_cont printk
#define pr_err  printk

/* Blocks of an arena that is empty again when the last one is given back. */
enum { GFP_KERNEL };
void *kmalloc(size_t bytes, int flags);
void *kzalloc(size_t bytes, int flags);
void kfree(const void *block);
size_t ksize(const void *block);
#define kmalloc_array(count, bytes, flags) kmalloc((size_t)(count) * (bytes), flags)
#define struct_size(pointer, member, count)                                                        \
    (sizeof(*(pointer)) + sizeof((pointer)->member[0]) * (count))
void *memcpy(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
long strscpy(char *to, const char *from, size_t bytes);

#define module_param(name, type, mode)
#define module_param_string(name, text, bytes, mode)
#define module_param_array(name, type, count, mode)
#define module_init(function) int (*const test_module)(void) = function;
#define module_exit(function) void (*const test_module_end)(void) = function;
#define MODULE_DESCRIPTION(text)
#define MODULE_LICENSE(text)
#define cond_resched()
#define migrate_disable()
#define migrate_enable()

/* L'Ecuyer's LFSR113: tests expect the numbers of this generator. */
struct rnd_state {
    u32 s1, s2, s3, s4;
};
void prandom_seed_state(struct rnd_state *state, u64 seed);
u32 prandom_u32_state(struct rnd_state *state);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define __BIG_ENDIAN             4321
#define STUB_IF_BIG(big, little) big
#else
#define __LITTLE_ENDIAN          1234
#define STUB_IF_BIG(big, little) little
#endif
#define cpu_to_be16(x) STUB_IF_BIG((u16)(x), __builtin_bswap16(x))
#define cpu_to_be32(x) STUB_IF_BIG((u32)(x), __builtin_bswap32(x))
#define cpu_to_be64(x) STUB_IF_BIG((u64)(x), __builtin_bswap64(x))
#define cpu_to_le16(x) STUB_IF_BIG(__builtin_bswap16(x), (u16)(x))
#define cpu_to_le32(x) STUB_IF_BIG(__builtin_bswap32(x), (u32)(x))
#define cpu_to_le64(x) STUB_IF_BIG(__builtin_bswap64(x), (u64)(x))
#define htons          cpu_to_be16

static inline u64 div64_u64(u64 value, u64 by) {
    return value / by;
}

static inline u64 div64_u64_rem(u64 value, u64 by, u64 *rest) {
    *rest = value % by;
    return value / by;
}

#define do_div(value, by) ((value) = (value) / (u32)(by))

/* Functions that programs call by their distance from __bpf_call_base. */
u64 __bpf_call_base(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5);
int numa_node_id(void);
u64 ktime_get_ns(void);
u64 ktime_get_boot_fast_ns(void);
u64 ktime_get_coarse_ns(void);
u64 get_jiffies_64(void);
#define BPF_CALL_1(name, type, arg)                                                                \
    static u64 name##_typed(type arg);                                                             \
    u64 name(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5) {                                             \
        return name##_typed((type)r1);                                                             \
    }                                                                                              \
    static u64 name##_typed(type arg)

enum { MAX_TAIL_CALL_CNT = 33 };

struct bpf_prog_aux {
    u32 stack_depth;
    bool verifier_zext, tail_call_reachable;
};

struct bpf_prog {
    unsigned jited, len, type;
    const struct translation *translation; /* what runs */
    struct bpf_prog_aux *aux, aux_space;
    struct bpf_insn insnsi[];
};

struct bpf_map {
    u32 max_entries;
};

struct bpf_array {
    struct bpf_map map;
    void *ptrs[];
};

struct sock_fprog_kern {
    u16 len;
    struct sock_filter *filter;
};

static inline unsigned bpf_prog_size(unsigned insns) {
    return sizeof(struct bpf_prog) + insns * sizeof(struct bpf_insn);
}

struct bpf_prog *bpf_prog_alloc(unsigned bytes, int flags);
void bpf_prog_free(struct bpf_prog *prog);
/* The two entry points, eBPF and classic, and the run. */
struct bpf_prog *bpf_prog_select_runtime(struct bpf_prog *prog, int *err);
int bpf_prog_create(struct bpf_prog **prog, struct sock_fprog_kern *filter);
u32 bpf_prog_run(const struct bpf_prog *prog, const void *ctx);
#define bpf_prog_destroy bpf_prog_free

#include "insn_macros.h" /* cut out of the kernel's include/linux/filter.h */

#include "skb.h"

#endif
