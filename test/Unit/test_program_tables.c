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

static bool size_follows(const struct helper_row *row, size_t argument) {
    enum helper_arg next = argument < 4 ? row->args[argument + 1] : ARG_NONE;
    return next == ARG_U32 || next == ARG_I32 || next == ARG_U64;
}

/* The prover takes the size of memory from the map in a1 or from the next argument. */
static void memory_arguments_have_a_size(void **state) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < 5; j++) {
            const struct arg_row *arg = arg_row(rows[i].args[j]);
            bool of_map = arg->touched == TOUCH_KEY || arg->touched == TOUCH_VALUE;
            assert_true(!of_map || rows[i].args[0] == ARG_MAP);
            assert_true(arg->touched != TOUCH_NEXT || size_follows(&rows[i], j));
            assert_true((arg->touched == TOUCH_FIXED) == (arg->size_bytes != 0));
        }
    }
}

/* Results of uapi linux/bpf.h and linux/pkt_cls.h. */
static void aborted_runs_drop_the_packet(void **state) {
    assert_int_equal(prog_type_row("XDP")->abort_result, 0);       /* XDP_ABORTED */
    assert_int_equal(prog_type_row("SCHED_CLS")->abort_result, 2); /* TC_ACT_SHOT */
    assert_int_equal(prog_type_row("LWT_XMIT")->abort_result, 2);  /* BPF_DROP */
    assert_int_equal(prog_type_row("FLOW_DISSECTOR")->abort_result, 2);
    assert_int_equal(prog_type_row("SK_SKB")->abort_result, 0); /* SK_DROP */
    assert_int_equal(prog_type_row("raw")->abort_result, 0);
    assert_int_equal(prog_type_row(NULL)->abort_result, 0);
    assert_true(prog_type_row("KPROBE")->probes);
    assert_false(prog_type_row("XDP")->probes);
}

static void map_rows_are_found_by_id(void **state) {
    assert_string_equal(map_row_by_id(2)->name, "array");
    assert_int_equal(map_row_by_id(6)->cpus, CPUS_EACH);
    assert_int_equal(map_row_by_id(6)->key, KEY_U32);
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

static int context_of_section(const char *name) {
    const struct section_row *row = section_row_by_name(name);
    return row ? row->context : -1;
}

/* libbpf's section_defs; devmap programs alone read egress_ifindex (kernel: xdp_is_valid_access).
 */
static void sections_name_the_context(void **state) {
    assert_int_equal(context_of_section("xdp"), CONTEXT_XDP);
    assert_int_equal(context_of_section("xdp/cpumap"), CONTEXT_XDP);
    assert_int_equal(context_of_section("xdp/devmap"), CONTEXT_XDP_DEVMAP);
    assert_int_equal(context_of_section("xdp.frags/devmap"), CONTEXT_XDP_DEVMAP);
    assert_int_equal(context_of_section("tcx/ingress"), CONTEXT_TC);
    assert_int_equal(context_of_section("action"), CONTEXT_TC);
    assert_int_equal(context_of_section("socket"), CONTEXT_SOCKET_FILTER);
    assert_int_equal(context_of_section("cgroup_skb/egress"), CONTEXT_CGROUP_SKB);
    assert_int_equal(context_of_section("cgroup/skb"), CONTEXT_CGROUP_SKB);
    assert_int_equal(context_of_section("lwt_seg6local"), CONTEXT_LWT);
    assert_int_equal(context_of_section("sk_skb/stream_parser"), CONTEXT_SK_SKB);
    assert_int_equal(context_of_section("flow_dissector"), CONTEXT_FLOW_DISSECTOR);
    assert_int_equal(context_of_section("cgroup/sock"), -1);
}

static void types_match_in_any_case(void **state) {
    assert_string_equal(section_row_by_type("sched_cls")->type, "SCHED_CLS");
    assert_int_equal(section_row_by_type("xdp")->context, CONTEXT_XDP);
    assert_int_equal(section_row_by_type("SCHED_CLS")->context, CONTEXT_TC);
    assert_int_equal(section_row_by_type("KProbe")->context, -1);
    assert_null(section_row_by_type("xdpfoo"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(helpers_are_sorted_by_id),
        cmocka_unit_test(helper_arguments_have_no_gaps),
        cmocka_unit_test(memory_arguments_have_a_size),
        cmocka_unit_test(aborted_runs_drop_the_packet),
        cmocka_unit_test(map_rows_are_found_by_id),
        cmocka_unit_test(array_storage_counts_cpus),
        cmocka_unit_test(sections_match_as_libbpf_matches_them),
        cmocka_unit_test(sections_name_the_context),
        cmocka_unit_test(types_match_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
