/* SPDX-License-Identifier: Apache-2.0 */
/* CPUs and features of every back end, from tables that cmake/llvm_names.py makes. */
#include <llvm-c/Target.h>
#include <string.h>

#include "choice.h"

struct llvm_names {
    const char *architecture;
    const char *const *cpus, *const *features;
};

#include "llvm_names.h"

static const struct llvm_names *find(const char *triple) {
    LLVMTargetRef target = back_end(triple);
    const char *name = target ? LLVMGetTargetName(target) : "";
    for (size_t i = 0; i < sizeof(all_names) / sizeof(all_names[0]); i++) {
        if (strcmp(all_names[i].architecture, name) == 0) {
            return &all_names[i];
        }
    }
    return NULL;
}

const char *const *machine_cpus(const char *triple) {
    const struct llvm_names *names = find(triple);
    return names ? names->cpus : NULL;
}

const char *const *machine_features(const char *triple) {
    const struct llvm_names *names = find(triple);
    return names ? names->features : NULL;
}

bool names_have(const char *const *names, const char *name, size_t length) {
    for (; *names; names++) {
        if (strncmp(*names, name, length) == 0 && !(*names)[length]) {
            return true;
        }
    }
    return false;
}

char *names_list(struct session *s, const char *const *names) {
    size_t bytes = 1;
    for (size_t i = 0; names[i]; i++) {
        bytes += strlen(names[i]) + 2;
    }
    char *list = ARENA_NEW_N(&s->arena, char, bytes), *end = list;
    for (size_t i = 0; names[i]; i++) {
        end = stpcpy(stpcpy(end, i ? ", " : ""), names[i]);
    }
    return list;
}
