/* SPDX-License-Identifier: Apache-2.0 */
/* What both sides returned and left, beside each other and beside what was recorded. */
#include <string.h>

#include "contents.h"

static bool is_same(const struct bytes *a, const struct bytes *b) {
    return a->count == b->count && memcmp(a->data, b->data, a->count) == 0;
}

static const char *packets_differ(const struct compare_run *run) {
    bool is_recorded = run->has_kernel && run->kernel_out.count;
    bool kernel = run->side[SIDE_KERNEL].ran, own = run->side[SIDE_OWN].ran;
    if (is_recorded && kernel && !is_same(&run->kernel_out, &run->side[SIDE_KERNEL].out)) {
        return "the packet that the kernel's code leaves here is not the one that it left there";
    }
    if (is_recorded && own && !is_same(&run->kernel_out, &run->side[SIDE_OWN].out)) {
        return "bpf-aot's code leaves another packet than the kernel's left";
    }
    if (kernel && own && !is_same(&run->side[SIDE_KERNEL].out, &run->side[SIDE_OWN].out)) {
        return "the packets that come out differ";
    }
    return NULL;
}

static const char *run_differs(struct session *s, const struct compare_run *run) {
    bool replayed = run->side[SIDE_KERNEL].ran, known = replayed || run->has_kernel;
    uint32_t kernel = replayed ? run->side[SIDE_KERNEL].result : run->kernel;
    uint32_t own = run->side[SIDE_OWN].result;
    if (replayed && run->has_kernel && kernel != run->kernel) {
        return arena_printf(&s->arena,
                            "the kernel's code returns 0x%x here, and returned 0x%x there", kernel,
                            run->kernel);
    }
    if (run->side[SIDE_OWN].ran && known && kernel != own) {
        return arena_printf(&s->arena, "the kernel's code returns 0x%x, bpf-aot's 0x%x", kernel,
                            own);
    }
    return packets_differ(run);
}

void results_compare(struct session *s, struct comparison *c) {
    size_t differing = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        c->runs[i].differs = run_differs(s, &c->runs[i]);
        differing += c->runs[i].differs != NULL;
    }
    if (differing) {
        finding_add(s, c, "results-differ", -1,
                    arena_printf(&s->arena, "on %zu of %zu inputs", differing, c->run_count));
    }
}

/* The kernel's maps: as recorded, else as its code leaves them here. */
void results_compare_maps(struct session *s, struct comparison *c,
                          const struct contents contents[SIDES]) {
    struct contents recorded = contents_recorded(s, c);
    const struct contents *replayed = &contents[SIDE_KERNEL], *own = &contents[SIDE_OWN];
    const char *differs = contents_differ(s, &recorded, "where its code ran here", replayed);
    differs = differs ? differs : contents_differ(s, &recorded, "in bpf-aot's", own);
    differs = differs ? differs : contents_differ(s, replayed, "in bpf-aot's", own);
    if (differs) {
        finding_add(s, c, "maps-differ", -1, differs);
    }
}
