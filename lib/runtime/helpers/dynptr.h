/* SPDX-License-Identifier: Apache-2.0 */
/* What the 16 bytes of a struct bpf_dynptr hold here. The program can overwrite them: whoever uses
 * one asks bpf_aot_dynptr_open, which believes nothing that they say. */
#ifndef BPF_AOT_RUNTIME_DYNPTR_H
#define BPF_AOT_RUNTIME_DYNPTR_H

#include "bpf-aot/runtime.h"

enum bpf_aot_dynptr_kind {
    DYNPTR_NONE, /* all zero: what a failed helper leaves */
    DYNPTR_LOCAL,
    DYNPTR_RECORD, /* reserved in a ring buffer; the run holds it */
    DYNPTR_LOAN,
};

enum { DYNPTR_SIZE_MAX = (1 << 24) - 1 /* kernel: DYNPTR_MAX_SIZE */ };

/* In a program's frame, at any address. */
struct bpf_aot_dynptr {
    uint64_t
        address; /* LOCAL: the bytes; RECORD: the record; LOAN: its struct bpf_aot_dynptr_loan */
    uint32_t size_bytes;
    uint16_t offset; /* none is moved so far */
    uint16_t kind;
};

/* Bytes that a helper lends to a callback, to be read. Lives in the helper's own frame. */
struct bpf_aot_dynptr_loan {
    const void *bytes;
    uint32_t size_bytes;
};

/* Fills `dynptr` so that it stands for the loan until bpf_aot_dynptr_return; false when the run
 * holds too much already. */
bool bpf_aot_dynptr_lend(void *dynptr, struct bpf_aot_dynptr_loan *loan, struct bpf_aot_run *run);
void bpf_aot_dynptr_return(struct bpf_aot_dynptr_loan *loan, struct bpf_aot_run *run);

/* What a dynptr stands for; bytes is NULL for DYNPTR_NONE. */
struct bpf_aot_dynptr_view {
    char *bytes;
    uint32_t size_bytes;
    bool read_only;
};

/* False, and the run is aborted, when the dynptr is forged. */
bool bpf_aot_dynptr_open(const void *dynptr, struct bpf_aot_dynptr_view *view,
                         struct bpf_aot_run *run);
void bpf_aot_dynptr_set(void *dynptr, enum bpf_aot_dynptr_kind kind, void *at, uint32_t size_bytes);

#endif
