/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of lib/program: sorted, without doubles, and with sizes that fit the runtime's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "bpf-aot/runtime.h"
#include "program/build.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

static void helpers_are_sorted_by_id(void **state) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    assert_true(count > 0);
    for (size_t i = 1; i < count; i++) {
        assert_true(rows[i - 1].id < rows[i].id);
    }
}

/* Arguments come from r1 on without gaps: a NONE ends the list. */
static void helper_arguments_have_no_gaps(void **state) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 1; j < 5; j++) {
            assert_false(rows[i].args[j - 1] == ARG_NONE && rows[i].args[j] != ARG_NONE);
        }
    }
}

static void map_rows_are_found_by_id(void **state) {
    assert_string_equal(map_row_by_id(2)->name, "array");
    assert_true(map_row_by_id(6)->per_cpu);
    assert_true(map_row_by_id(6)->key_must_be_u32);
    assert_null(map_row_by_id(0));
    assert_null(map_row_by_id(UINT32_MAX));
}

/* An array has its values rounded up to 8 bytes, once for each CPU. */
static void array_storage_counts_cpus(void **state) {
    const struct map_row *row = map_row_by_id(6);
    assert_int_equal(row->storage_bytes(4, 12, 10, 3), 16 * 10 * 3);
    assert_int_equal(row->storage_bytes(4, 8, UINT32_MAX, 1), 8ull * UINT32_MAX);
}

static const char *type_of_section(const char *name) {
    const struct section_row *row = section_row_by_name(name);
    return row ? row->type : "";
}

static void sections_match_as_libbpf_matches_them(void **state) {
    assert_string_equal(type_of_section("xdp"), "XDP");
    assert_string_equal(type_of_section("?xdp"), "XDP");
    assert_string_equal(type_of_section("xdp/anything"), "XDP");
    assert_string_equal(type_of_section("xdp.frags/devmap"), "XDP");
    assert_string_equal(type_of_section("xdp_devmap/x"), "XDP");
    assert_string_equal(type_of_section("xdpfoo"), "");
    assert_string_equal(type_of_section("xdp_devmap"), "");
    assert_string_equal(type_of_section("tc/ingress"), "SCHED_CLS");
    assert_string_equal(type_of_section("classifier/x"), "SCHED_CLS");
    assert_string_equal(type_of_section(""), "");
    assert_string_equal(type_of_section("?"), "");
}

static void types_match_in_any_case(void **state) {
    assert_string_equal(section_row_by_type("sched_cls")->type, "SCHED_CLS");
    assert_int_equal(section_row_by_type("xdp")->context, CONTEXT_XDP);
    assert_int_equal(section_row_by_type("SCHED_CLS")->context, CONTEXT_SKB);
    assert_int_equal(section_row_by_type("KProbe")->context, -1);
    assert_null(section_row_by_type("xdpfoo"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(helpers_are_sorted_by_id),
        cmocka_unit_test(helper_arguments_have_no_gaps),
        cmocka_unit_test(map_rows_are_found_by_id),
        cmocka_unit_test(array_storage_counts_cpus),
        cmocka_unit_test(sections_match_as_libbpf_matches_them),
        cmocka_unit_test(types_match_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
