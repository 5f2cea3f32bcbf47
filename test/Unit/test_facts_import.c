/* SPDX-License-Identifier: Apache-2.0 */
/* What the verifier's words mean, as kernel/bpf/log.c prints them, and how a state learns from
 * them. Expected values come from the kernel's checks: check_packet_access, check_ptr_alignment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "facts/import.h"

/* Its fail() is a macro. */
#include <cmocka.h>

static struct program_map maps[] = {{.name = "counts"},
                                    {.name = "a_name_of_16_a_"},
                                    {.name = "a_name_of_20_chars_a"},
                                    {.name = "a_name_of_20_chars_b"}};
static struct prog_insn access_insn = {
    .insn = {.op = OP_LDX, .width = 32, .dst = 0, .src = 1, .off = 2, .slots = 1}};
static struct function function = {.name = "f", .insns = &access_insn, .insn_count = 1};
static struct program program = {
    .maps = maps, .map_count = 4, .functions = &function, .function_count = 1};

static struct import_fact read_one(const char *text) {
    struct import_fact regs[REG_COUNT] = {{.kind = KIND_NONE}};
    import_read_registers(&program, text, text + strlen(text), regs);
    return regs[2];
}

/* The state before the only insn, r0 = *(u32 *)(r1 + 2), after it heard of r1. */
static struct facts_state meet(struct fact own, struct import_fact heard, bool aligned) {
    struct import_insn insn = {
        .visited = true, .aligned = aligned, .regs = 1u << 1, .facts = &heard};
    struct import_insn *functions[] = {&insn};
    struct import import = {.functions = functions};
    struct function_facts own_facts = {.slot_count = 0};
    struct facts facts = {.program = &program,
                          .functions = &own_facts,
                          .packet_start = {.offset = 2, .align = 4},
                          .imported = &import};
    struct facts_state state = {.regs[1] = own};
    import_meet(&facts, 0, 0, &state);
    return state;
}

static void numbers_are_what_stands_there(void **state) {
    struct import_fact fact =
        read_one("R2=scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff)) R3=1");
    assert_int_equal(fact.kind, KIND_SCALAR);
    assert_int_equal(fact.num.umax, 255);
    assert_int_equal(fact.num.bits.mask, 0xff);
    fact = read_one("R2_w=Pscalar(id=3,smin=-5,smax=7)");
    assert_int_equal(fact.num.smin, -5);
    assert_int_equal(fact.num.smax, 7);
    assert_int_equal(fact.num.umax, UINT64_MAX);
    assert_int_equal(read_one("R2=0xffffffff80000000").num.smin, INT32_MIN);
    assert_int_equal(read_one("R2=P-9").num.smin, -9);
}

static void packet_ranges_count_from_before_the_constant(void **state) {
    struct import_fact fact = read_one("R1=ctx() R2=pkt(off=14,r=34)");
    assert_int_equal(fact.kind, KIND_PACKET);
    assert_int_equal(fact.num.umin, 14);
    assert_true(scalar_is_constant(&fact.num));
    assert_int_equal(fact.beyond, 20);
    fact = read_one("R2=pkt(id=2,off=14,r=18,smin=umin=4,smax=umax=60,var_off=(0x0; 0x3c))");
    assert_int_equal(fact.num.umin, 18);
    assert_int_equal(fact.num.umax, 74);
    assert_int_equal(fact.beyond, 4);
    /* BEYOND_PKT_END: behind the edge on which it does not fit. */
    assert_true(read_one("R2=pkt(off=8,r=0xfffffffffffffffe)").beyond <= 0);
    /* One that went by an unknown distance. */
    fact = read_one("R2=pkt(id=2,r=8)");
    assert_false(scalar_is_constant(&fact.num));
}

static void maps_are_found_by_their_short_names(void **state) {
    struct import_fact fact = read_one("R2=map_value(map=counts,ks=4,vs=8,off=4)");
    assert_int_equal(fact.kind, KIND_MAP_VALUE);
    assert_int_equal(fact.object, 0);
    assert_int_equal(fact.num.umin, 4);
    assert_false(fact.maybe_null);
    assert_true(read_one("R2=map_value_or_null(id=1,map=counts,ks=4,vs=8)").maybe_null);
    assert_int_equal(read_one("R2=map_value(map=a_name_of_16_a_,ks=4,vs=8)").object, 1);
    assert_int_equal(read_one("R2=map_value(map=a_name_of_20_ch,ks=4,vs=8)").object,
                     OBJECT_UNKNOWN);
    /* Of a map of maps: a value of 8 bytes all the same. */
    fact = read_one("R2=map_value(map=of_another,ks=4,vs=8)");
    assert_int_equal(fact.object, OBJECT_UNKNOWN);
    assert_int_equal(
        meet(fact_pointer(KIND_MAP_VALUE, OBJECT_UNKNOWN, 0), fact, false).regs[1].size, 8);
    /* Or of a data section, where ours knows which. */
    fact = read_one("R2=map_value(map=prog.rodata,ks=4,vs=64,umax=60,var_off=(0x0; 0x3c))");
    struct fact section = fact_pointer(KIND_DATA, 0, 0);
    section.num = scalar_unknown();
    assert_int_equal(meet(section, fact, false).regs[1].num.umax, 60);
    assert_int_equal(meet(fact_unknown(), fact, false).regs[1].kind, KIND_SCALAR);
}

static void frame_pointers_are_of_the_own_frame(void **state) {
    assert_int_equal(read_one("R2=fp-48").kind, KIND_FRAME);
    assert_int_equal(read_one("R2=fp-48").num.smin, -48);
    assert_int_equal(read_one("R2=fp0").num.smax, 0);
    assert_int_equal(read_one("R2=fp[0]-8").kind, KIND_NONE);
    struct import_fact heard = read_one("R2=fp(off=-48,umax=12,var_off=(0x0; 0xc))");
    struct fact own = fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, 0);
    own.num = scalar_unknown();
    struct facts_state after = meet(own, heard, false);
    assert_int_equal(after.regs[1].num.smin, -48);
    assert_int_equal(after.regs[1].num.smax, -36);
}

static void unknown_words_say_nothing(void **state) {
    static const char *const texts[] = {"R2=ptr_task_struct(off=8)",
                                        "R2=pkt(off=1,new=3,r=2)",
                                        "R2=pkt(off=1,r=2",
                                        "R2=fp-x",
                                        "R2=fp",
                                        "R2=scalar(umin=9,umax=3)",
                                        "R2=map_value(ref_obj_id=2,map=counts,ks=4,vs=8)",
                                        "R2=",
                                        "R2=pkt(off=x,r=2)",
                                        "R2==)",
                                        "R99=7",
                                        "R2",
                                        "",
                                        "R2=((",
                                        "R2=)(",
                                        "R2=scalar(var_off=()"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct import_fact fact = read_one(texts[i]);
        assert_true(fact.kind == KIND_NONE || scalar_is_unknown(&fact.num));
    }
}

static struct fact packet_between(uint64_t low, uint64_t high) {
    struct fact fact = fact_pointer(KIND_PACKET, OBJECT_UNKNOWN, 0);
    fact.num = scalar_range(low, high);
    return fact;
}

static void a_state_learns_how_long_the_packet_is(void **state) {
    struct import_fact heard = read_one("R2=pkt(off=14,r=34)");
    struct fact own = fact_pointer(KIND_PACKET, OBJECT_UNKNOWN, 14);
    assert_int_equal(meet(own, heard, false).packet_bytes, 34);
    /* Another object's range says nothing. */
    own = fact_pointer(KIND_PACKET_META, OBJECT_UNKNOWN, 14);
    assert_int_equal(meet(own, heard, false).packet_bytes, 0);
    assert_int_equal(meet(own, heard, false).meta_bytes, 0);
    own = packet_between(0, 80);
    heard = read_one("R2=pkt(id=2,r=18,umax=60,var_off=(0x0; 0x3c))");
    assert_true(meet(own, heard, false).regs[1].class >= CLASS_FIRST);
    assert_int_equal(meet(own, heard, false).regs[1].range, 1 + 18);
    own.class = CLASS_FIRST;
    own.delta = 2;
    heard = read_one("R2=pkt(id=2,off=14,r=18,umax=60,var_off=(0x0; 0x3c))");
    struct fact after = meet(own, heard, false).regs[1];
    assert_int_equal(after.range, 1 + 6);
    assert_int_equal(after.num.umin, 14);
    assert_int_equal(after.num.umax, 74);
}

static void an_aligned_access_tells_the_low_bits(void **state) {
    struct import_fact nothing = {.kind = KIND_NONE};
    /* NET_IP_ALIGN + 2 + offset is a multiple of 4. */
    struct fact after = meet(packet_between(0, 63), nothing, true).regs[1];
    assert_int_equal(after.num.bits.value & 3, 0);
    assert_int_equal(after.num.bits.mask & 3, 0);
    struct fact value = packet_between(0, 63);
    value.kind = KIND_MAP_VALUE;
    after = meet(value, nothing, true).regs[1];
    assert_int_equal(after.num.bits.value & 3, 2);
    assert_int_equal(after.num.bits.mask & 3, 0);
    after = meet(packet_between(0, 63), nothing, false).regs[1];
    assert_int_equal(after.num.bits.mask & 3, 3);
}

static void what_contradicts_changes_nothing(void **state) {
    const struct {
        struct fact own;
        const char *heard;
    } rows[] = {{fact_constant(5), "R2=7"},
                {fact_constant(5), "R2=pkt(r=8)"},
                {fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, -8), "R2=ctx()"},
                {fact_lost(KIND_STALE), "R2=pkt(r=8)"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct facts_state after = meet(rows[i].own, read_one(rows[i].heard), false);
        assert_true(fact_equal(&rows[i].own, &after.regs[1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_what_stands_there),
        cmocka_unit_test(packet_ranges_count_from_before_the_constant),
        cmocka_unit_test(maps_are_found_by_their_short_names),
        cmocka_unit_test(frame_pointers_are_of_the_own_frame),
        cmocka_unit_test(unknown_words_say_nothing),
        cmocka_unit_test(a_state_learns_how_long_the_packet_is),
        cmocka_unit_test(an_aligned_access_tells_the_low_bits),
        cmocka_unit_test(what_contradicts_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
