/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/feed.h"

#include "driver/hex.h"
#include "driver/map_dump.h"
#include "driver/pcap_write.h"
#include "driver/print.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { STANDARD_OUTPUT = 1, STANDARD_ERROR = 2, PACKETS_BETWEEN_CLOCKS = 64 };
#define PROGRESS_NS 500000000u
#define SECOND_NS   1000000000u

enum next { NEXT_PACKET, NEXT_END, NEXT_WRONG };

static void prepare(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat, uint32_t size_bytes) {
    seat->job = (struct bpf_aot_job){
        .program = feed->program,
        .options = feed->options,
        .bytes = seat->bytes,
        .size_bytes = size_bytes,
        .number = feed->pcap.packets,
        .seconds = feed->pcap.seconds,
        .nanoseconds = feed->pcap.nanoseconds,
        .place = &seat->place,
    };
}

/* An interrupt is the end of the input. */
static enum next read_packet(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat) {
    uint32_t size_bytes;
    if (feed->interrupted) {
        return NEXT_END;
    }
    switch (bpf_aot_pcap_next(&feed->pcap, seat->bytes, sizeof(seat->bytes), &size_bytes)) {
    case BPF_AOT_PCAP_PACKET:
        prepare(feed, seat, size_bytes);
        return NEXT_PACKET;
    case BPF_AOT_PCAP_END:
        return NEXT_END;
    case BPF_AOT_PCAP_ERROR:
        break;
    }
    return feed->pcap.input.interrupted ? NEXT_END : NEXT_WRONG;
}

static void show_progress(struct bpf_aot_feed *feed, uint32_t packets, bool is_last) {
    static char text[64];
    struct bpf_aot_out out = {STANDARD_ERROR, 0, sizeof(text), text};
    uint64_t now, rest;
    if (!feed->shows_progress || (!is_last && packets % PACKETS_BETWEEN_CLOCKS)) {
        return;
    }
    now = bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
    if (!is_last && now - feed->progress_at < PROGRESS_NS) {
        return;
    }
    feed->progress_at = now;
    uint64_t ns = now - feed->started;
    uint64_t rate = bpf_aot_divide64((uint64_t)packets * SECOND_NS, ns ? ns : 1, &rest);
    bpf_aot_print(&out, "\r%u packets, %U per second%s", packets, rate, is_last ? "\n" : "");
    bpf_aot_flush(&out);
}

bool bpf_aot_feed_finish(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat) {
    bpf_aot_stats_add(feed->stats, &seat->job, &seat->outcome);
    bpf_aot_pcap_write(&seat->job, &seat->outcome);
    return bpf_aot_run_print(&seat->job, &seat->outcome);
}

static bool run_one(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat) {
    if (feed->options->fresh) {
        return bpf_aot_fresh_run(feed, seat);
    }
    bpf_aot_trace_job(&seat->job);
    return bpf_aot_run(&seat->job, &seat->outcome) && bpf_aot_feed_finish(feed, seat);
}

static int feed_one_by_one(struct bpf_aot_feed *feed) {
    static struct bpf_aot_seat seat;
    enum next next;
    while ((next = read_packet(feed, &seat)) == NEXT_PACKET) {
        if (!run_one(feed, &seat)) {
            return BPF_AOT_WRONG_INPUT;
        }
        show_progress(feed, seat.job.number, false);
    }
    return next == NEXT_END ? BPF_AOT_DONE : BPF_AOT_WRONG_INPUT;
}

/* As many as there are seats, then all of them at once; results in the order of the input. */
static int feed_crew(struct bpf_aot_feed *feed, struct bpf_aot_crew *crew) {
    enum next next = NEXT_PACKET;
    while (next == NEXT_PACKET) {
        uint32_t count = 0;
        while (count < BPF_AOT_CREW_SEATS &&
               (next = read_packet(feed, bpf_aot_crew_seat(crew, count))) == NEXT_PACKET) {
            count++;
        }
        bpf_aot_crew_run(crew, count);
        for (uint32_t i = 0; i < count; i++) {
            struct bpf_aot_seat *seat = bpf_aot_crew_seat(crew, i);
            if (!seat->good || !bpf_aot_feed_finish(feed, seat)) {
                return BPF_AOT_WRONG_INPUT;
            }
        }
        show_progress(feed, feed->pcap.packets, false);
    }
    return next == NEXT_END ? BPF_AOT_DONE : BPF_AOT_WRONG_INPUT;
}

static int feed_pcap(struct bpf_aot_feed *feed) {
    const struct bpf_aot_run_options *options = feed->options;
    if (!bpf_aot_pcap_open(&feed->pcap, options->pcap)) {
        return BPF_AOT_WRONG_INPUT;
    }
    feed->shows_progress = options->progress || (bpf_aot_sys_is_terminal(STANDARD_ERROR) &&
                                                 !bpf_aot_sys_is_terminal(STANDARD_OUTPUT));
    feed->started = feed->progress_at = bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
    if (options->stats) {
        bpf_aot_sys_catch_interrupt(&feed->interrupted);
    }
    int status;
    if (options->threads > 1) {
        struct bpf_aot_crew *crew = bpf_aot_crew_start(options);
        if (!crew) {
            return BPF_AOT_WRONG_USAGE;
        }
        status = feed_crew(feed, crew);
        bpf_aot_crew_end(crew);
    } else {
        status = feed_one_by_one(feed);
    }
    show_progress(feed, feed->pcap.packets, true);
    return status;
}

static int feed_hex(struct bpf_aot_feed *feed) {
    static struct bpf_aot_seat seat;
    const char *text = feed->options->mem ? feed->options->mem : feed->options->packet;
    const char *what = feed->options->mem ? "-mem" : "-packet";
    uint32_t size_bytes;
    if (!bpf_aot_hex_decode(text, what, seat.bytes, sizeof(seat.bytes), &size_bytes)) {
        return BPF_AOT_WRONG_USAGE;
    }
    feed->pcap.packets = 1;
    prepare(feed, &seat, size_bytes);
    return run_one(feed, &seat) ? BPF_AOT_DONE : BPF_AOT_WRONG_INPUT;
}

int bpf_aot_feed_all(struct bpf_aot_feed *feed) {
    static struct bpf_aot_stats stats;
    const struct bpf_aot_run_options *options = feed->options;
    feed->stats = options->fresh ? bpf_aot_sys_map_shared(sizeof(stats)) : &stats;
    if (!feed->stats) {
        bpf_aot_error("no memory to count packets");
        return BPF_AOT_WRONG_INPUT;
    }
    if (options->trace) {
        bpf_aot_trace_on();
    }
    int status = options->pcap ? feed_pcap(feed) : feed_hex(feed);
    if (options->stats) {
        bpf_aot_stats_print(feed->stats, feed->program, options);
    }
    return status;
}
