/* SPDX-License-Identifier: Apache-2.0 */
/* Which helper may use which map, and how a lookup goes: map_use.def, map_lookup.def. The ids come
 * from maps.def and helpers.def, so that a row of a name that they do not have does not compile. */
#include "program/program.h"

enum {
#define MAP_TYPE(id, name, STORAGE, key, cpus) MAP_ID_##name = id,
#include "bpf-aot/maps.def"
#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effect) HELPER_ID_##name = id,
#include "bpf-aot/helpers.def"
};

enum use_maps { USE_ANY, USE_LISTED, USE_ALSO };

static const struct use {
    uint32_t map, helper;
    enum use_maps maps;
} uses[] = {
#define MAP_USE(map, helper, maps) {MAP_ID_##map, HELPER_ID_##helper, USE_##maps},
#include "bpf-aot/map_use.def"
};

static const struct lookup {
    uint32_t map;
    enum map_lookup kind;
} lookups[] = {
#define MAP_LOOKUP(map, what) {MAP_ID_##map, LOOKUP_##what},
#include "bpf-aot/map_lookup.def"
};

enum map_lookup map_lookup_kind(uint32_t map) {
    for (size_t i = 0; i < sizeof(lookups) / sizeof(lookups[0]); i++) {
        if (lookups[i].map == map) {
            return lookups[i].kind;
        }
    }
    return LOOKUP_CALL;
}

bool map_allows_helper(uint32_t map, uint32_t helper) {
    bool has_rows = false, is_special = false;
    for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
        if (uses[i].map == map && uses[i].helper == helper) {
            return true;
        }
        has_rows |= uses[i].map == map && uses[i].maps != USE_ALSO;
        is_special |= uses[i].helper == helper && uses[i].maps != USE_ANY;
    }
    return !has_rows && !is_special;
}
