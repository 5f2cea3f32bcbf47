/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the harness want of each other. */
#ifndef STUB_SUPPORT_H
#define STUB_SUPPORT_H

#include "kernel.h"

/* A program of the table that each executable brings, in the order of the tests. */
enum translation_kind { TRANSLATION_RAW, TRANSLATION_SKB };
struct translation {
    unsigned number;
    enum translation_kind kind;
    int error;   /* what the kernel has to say when the translator refused it, or 0 */
    void *entry; /* uint64_t (*)(void *), raw: (void *, uint64_t) */
};
extern const struct translation translations[];
extern const unsigned translation_count;

/* Prints `kind number: ` and all messages since the last report, as one line; NULL: forgets
 * them. */
void report(const char *kind, unsigned number);
void write_all(const void *data, size_t bytes);

/* A translated program on a socket buffer of the stub. */
u64 run_on_skb(void *entry, const struct sk_buff *skb);

#endif
