/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual addresses to bytes: the memory of the job, and one stack per live frame. */
#include "parts.h"

/* The bytes at `address`, or NULL when one of them is outside. */
static uint8_t *bytes_at(struct interp *in, uint64_t address, unsigned bytes) {
    uint64_t offset = address - INTERP_MEM_BASE;
    if (offset < in->job->mem_bytes && in->job->mem_bytes - offset >= bytes) {
        return in->job->mem + offset;
    }
    offset = address - INTERP_STACK_BASE;
    uint64_t frame = offset / INTERP_STACK_STRIDE;
    offset %= INTERP_STACK_STRIDE;
    if (frame <= in->depth && offset + bytes <= INTERP_STACK_BYTES) {
        return in->frames[frame].stack + offset;
    }
    return NULL;
}

static unsigned shift_of(const struct interp *in, unsigned index, unsigned bytes) {
    return 8 * (in->job->big_endian ? bytes - 1 - index : index);
}

bool interp_load(struct interp *in, uint64_t address, unsigned bytes, uint64_t *value) {
    const uint8_t *at = bytes_at(in, address, bytes);
    if (!at) {
        return false;
    }
    *value = 0;
    for (unsigned i = 0; i < bytes; i++) {
        *value |= (uint64_t)at[i] << shift_of(in, i, bytes);
    }
    return true;
}

bool interp_store(struct interp *in, uint64_t address, unsigned bytes, uint64_t value) {
    uint8_t *at = bytes_at(in, address, bytes);
    if (!at) {
        return false;
    }
    for (unsigned i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> shift_of(in, i, bytes));
    }
    return true;
}
