/* SPDX-License-Identifier: Apache-2.0 */
/* -fresh: each packet runs in a copy of the process. The system copies the pages that the run
 * writes to and no others, whatever state the maps and the helpers have. */
#include "driver/feed.h"
#include "driver/map_dump.h"
#include "driver/pcap_write.h"
#include "driver/print.h"
#include "start/sys.h"

static _Noreturn void run_copy(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat,
                               uint32_t *succeeded) {
    const struct bpf_aot_run_options *options = feed->options;
    bpf_aot_trace_job(&seat->job);
    bool good = bpf_aot_run(&seat->job, &seat->outcome) && bpf_aot_feed_finish(feed, seat) &&
                (!options->dump_maps || options->json || bpf_aot_dump_text());
    bool unwritten = bpf_aot_flush(&bpf_aot_stdout) || bpf_aot_pcap_flush();
    *succeeded = good && !unwritten ? seat->job.number : 0;
    bpf_aot_sys_exit(good && !unwritten ? 0 : 1);
}

bool bpf_aot_fresh_run(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat) {
    static uint32_t *succeeded; /* the number of the last packet that was done with */
    if (!succeeded) {
        succeeded = bpf_aot_sys_map_shared(sizeof(*succeeded));
    }
    bool unwritten = bpf_aot_flush(&bpf_aot_stdout) || bpf_aot_pcap_flush();
    long copy = succeeded && !unwritten ? bpf_aot_sys_fork() : -1;
    if (copy == 0) {
        run_copy(feed, seat, succeeded);
    }
    if (copy < 0 || bpf_aot_sys_wait(copy) < 0) {
        bpf_aot_error("packet %u: cannot copy the process", seat->job.number);
        return false;
    }
    if (*succeeded != seat->job.number) {
        bpf_aot_error("packet %u: the run did not end well", seat->job.number);
        return false;
    }
    return true;
}
