/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_kptr_xchg. A field is 8 bytes on every target, a pointer of the machine as a number. What
 * comes out of it is held by the run until it goes into a field again; only what the run holds goes
 * in. */
#include "maps/fields.h"

static const struct bpf_aot_kptr_ops none;

__attribute__((weak)) const struct bpf_aot_kptr_ops *bpf_aot_kptrs = &none;

/* The half of the number that a 32-bit machine's pointer fills; the other stays 0. */
static uintptr_t *word_of(void *field) {
    bool is_last = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    return (uintptr_t *)field + (is_last ? sizeof(uint64_t) / sizeof(uintptr_t) - 1 : 0);
}

void *bpf_aot_kptr_exchange(void *field, void *object) {
    return (void *)__atomic_exchange_n(word_of(field), (uintptr_t)object, __ATOMIC_ACQ_REL);
}

void bpf_aot_kptr_put(void *object) {
    if (bpf_aot_kptrs->drop) {
        bpf_aot_kptrs->drop(object);
    }
}

uint32_t bpf_aot_kptr_bytes(const void *object) {
    return bpf_aot_kptrs->bytes ? bpf_aot_kptrs->bytes(object) : 0;
}

void bpf_aot_kptr_forget(void *field) {
    void *object = bpf_aot_kptr_exchange(field, NULL);
    if (object) {
        bpf_aot_kptr_put(object);
    }
}

/* A field that is not aligned is none of the kernel's. */
void *bpf_aot_kptr_xchg(void *place, void *object, struct bpf_aot_run *run) {
    bool has_room = object || run->held_count < BPF_AOT_HELD_MAX;
    bool good = has_room && ((uintptr_t)place & 7) == 0 &&
                (!object || bpf_aot_unhold(run, object, bpf_aot_kptr_put));
    if (!good) {
        bpf_aot_abort(run);
        return NULL;
    }
    void *old = bpf_aot_kptr_exchange(place, object);
    if (old) {
        bpf_aot_hold(run, old, bpf_aot_kptr_put);
    }
    return old;
}
