/* SPDX-License-Identifier: Apache-2.0 */
/* What there is: targets, stages, helpers, the version, the runtime's place. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline.h"

const char *bpf_aot_version(void) {
    return BPF_AOT_VERSION;
}

const char *bpf_aot_target_name(size_t index) {
    size_t count;
    const struct target_row *rows = target_rows(&count);
    return index < count ? rows[index].name : NULL;
}

static const char *nth_name(const char *const *names, size_t index) {
    for (size_t i = 0; names && names[i]; i++) {
        if (i == index) {
            return names[i];
        }
    }
    return NULL;
}

const char *bpf_aot_cpu_name(const char *target, size_t index) {
    const struct target_row *row = target_find(target);
    return nth_name(machine_cpus(row ? row->triple : target), index);
}

const char *bpf_aot_feature_name(const char *target, size_t index) {
    const struct target_row *row = target_find(target);
    return nth_name(machine_features(row ? row->triple : target), index);
}

const char *bpf_aot_target_emulator(const char *target) {
    const struct target_row *row = target_find(target);
    return row ? row->qemu : NULL;
}

const char *bpf_aot_host_target(void) {
    const struct target_row *row = target_host();
    return row ? row->name : NULL;
}

/* lib/bpf-aot beside the folder of the running program, as installed and as built. */
static bool beside_program(char *folder, size_t bytes) {
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (length <= 0) {
        return false;
    }
    program[length] = 0;
    char *slash = strrchr(program, '/');
    if (!slash) {
        return false;
    }
    *slash = 0;
    int written = snprintf(folder, bytes, "%s/../lib/bpf-aot", program);
    char *whole = written > 0 && (size_t)written < bytes ? realpath(folder, NULL) : NULL;
    bool good = whole && strlen(whole) < bytes;
    if (good) {
        strcpy(folder, whole);
    }
    free(whole);
    return good;
}

bool bpf_aot_runtime_path(const char *target, const char *mabi, char *path, size_t bytes) {
    char folder[PATH_MAX];
    const char *chosen = getenv("BPF_AOT_RUNTIME_DIR");
    const struct target_row *row = target_find(target);
    if (!row) {
        return false;
    }
    bool own = !mabi || strcmp(mabi, row->abi) == 0;
    if (chosen && strlen(chosen) < sizeof(folder)) {
        strcpy(folder, chosen);
    } else if (!beside_program(folder, sizeof(folder))) {
        strcpy(folder, BPF_AOT_RUNTIME_DIR);
    }
    int written = snprintf(path, bytes, "%s/libbpf-aot-rt-%s%s%s.a", folder, target, own ? "" : "-",
                           own ? "" : mabi);
    return written > 0 && (size_t)written < bytes;
}

const char *driver_stage_name(size_t index) {
    size_t count;
    const struct stage *stages = pipeline_stages(&count);
    return index < count ? stages[index].name : NULL;
}

const char *driver_stage_help(size_t index) {
    size_t count;
    const struct stage *stages = pipeline_stages(&count);
    return index < count ? stages[index].help : NULL;
}

const char *driver_helper(size_t index, unsigned *id) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    if (index >= count) {
        return NULL;
    }
    *id = rows[index].id;
    return rows[index].name;
}
