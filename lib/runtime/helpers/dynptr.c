/* SPDX-License-Identifier: Apache-2.0 */
/* Dynptrs, as forgeable as they are: bytes of the program's own maps and data are checked like any
 * access, everything else is looked up in what the run holds. */
#include "helpers/dynptr.h"

#include "errors.h"
#include "libcalls/libcalls.h"

/* A loan ends with the helper's call: there is nothing to release. */
static void end_loan(void *loan) {
}

void bpf_aot_dynptr_set(void *dynptr, enum bpf_aot_dynptr_kind kind, void *at,
                        uint32_t size_bytes) {
    struct bpf_aot_dynptr d = {(uintptr_t)at, size_bytes, 0, (uint16_t)kind};
    memcpy(dynptr, &d, sizeof(d));
}

bool bpf_aot_dynptr_lend(void *dynptr, struct bpf_aot_dynptr_loan *loan, struct bpf_aot_run *run) {
    bpf_aot_dynptr_set(dynptr, DYNPTR_LOAN, loan, loan->size_bytes);
    return bpf_aot_hold(run, loan, end_loan);
}

void bpf_aot_dynptr_return(struct bpf_aot_dynptr_loan *loan, struct bpf_aot_run *run) {
    bpf_aot_unhold(run, loan, end_loan);
}

static bool open_local(const struct bpf_aot_dynptr *d, struct bpf_aot_dynptr_view *view,
                       struct bpf_aot_run *run) {
    if (d->size_bytes && !bpf_aot_check_write(d->address, d->size_bytes, run)) {
        return false;
    }
    view->bytes = (char *)(uintptr_t)d->address;
    view->size_bytes = d->size_bytes;
    return true;
}

static bool open_loan(const struct bpf_aot_dynptr *d, struct bpf_aot_dynptr_view *view,
                      struct bpf_aot_run *run) {
    struct bpf_aot_dynptr_loan *loan = (void *)(uintptr_t)d->address;
    if (!bpf_aot_is_held(run, loan, end_loan)) {
        return false;
    }
    view->bytes = (char *)(uintptr_t)loan->bytes;
    view->size_bytes = loan->size_bytes;
    view->read_only = true;
    return true;
}

bool bpf_aot_dynptr_open(const void *dynptr, struct bpf_aot_dynptr_view *view,
                         struct bpf_aot_run *run) {
    struct bpf_aot_dynptr d;
    memcpy(&d, dynptr, sizeof(d));
    *view = (struct bpf_aot_dynptr_view){0};
    bool good = d.kind == DYNPTR_NONE    ? true
                : d.kind == DYNPTR_LOCAL ? open_local(&d, view, run)
                                         : d.kind == DYNPTR_LOAN && open_loan(&d, view, run);
    if (!good) {
        bpf_aot_abort(run);
    }
    return good;
}

int64_t bpf_aot_dynptr_from_mem(void *data, uint32_t size_bytes, uint64_t flags, void *dynptr) {
    bool fits = size_bytes <= DYNPTR_SIZE_MAX;
    if (!fits || flags) {
        bpf_aot_dynptr_set(dynptr, DYNPTR_NONE, NULL, 0);
        return fits ? -RT_EINVAL : -RT_E2BIG;
    }
    bpf_aot_dynptr_set(dynptr, DYNPTR_LOCAL, data, size_bytes);
    return 0;
}

static bool is_within(const struct bpf_aot_dynptr_view *view, uint32_t offset, uint32_t length) {
    return length <= view->size_bytes && offset <= view->size_bytes - length;
}

int64_t bpf_aot_dynptr_read(void *to, uint32_t size_bytes, void *dynptr, uint32_t offset,
                            uint64_t flags, struct bpf_aot_run *run) {
    struct bpf_aot_dynptr_view view;
    if (!bpf_aot_dynptr_open(dynptr, &view, run) || !view.bytes || flags) {
        return -RT_EINVAL;
    }
    if (!is_within(&view, offset, size_bytes)) {
        return -RT_E2BIG;
    }
    memmove(to, view.bytes + offset, size_bytes);
    return 0;
}

int64_t bpf_aot_dynptr_write(void *dynptr, uint32_t offset, void *from, uint32_t size_bytes,
                             uint64_t flags, struct bpf_aot_run *run) {
    struct bpf_aot_dynptr_view view;
    if (!bpf_aot_dynptr_open(dynptr, &view, run) || !view.bytes || view.read_only) {
        return -RT_EINVAL;
    }
    if (!is_within(&view, offset, size_bytes)) {
        return -RT_E2BIG;
    }
    if (flags) {
        return -RT_EINVAL;
    }
    memmove(view.bytes + offset, from, size_bytes);
    return 0;
}

void *bpf_aot_dynptr_data(void *dynptr, uint32_t offset, uint32_t size_bytes,
                          struct bpf_aot_run *run) {
    struct bpf_aot_dynptr_view view;
    if (!bpf_aot_dynptr_open(dynptr, &view, run) || !view.bytes || view.read_only ||
        !is_within(&view, offset, size_bytes)) {
        return NULL;
    }
    return view.bytes + offset;
}
