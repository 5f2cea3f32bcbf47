/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers against the limits of the kernel's net/core/filter.c. */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { BUFFER = 4096 - 320, HEADROOM = 256, PACKET = 64, FRAME = 40, PAGE = 4096 };

static uint8_t buffer[4096] __attribute__((aligned(16)));

static struct bpf_aot_xdp packet(void) {
    memset(buffer, 0xee, sizeof(buffer));
    struct bpf_aot_xdp xdp = {
        .data = buffer + HEADROOM,
        .data_end = buffer + HEADROOM + PACKET,
        .data_meta = buffer + HEADROOM,
        .buffer_start = buffer,
        .buffer_end = buffer + BUFFER,
    };
    return xdp;
}

static void adjust_head_keeps_its_limits(void) {
    struct bpf_aot_xdp xdp = packet();
    CHECK(bpf_aot_xdp_adjust_head(&xdp, -(HEADROOM - FRAME) - 1) == -22);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, PACKET - 13) == -22);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, INT32_MIN) == -22);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, INT32_MAX) == -22);
    CHECK(xdp.data == buffer + HEADROOM && xdp.data_meta == xdp.data);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, PACKET - 14) == 0);
    CHECK(xdp.data == buffer + HEADROOM + PACKET - 14 && xdp.data_meta == xdp.data);
    CHECK(bpf_aot_xdp_get_buff_len(&xdp) == 14);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, -(HEADROOM - FRAME) - (PACKET - 14)) == 0);
    CHECK(xdp.data == buffer + FRAME);
    CHECK(bpf_aot_xdp_get_buff_len(&xdp) == HEADROOM - FRAME + PACKET);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, -1) == -22);
}

static void adjust_head_moves_metadata(void) {
    struct bpf_aot_xdp xdp = packet();
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -8) == 0);
    memcpy(xdp.data_meta, "metadata", 8);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, 4) == 0);
    CHECK(xdp.data_meta == buffer + HEADROOM - 4);
    CHECK(memcmp(xdp.data_meta, "metadata", 8) == 0);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, -(HEADROOM + 4 - FRAME - 8)) == 0);
    CHECK(xdp.data == buffer + FRAME + 8 && xdp.data_meta == buffer + FRAME);
    CHECK(memcmp(xdp.data_meta, "metadata", 8) == 0);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, -1) == -22);
}

static void adjust_meta_keeps_its_limits(void) {
    struct bpf_aot_xdp xdp = packet();
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, 4) == -22);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -2) == -13);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -216) == 0);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -4) == -22); /* below the frame's own bytes */
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, INT32_MIN) == -22);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, 216) == 0 && xdp.data_meta == xdp.data);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, 40) == 0);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -256) == -13);
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -252) == 0);
    xdp.data_meta = (uint8_t *)xdp.data + 1;
    CHECK(bpf_aot_xdp_adjust_meta(&xdp, -4) == -524);
}

static void adjust_tail_keeps_its_limits(void) {
    struct bpf_aot_xdp xdp = packet();
    int32_t room = BUFFER - HEADROOM - PACKET;
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, room + 1) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, -(PACKET - 13)) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, INT32_MIN) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, INT32_MAX) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, -(PACKET - 14)) == 0);
    CHECK(bpf_aot_xdp_get_buff_len(&xdp) == 14);
    CHECK(buffer[HEADROOM + 14] == 0xee);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, PACKET - 14 + room) == 0);
    CHECK(xdp.data_end == buffer + BUFFER);
    CHECK(buffer[HEADROOM + 13] == 0xee && buffer[HEADROOM + 14] == 0 && buffer[BUFFER - 1] == 0);
    CHECK(buffer[BUFFER] == 0xee);
}

/* A packet of 64 bytes, then two pages, of which the last holds `last` bytes. */
static struct bpf_aot_xdp long_packet(uint8_t *pages, uint32_t last) {
    struct bpf_aot_xdp xdp = packet();
    memset(pages, 0xdd, 2 * PAGE);
    xdp.frags = pages;
    xdp.frags_bytes = PAGE + last;
    return xdp;
}

static uint8_t pages[2 * PAGE];

/* What the kernel (6.18) said of packets of 3520, 7616 and 9000 bytes. */
static void fragments_are_part_of_the_packet(void) {
    struct bpf_aot_xdp xdp = long_packet(pages, 100);
    uint8_t bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    CHECK(bpf_aot_xdp_get_buff_len(&xdp) == PACKET + PAGE + 100);
    CHECK(bpf_aot_xdp_store_bytes(&xdp, PACKET - 3, bytes, 8) == 0);
    CHECK(buffer[HEADROOM + PACKET - 1] == 3 && pages[0] == 4 && pages[4] == 8);
    CHECK(pages[5] == 0xdd && buffer[HEADROOM + PACKET] == 0xee);
    memset(bytes, 0, sizeof(bytes));
    CHECK(bpf_aot_xdp_load_bytes(&xdp, PACKET - 2, bytes, 8) == 0);
    CHECK(bytes[0] == 2 && bytes[1] == 3 && bytes[2] == 4 && bytes[6] == 8 && bytes[7] == 0xdd);
    CHECK(bpf_aot_xdp_load_bytes(&xdp, PACKET + PAGE + 92, bytes, 8) == 0 && bytes[7] == 0xdd);
    CHECK(bpf_aot_xdp_load_bytes(&xdp, PACKET + PAGE + 93, bytes, 8) == -22);
    CHECK(bpf_aot_xdp_store_bytes(&xdp, 0x10000, bytes, 1) == -14);
    CHECK(bpf_aot_xdp_adjust_head(&xdp, PACKET - 13) == -22); /* the linear part alone counts */
}

static void the_last_page_ends_what_the_tail_may_take(void) {
    struct bpf_aot_xdp xdp = long_packet(pages, 100);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, PAGE - 100 + 1) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, PAGE - 100) == 0 && xdp.frags_bytes == 2 * PAGE);
    CHECK(pages[PAGE + 99] == 0xdd && pages[PAGE + 100] == 0 && pages[2 * PAGE - 1] == 0);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, 1) == -22 && bpf_aot_xdp_adjust_tail(&xdp, 0) == 0);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, -PAGE) == 0 && bpf_aot_xdp_adjust_tail(&xdp, 1) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, -(PAGE + PACKET - 13)) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, INT32_MIN) == -22);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, -PAGE - 4) == 0 && xdp.frags_bytes == 0);
    CHECK(xdp.data_end == buffer + HEADROOM + PACKET - 4);
    CHECK(bpf_aot_xdp_adjust_tail(&xdp, 8) == 0 && bpf_aot_xdp_get_buff_len(&xdp) == PACKET + 4);
}

/* Kernel 6.13 and later: folded, of any size. */
static void csum_diff_sums(void) {
    static uint32_t words[256] = {0xffffffff, 1, 0x12345678, 0xfedcba98};
    CHECK(bpf_aot_csum_diff(NULL, 0, NULL, 0, 0x1234) == 0x1234);
    CHECK(bpf_aot_csum_diff(NULL, 0, words, 8, 0) == 1); /* the carry comes back in */
    CHECK(bpf_aot_csum_diff(NULL, 0, words + 2, 4, 1) == 0x1234 + 0x5679);
    CHECK(bpf_aot_csum_diff(words + 2, 4, NULL, 0, 0) == 0xedcb + 0xa987 - 0xffff);
    CHECK(bpf_aot_csum_diff(words + 2, 8, words + 2, 8, 0x4321) == 0x4321);
    CHECK(bpf_aot_csum_diff(NULL, 0, NULL, 0, 0xffffffff) == 0xffff);
    CHECK(bpf_aot_csum_diff(NULL, 0, words, 2, 0) == 0xffff);
    CHECK(bpf_aot_csum_diff(words + 4, 6, words, 4, 5) == 5);
    CHECK(bpf_aot_csum_diff(NULL, 0, words, 1024, 0) ==
          0x1234 + 0x5678 + 0xfedc + 0xba98 + 1 - 0x1fffe);
    uint8_t *odd = (uint8_t *)words + 1; /* any alignment */
    CHECK(bpf_aot_csum_diff(NULL, 0, odd + 7, 4, 0) == bpf_aot_csum_diff(NULL, 0, words + 2, 4, 0));
}

static void redirect_takes_no_flags(void) {
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_XDP};
    CHECK(bpf_aot_redirect(5, 0, &run) == 4);
    CHECK(bpf_aot_redirect_target()->target == 5 && bpf_aot_redirect_target()->map == NULL);
    CHECK(bpf_aot_redirect(6, 1, &run) == 0);
    CHECK(bpf_aot_redirect(6, 1ull << 63, &run) == 0);
    CHECK(bpf_aot_redirect_target()->target == 5);
}

static void clock_goes_on(void) {
    uint64_t first = bpf_aot_ktime_get_ns();
    uint64_t now = first;
    CHECK(first > 0);
    for (int i = 0; i < 100000 && now == first; i++) {
        now = bpf_aot_ktime_get_ns();
    }
    CHECK(now > first && now - first < 60ull * 1000000000);
}

static void random_numbers_differ(void) {
    uint64_t all_ones = 0xffffffff;
    uint64_t any_ones = 0;
    uint64_t last = bpf_aot_get_prandom_u32();
    for (int i = 0; i < 1000; i++) {
        uint64_t number = bpf_aot_get_prandom_u32();
        CHECK(number >> 32 == 0);
        CHECK(number != last);
        all_ones &= number;
        any_ones |= number;
        last = number;
    }
    CHECK(all_ones == 0 && any_ones == 0xffffffff);
}

static void processor_is_the_embedders(void) {
    selftest_cpu = 3;
    CHECK(bpf_aot_get_smp_processor_id() == 3);
}

const struct selftest helper_tests[] = {
    {"adjust_head keeps its limits", adjust_head_keeps_its_limits},
    {"adjust_head moves metadata", adjust_head_moves_metadata},
    {"adjust_meta keeps its limits", adjust_meta_keeps_its_limits},
    {"adjust_tail keeps its limits", adjust_tail_keeps_its_limits},
    {"fragments are part of the packet", fragments_are_part_of_the_packet},
    {"the last page ends what the tail may take", the_last_page_ends_what_the_tail_may_take},
    {"csum_diff sums", csum_diff_sums},
    {"redirect takes no flags", redirect_takes_no_flags},
    {"clock goes on", clock_goes_on},
    {"random numbers differ", random_numbers_differ},
    {"processor is the embedder's", processor_is_the_embedders},
    {NULL, NULL},
};
