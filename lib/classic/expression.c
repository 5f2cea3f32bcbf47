/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of pcap-filter(7), compiled by libpcap. Apart from the rest, because its struct
 * bpf_insn is not that of linux/bpf.h. */
#include <pcap/pcap.h>

#include "classic/classic.h"

static struct classic *copy_program(struct session *s, const struct bpf_program *program) {
    struct classic *classic = ARENA_NEW(&s->arena, struct classic);
    struct classic_insn *insns = ARENA_NEW_N(&s->arena, struct classic_insn, program->bf_len);
    for (size_t i = 0; i < program->bf_len; i++) {
        const struct bpf_insn *from = &program->bf_insns[i];
        insns[i] = (struct classic_insn){from->code, from->jt, from->jf, from->k};
    }
    *classic = (struct classic){insns, program->bf_len};
    return classic;
}

struct classic *classic_compile(struct session *s, const char *expression, const char *link,
                                unsigned snaplen) {
    int type = link ? pcap_datalink_name_to_val(link) : DLT_EN10MB;
    if (type < 0) {
        fail(s, at_object(), "unknown link type '%s'; names are those of pcap-linktype(7)", link);
        return NULL;
    }
    pcap_t *handle = pcap_open_dead(type, snaplen ? (int)snaplen : CLASSIC_SNAPLEN);
    if (!handle) {
        unreachable("out of memory");
    }
    struct bpf_program program;
    struct classic *classic = NULL;
    if (pcap_compile(handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0) {
        classic = copy_program(s, &program);
        pcap_freecode(&program);
    } else {
        fail(s, at_object(), "'%s': %s", expression, pcap_geterr(handle));
    }
    pcap_close(handle);
    return classic;
}
