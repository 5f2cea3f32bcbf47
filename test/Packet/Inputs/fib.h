/* SPDX-License-Identifier: Apache-2.0 */
/* The packet is struct bpf_fib_lookup behind an Ethernet header and the flags; the answer goes back
 * into it, so that the output shows every field. */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
static long (*const fib_lookup)(void *ctx, void *params, int size, unsigned flags) = (void *)69;

struct request {
    unsigned char ethernet[14];
    unsigned char flags, pad;
    struct bpf_fib_lookup params;
} __attribute__((packed));

#define ANSWER(ctx)                                                                                \
    struct request *request = (void *)(long)(ctx)->data;                                           \
    struct bpf_fib_lookup params;                                                                  \
    if ((void *)(request + 1) > (void *)(long)(ctx)->data_end) {                                   \
        return 99;                                                                                 \
    }                                                                                              \
    __builtin_memcpy(&params, &request->params, sizeof(params));                                   \
    long status = fib_lookup((ctx), &params, sizeof(params), request->flags);                      \
    __builtin_memcpy(&request->params, &params, sizeof(params));                                   \
    return (int)status + 200
