/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/pcap_write.h"

#include "driver/print.h"
#include "driver/verdict.h"
#include "start/sys.h"

enum { LINK_TYPE_ETHERNET = 1 };

static char text[4096];
static struct bpf_aot_out file = {-1, 0, sizeof(text), text};

bool bpf_aot_pcap_create(const char *path) {
    const uint16_t version[] = {2, 4};
    const uint32_t rest[] = {0, 0, BPF_AOT_PLACE_BYTES, LINK_TYPE_ETHERNET};
    const uint32_t magic = 0xa1b23c4d;
    long fd = bpf_aot_sys_create(path);
    if (fd < 0) {
        bpf_aot_error("%s: cannot write: errno %u", path, (uint32_t)-fd);
        return false;
    }
    file.fd = (int)fd;
    bpf_aot_print_bytes(&file, &magic, sizeof(magic));
    bpf_aot_print_bytes(&file, version, sizeof(version));
    bpf_aot_print_bytes(&file, rest, sizeof(rest));
    return true;
}

void bpf_aot_pcap_write(const struct bpf_aot_job *job, const struct bpf_aot_outcome *outcome) {
    const char *list = job->options->write_verdicts;
    if (file.fd < 0 ||
        (list && !bpf_aot_verdict_listed(job->program->context, list, outcome->r0))) {
        return;
    }
    uint32_t size_bytes = outcome->size_bytes - outcome->meta_bytes;
    const uint32_t header[] = {job->seconds, job->nanoseconds, size_bytes, size_bytes};
    bpf_aot_print_bytes(&file, header, sizeof(header));
    bpf_aot_print_bytes(&file, (const uint8_t *)outcome->bytes + outcome->meta_bytes, size_bytes);
}

int bpf_aot_pcap_flush(void) {
    return bpf_aot_flush(&file);
}
