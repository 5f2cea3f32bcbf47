/* SPDX-License-Identifier: Apache-2.0 */
/* What -mcpu, -mattr, -march, -mabi and -fPIC make of a row; all names are checked here, because
 * LLVM only prints a warning and goes on without what it does not know. */
#include "choice.h"

#include <llvm-c/Target.h>
#include <string.h>

/* ABIs that the runtime's code and the translator's word size fit. */
static const struct {
    const char *architecture;
    const char *names[4];
} abis[] = {
    {"mips", {"o32"}},
    {"mipsel", {"o32"}},
    {"mips64", {"n64"}},
    {"mips64el", {"n64"}},
    {"arm", {"aapcs"}},
    {"armeb", {"aapcs"}},
    {"thumb", {"aapcs"}},
    {"thumbeb", {"aapcs"}},
    {"riscv32", {"ilp32", "ilp32f", "ilp32d"}},
    {"riscv64", {"lp64", "lp64f", "lp64d"}},
    {"ppc64", {"elfv1", "elfv2"}},
    {"ppc64le", {"elfv1", "elfv2"}},
};

static bool choose_cpu(struct session *s, struct machine_choice *choice) {
    const char *cpu = s->options->mcpu;
    const char *const *known = machine_cpus(choice->row->triple);
    choice->cpu = cpu ? cpu : choice->row->cpu;
    return !cpu || names_have(known, cpu, strlen(cpu)) ||
           fail(s, at_object(), "unknown CPU '%s'; %s has %s", cpu, choice->row->name,
                names_list(s, known));
}

static bool check_features(struct session *s, const struct target_row *row) {
    const char *const *known = machine_features(row->triple);
    for (const char *at = s->options->mattr; *at;) {
        size_t length = strcspn(at, ",");
        if (*at != '+' && *at != '-') {
            return fail(s, at_object(), "-mattr takes +FEATURE or -FEATURE, not '%.*s'",
                        (int)length, at);
        }
        if (!names_have(known, at + 1, length - 1)) {
            return fail(s, at_object(), "unknown feature '%.*s'; %s has %s", (int)length - 1,
                        at + 1, row->name, names_list(s, known));
        }
        at += length + (at[length] == ',');
    }
    return true;
}

static const char *joined(struct session *s, const char *left, const char *right) {
    return arena_printf(&s->arena, "%s%s%s", left, *left && *right ? "," : "", right);
}

static bool choose_features(struct session *s, struct machine_choice *choice) {
    const struct bpf_aot_options *options = s->options;
    choice->features = choice->row->features;
    if (options->march) {
        choice->features = march_features(s, choice->row, options->march);
        if (!choice->features) {
            return false;
        }
    }
    /* Position-independent code on MIPS finds its data by the abicalls. */
    if (choice->pic && strcmp(choice->features, "+noabicalls") == 0) {
        choice->features = "";
    }
    if (options->mattr) {
        choice->features = joined(s, choice->features, options->mattr);
        return check_features(s, choice->row);
    }
    return true;
}

static bool is_abi(struct session *s, const struct machine_choice *choice, const char **list) {
    const char *name = LLVMGetTargetName(back_end(choice->row->triple));
    for (size_t i = 0; i < sizeof(abis) / sizeof(abis[0]); i++) {
        if (strcmp(abis[i].architecture, name) == 0) {
            *list = names_list(s, abis[i].names);
            return names_have(abis[i].names, choice->abi, strlen(choice->abi));
        }
    }
    return false;
}

/* RISC-V's ABI that passes floating point in registers wants registers, though none is used. */
static const char *abi_features(const char *abi) {
    bool riscv = strncmp(abi, "ilp32", 5) == 0 || strncmp(abi, "lp64", 4) == 0;
    char last = *abi ? abi[strlen(abi) - 1] : 0;
    return !riscv ? "" : last == 'd' ? "+d" : last == 'f' ? "+f" : "";
}

static bool choose_abi(struct session *s, struct machine_choice *choice) {
    const char *abi = s->options->mabi, *list = "none";
    choice->abi = abi ? abi : choice->row->abi;
    if (abi && !is_abi(s, choice, &list)) {
        return fail(s, at_object(), "unknown ABI '%s'; %s has %s", abi, choice->row->name, list);
    }
    choice->features = joined(s, choice->features, abi_features(choice->abi));
    return true;
}

bool machine_choose(struct session *s, const struct target_row *row,
                    struct machine_choice *choice) {
    *choice = (struct machine_choice){
        .row = row,
        .pic = s->options->pic || s->options->output == BPF_AOT_OUTPUT_SHARED,
    };
    return choose_cpu(s, choice) && choose_features(s, choice) && choose_abi(s, choice);
}
