/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/verdict.h"

#include "driver/print.h"

enum family { NO_FAMILY, XDP, TC };

struct verdict {
    enum family family;
    uint32_t number;
    const char *name, *word;
};

static const struct verdict verdicts[] = {
#define VERDICT(family, number, name, word) {family, number, name, word},
#include "driver/verdicts.def"
};

enum { VERDICT_COUNT = sizeof(verdicts) / sizeof(verdicts[0]) };

bool bpf_aot_is_xdp(enum bpf_aot_context context) {
    return context == BPF_AOT_CONTEXT_XDP || context == BPF_AOT_CONTEXT_XDP_DEVMAP;
}

static enum family family_of(enum bpf_aot_context context) {
    return bpf_aot_is_xdp(context) ? XDP : context == BPF_AOT_CONTEXT_TC ? TC : NO_FAMILY;
}

const char *bpf_aot_verdict_name(enum bpf_aot_context context, uint64_t r0) {
    enum family family = family_of(context);
    for (uint32_t i = 0; i < VERDICT_COUNT; i++) {
        if (verdicts[i].family == family && verdicts[i].number == r0) {
            return verdicts[i].name;
        }
    }
    return NULL;
}

static bool is_item(const char *word, const char *item) {
    while (*word && *word == *item) {
        word++;
        item++;
    }
    return *word == 0 && (*item == 0 || *item == ',');
}

/* The number that an item of the list stands for. */
static bool number_of(enum family family, const char *item, uint64_t *number) {
    for (uint32_t i = 0; i < VERDICT_COUNT; i++) {
        if (verdicts[i].family == family && is_item(verdicts[i].word, item)) {
            *number = verdicts[i].number;
            return true;
        }
    }
    const char *at = item;
    *number = 0;
    for (; *at >= '0' && *at <= '9' && *number <= UINT32_MAX; at++) {
        *number = *number * 10 + (uint32_t)(*at - '0');
    }
    return at != item && *number <= UINT32_MAX && (*at == 0 || *at == ',');
}

static const char *next_item(const char *item) {
    while (*item && *item != ',') {
        item++;
    }
    return *item ? item + 1 : NULL;
}

bool bpf_aot_verdict_listed(enum bpf_aot_context context, const char *list, uint64_t r0) {
    for (const char *item = list; item; item = next_item(item)) {
        uint64_t number;
        if (number_of(family_of(context), item, &number) && number == r0) {
            return true;
        }
    }
    return false;
}

bool bpf_aot_verdict_check(enum bpf_aot_context context, const char *list) {
    for (const char *item = list; item; item = next_item(item)) {
        uint64_t number;
        if (!number_of(family_of(context), item, &number)) {
            bpf_aot_error("-w-verdict: neither a number nor a verdict of this program: %s", item);
            return false;
        }
    }
    return true;
}
