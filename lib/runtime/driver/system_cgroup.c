/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of cgroups in a system file. */
#include "driver/print.h"
#include "driver/system.h"

static const struct bpf_aot_cgroup_row *find(uint64_t id, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (bpf_aot_tables.cgroups[i].id == id) {
            return &bpf_aot_tables.cgroups[i];
        }
    }
    return NULL;
}

static bool is_known(uint64_t id, uint32_t count) {
    return id == BPF_AOT_ROOT_CGROUP || find(id, count);
}

/* Parents come first, so that no walk is endless. */
static bool check_tree(void) {
    for (uint32_t i = 0; i < bpf_aot_tables.cgroup_count; i++) {
        struct bpf_aot_cgroup_row *row = &bpf_aot_tables.cgroups[i];
        row->parent = row->parent ? row->parent : BPF_AOT_ROOT_CGROUP;
        if (is_known(row->id, i)) {
            bpf_aot_error("-system: cgroup %u: there is one of id %U already", i + 1, row->id);
            return false;
        }
        if (!row->id || !is_known(row->parent, i)) {
            bpf_aot_error(row->id ? "-system: cgroup %u: parent %U is neither the root nor listed "
                                    "before it"
                                  : "-system: cgroup %u has no id",
                          i + 1, row->parent);
            return false;
        }
    }
    return true;
}

static bool is_member(uint64_t cgroup) {
    if (cgroup && !is_known(cgroup, bpf_aot_tables.cgroup_count)) {
        bpf_aot_error("-system: there is no cgroup %U", cgroup);
        return false;
    }
    return true;
}

bool bpf_aot_cgroups_complete(void) {
    bool good = check_tree() && is_member(bpf_aot_tables.cgroup);
    for (uint32_t i = 0; good && i < bpf_aot_tables.sock_count; i++) {
        good = is_member(bpf_aot_tables.socks[i].cgroup);
    }
    return good;
}

static uint64_t parent_of(uint64_t cgroup) {
    const struct bpf_aot_cgroup_row *row = find(cgroup, bpf_aot_tables.cgroup_count);
    return row ? row->parent : 0;
}

uint64_t bpf_aot_cgroups_ancestor(uint64_t cgroup, uint32_t level) {
    uint32_t own = 0;
    for (uint64_t at = parent_of(cgroup); at; at = parent_of(at)) {
        own++;
    }
    for (; own > level; own--) {
        cgroup = parent_of(cgroup);
    }
    return own == level ? cgroup : 0;
}
