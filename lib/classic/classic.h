/* SPDX-License-Identifier: Apache-2.0 */
/* Classic BPF: struct sock_filter, as files hold it, as tcpdump -ddd prints it, or as libpcap makes
 * it of an expression. In: bytes or an expression; out: a stream of eBPF insns that does to a
 * socket buffer what the kernel would make the classic program do (net/core/filter.c). */
#ifndef BPF_AOT_CLASSIC_H
#define BPF_AOT_CLASSIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/session.h"

enum {
    CLASSIC_INSN_BYTES = 8,
    CLASSIC_MAX_INSNS = 4096, /* kernel: BPF_MAXINSNS */
    CLASSIC_CELLS = 16,       /* M[0] to M[15]; kernel: BPF_MEMWORDS */
    CLASSIC_SNAPLEN = 262144, /* what expressions return; tcpdump's default */
};

/* In messages, and in the table of programs. */
#define CLASSIC_SECTION "classic"

/* struct sock_filter of uapi linux/filter.h. */
struct classic_insn {
    uint16_t code;
    uint8_t jt, jf; /* insns to skip when a condition holds, and when it does not */
    uint32_t k;
};

struct classic {
    const struct classic_insn *insns;
    size_t count;
};

/* eBPF insns of 8 bytes in the byte order that they were asked for. */
struct classic_stream {
    const uint8_t *code;
    size_t size_bytes;
};

/* What a file holds: struct sock_filter in the given byte order, or decimal numbers. Text is what
 * has nothing but digits, spaces and commas: a binary insn has a zero in the upper half of its
 * code. NULL after a message; nothing is checked but the form. */
struct classic *classic_read(struct session *s, const void *data, size_t size_bytes,
                             bool big_endian);

/* libpcap's program for an expression of pcap-filter(7). `link` is a name of pcap-linktype(7)
 * without DLT_, NULL means Ethernet; `snaplen` is the value for packets that match, 0 means
 * CLASSIC_SNAPLEN. NULL after a message. */
struct classic *classic_compile(struct session *s, const char *expression, const char *link,
                                unsigned snaplen);

/* Whether the kernel would take the program; false after a message. */
bool classic_check(struct session *s, const struct classic *classic);

/* Of a program that classic_check let pass. */
struct classic_stream classic_convert(struct session *s, const struct classic *classic,
                                      bool big_endian);

/* One line an insn, as tcpdump -d has it; ancillary loads by name. */
void classic_print(void *file, const struct classic *classic);

#endif
