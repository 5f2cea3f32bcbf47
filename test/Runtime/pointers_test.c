/* SPDX-License-Identifier: Apache-2.0 */
/* Maps of programs and maps: what programs see, what the host may change. */
#include "selftest.h"
#include "test_map.h"

#include "start/sys.h"

TEST_MAP(inner_a, array, 2, ARRAY, 4, 8, 2, 1);
TEST_MAP(inner_b, array, 2, ARRAY, 4, 8, 2, 1);
TEST_MAP(longer, array, 2, ARRAY, 4, 8, 3, 1);
TEST_MAP(wider, array, 2, ARRAY, 4, 16, 2, 1);
TEST_MAP(other_type, hash, 1, HASH, 4, 8, 2, 1);
TEST_MAP(tables, array_of_maps, 12, SLOTS, 4, 4, 3, 1);
TEST_MAP(named, hash_of_maps, 13, HASH, 6, 4, 2, 1);
TEST_MAP(untyped, array_of_maps, 12, SLOTS, 4, 4, 1, 1);
TEST_MAP(jumps, prog_array, 3, SLOTS, 4, 4, 2, 1);

static uint64_t body(void *ctx, struct bpf_aot_run *run) {
    return 0;
}

static const struct bpf_aot_program program = {.name = "program", .body = body};
static const struct bpf_aot_program raw = {.name = "raw"};

static void prog_array_is_filled_by_the_host(void) {
    uint32_t key = 1, value = 3;
    CHECK(bpf_aot_prog_array_set(&jumps, 1, NULL) == -2);
    CHECK(bpf_aot_prog_array_set(&jumps, 2, NULL) == -7);
    CHECK(bpf_aot_prog_array_set(&jumps, 2, &program) == -7);
    CHECK(bpf_aot_prog_array_set(&jumps, 1, &raw) == -22);
    CHECK(bpf_aot_prog_array_set(&tables, 1, &program) == -22);
    CHECK(jumps.ops->value_on(&jumps, &key, 0) == NULL);
    CHECK(bpf_aot_prog_array_set(&jumps, 1, &program) == 0);
    union bpf_aot_slot *slot = jumps.ops->value_on(&jumps, &key, 0);
    CHECK(slot && slot->pointer == &program);
    CHECK(jumps.ops->value_on(&jumps, &key, 1) == NULL);
    CHECK(bpf_aot_map_lookup_elem(&jumps, &key) == NULL);
    CHECK(bpf_aot_map_update_elem(&jumps, &key, &value, ANY) == -22);
    CHECK(bpf_aot_map_delete_elem(&jumps, &key) == -22);
    CHECK(bpf_aot_prog_array_set(&jumps, 1, NULL) == 0);
    CHECK(jumps.ops->value_on(&jumps, &key, 0) == NULL);
}

/* As the translator emits a prog_array or array_of_maps with values. */
static union bpf_aot_slot initial[3] = {[1] = {.pointer = &inner_b}};

static void array_of_maps_finds_inner_maps(void) {
    uint32_t empty = 0, key = 1, beyond = 3, index = 1;
    uint64_t value = 55;
    tables.inner = &inner_a;
    tables.storage = initial;
    CHECK(bpf_aot_map_lookup_elem(&tables, &empty) == NULL);
    CHECK(bpf_aot_map_lookup_elem(&tables, &beyond) == NULL);
    struct bpf_aot_map *inner = bpf_aot_map_lookup_elem(&tables, &key);
    CHECK(inner == &inner_b);
    CHECK(bpf_aot_map_update_elem(inner, &index, &value, ANY) == 0);
    CHECK(*(uint64_t *)bpf_aot_map_lookup_elem(&inner_b, &index) == 55);
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &inner_a) == 0);
    CHECK(bpf_aot_map_lookup_elem(&tables, &key) == &inner_a);
    CHECK(bpf_aot_map_of_maps_set(&tables, &beyond, &inner_a) == -7);
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, NULL) == 0);
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, NULL) == -2);
    CHECK(bpf_aot_map_lookup_elem(&tables, &key) == NULL);
    CHECK(bpf_aot_map_update_elem(&tables, &key, &value, ANY) == -22);
    CHECK(bpf_aot_map_delete_elem(&tables, &key) == -22);
}

/* Programs take it for granted that an inner map has its lock where the template has it. */
static void inner_maps_have_the_fields_of_the_template(void) {
    static const struct bpf_aot_field lock[] = {{BPF_AOT_FIELD_LOCK, 0}, {0, 0}};
    static const struct bpf_aot_field same[] = {{BPF_AOT_FIELD_LOCK, 0}, {0, 0}};
    static const struct bpf_aot_field later[] = {{BPF_AOT_FIELD_LOCK, 4}, {0, 0}};
    static const struct {
        const struct bpf_aot_field *template, *inner;
        int status;
    } rows[] = {{lock, same, 0}, {lock, later, -22}, {lock, NULL, -22}, {NULL, lock, -22}};
    uint32_t key = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        tables.inner = &inner_a;
        inner_a.fields = rows[i].template;
        inner_b.fields = rows[i].inner;
        CHECK(bpf_aot_map_of_maps_set(&tables, &key, &inner_b) == rows[i].status);
    }
    inner_a.fields = inner_b.fields = NULL;
}

static void hash_of_maps_finds_inner_maps(void) {
    uint8_t first[6] = "first", second[6] = "secon", third[6] = "third";
    uint32_t value = 0;
    named.inner = &inner_a;
    CHECK(bpf_aot_map_lookup_elem(&named, first) == NULL);
    CHECK(bpf_aot_map_of_maps_set(&named, first, NULL) == -2);
    CHECK(bpf_aot_map_of_maps_set(&named, first, &wider) == -22);
    CHECK(bpf_aot_map_of_maps_set(&named, first, &inner_a) == 0);
    CHECK(bpf_aot_map_of_maps_set(&named, second, &inner_b) == 0);
    CHECK(bpf_aot_map_of_maps_set(&named, third, &inner_b) == -7);
    CHECK(bpf_aot_map_lookup_elem(&named, first) == &inner_a);
    CHECK(bpf_aot_map_lookup_elem(&named, second) == &inner_b);
    CHECK(bpf_aot_map_lookup_elem(&named, third) == NULL);
    CHECK(bpf_aot_map_of_maps_set(&named, first, &inner_b) == 0);
    CHECK(bpf_aot_map_lookup_elem(&named, first) == &inner_b);
    CHECK(bpf_aot_map_update_elem(&named, first, &value, ANY) == -22);
    CHECK(bpf_aot_map_delete_elem(&named, first) == -22);
    CHECK(bpf_aot_map_of_maps_set(&named, first, NULL) == 0);
    CHECK(bpf_aot_map_lookup_elem(&named, first) == NULL);
    CHECK(bpf_aot_map_of_maps_set(&named, third, &inner_a) == 0);
    CHECK(bpf_aot_map_of_maps_set(&named, third, NULL) == 0);
}

/* A pointer has more bytes than the value_size of 4 where memory lies above 4 GiB. */
static void hash_of_maps_keeps_whole_pointers(void) {
    uint8_t key[6] = "far";
    struct bpf_aot_map *far = bpf_aot_sys_map(sizeof(*far));
    CHECK(far != NULL);
    *far = inner_a;
    named.inner = &inner_a;
    CHECK(bpf_aot_map_of_maps_set(&named, key, far) == 0);
    CHECK(bpf_aot_map_lookup_elem(&named, key) == far);
    CHECK(bpf_aot_map_of_maps_set(&named, key, NULL) == 0);
}

static void inner_maps_resemble_the_template(void) {
    uint32_t key = 0;
    tables.inner = &inner_a;
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &wider) == -22);
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &other_type) == -22);
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &longer) == -22);
    CHECK(bpf_aot_map_of_maps_set(&inner_a, &key, &inner_b) == -22);
    CHECK(bpf_aot_map_of_maps_set(&jumps, &key, &inner_b) == -22);
    /* BPF_F_INNER_MAP, in both: arrays of any length. */
    inner_a.flags = 1 << 12;
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &longer) == -22);
    longer.flags = 1 << 12;
    CHECK(bpf_aot_map_of_maps_set(&tables, &key, &longer) == 0);
    inner_a.flags = 0;
    /* Without a template: any map that is no map of maps. */
    CHECK(bpf_aot_map_of_maps_set(&untyped, &key, &tables) == -22);
    CHECK(bpf_aot_map_of_maps_set(&untyped, &key, &jumps) == -22);
    CHECK(bpf_aot_map_of_maps_set(&untyped, &key, &other_type) == 0);
}

const struct selftest pointers_tests[] = {
    {"prog_array is filled by the host", prog_array_is_filled_by_the_host},
    {"array_of_maps finds inner maps", array_of_maps_finds_inner_maps},
    {"inner maps have the fields of the template", inner_maps_have_the_fields_of_the_template},
    {"hash_of_maps finds inner maps", hash_of_maps_finds_inner_maps},
    {"hash_of_maps keeps whole pointers", hash_of_maps_keeps_whole_pointers},
    {"inner maps resemble the template", inner_maps_resemble_the_template},
    {NULL, NULL},
};
