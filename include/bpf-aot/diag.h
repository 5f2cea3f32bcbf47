/* SPDX-License-Identifier: Apache-2.0 */
/* What bpf-aot says about an input: one struct a message, handed to a callback. */
#ifndef BPF_AOT_DIAG_H
#define BPF_AOT_DIAG_H

enum bpf_aot_severity {
    BPF_AOT_ERROR,
    BPF_AOT_WARNING,
    BPF_AOT_NOTE,
};

/* All strings live only during the callback. */
struct bpf_aot_diagnostic {
    enum bpf_aot_severity severity;
    const char *object;   /* name of the input, or NULL */
    const char *section;  /* ELF section, or NULL */
    long insn;            /* 8-byte slot in the section, or -1 */
    const char *message;  /* lower case, no full stop */
    const char *source;   /* source file from BTF line info, or NULL */
    unsigned source_line; /* 0 when unknown */
};

typedef void bpf_aot_diag_fn(const struct bpf_aot_diagnostic *diagnostic, void *user);

#endif
