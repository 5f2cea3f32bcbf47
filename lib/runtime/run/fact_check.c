/* SPDX-License-Identifier: Apache-2.0 */
/* -facts=check: a value against what the translator found out about it. A wrong fact is a mistake
 * of the translator: it is named on standard error, and the process ends. */
#include "bpf-aot/runtime.h"

#include "driver/print.h"
#include "start/sys.h"

static int number_holds(const struct bpf_aot_fact *fact, uint64_t n) {
    int64_t s = (int64_t)n;
    uint32_t w = (uint32_t)n;
    int32_t sw = (int32_t)w;
    return n >= fact->umin && n <= fact->umax && s >= fact->smin && s <= fact->smax &&
           w >= fact->umin32 && w <= fact->umax32 && sw >= fact->smin32 && sw <= fact->smax32 &&
           (n & ~fact->bits_mask) == fact->bits_value &&
           !((fact->flags & BPF_AOT_FACT_EXCLUDES) && n == fact->excluded);
}

int bpf_aot_fact_holds(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact) {
    if ((fact->flags & BPF_AOT_FACT_NEVER) || ((fact->flags & BPF_AOT_FACT_NOT_NULL) && !value) ||
        ((fact->flags & BPF_AOT_FACT_ADDRESS) && (uintptr_t)value != value)) {
        return 0;
    }
    return ((fact->flags & BPF_AOT_FACT_MAYBE_NULL) && !value) || number_holds(fact, value - base);
}

/* As two lines: what there is, what there should be. */
static void complain(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact) {
    static char text[1024];
    struct bpf_aot_out out = {2, 0, sizeof(text), text};
    bpf_aot_print(&out, "facts: %s+%u: %s is 0x%x", fact->function, fact->insn, fact->what, value);
    if (base) {
        bpf_aot_print(&out, ", 0x%x behind 0x%x", value - base, base);
    }
    if (fact->flags & BPF_AOT_FACT_NEVER) {
        bpf_aot_print(&out, ", but should never get here");
    }
    bpf_aot_print(&out, "\nfacts: expected u[0x%x,0x%x] s[0x%x,0x%x]", fact->umin, fact->umax,
                  (uint64_t)fact->smin, (uint64_t)fact->smax);
    bpf_aot_print(&out, " w[0x%x,0x%x] sw[0x%x,0x%x]", (uint64_t)fact->umin32,
                  (uint64_t)fact->umax32, (uint64_t)(uint32_t)fact->smin32,
                  (uint64_t)(uint32_t)fact->smax32);
    bpf_aot_print(&out, " bits(0x%x;0x%x)", fact->bits_value, fact->bits_mask);
    if (fact->flags & BPF_AOT_FACT_EXCLUDES) {
        bpf_aot_print(&out, " not 0x%x", fact->excluded);
    }
    bpf_aot_print(&out, "%s%s\n", fact->flags & BPF_AOT_FACT_NOT_NULL ? " not null" : "",
                  fact->flags & BPF_AOT_FACT_MAYBE_NULL ? " or null" : "");
    bpf_aot_flush(&out);
}

void bpf_aot_fact_check(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact) {
    if (!bpf_aot_fact_holds(value, base, fact)) {
        complain(value, base, fact);
        bpf_aot_sys_exit(BPF_AOT_FACT_STATUS);
    }
}
