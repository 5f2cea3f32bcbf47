/* SPDX-License-Identifier: Apache-2.0 */
/* A classic pcap file of what comes out of a program: Ethernet, nanoseconds, this byte order. */
#ifndef BPF_AOT_DRIVER_PCAP_WRITE_H
#define BPF_AOT_DRIVER_PCAP_WRITE_H

#include "driver/run.h"

/* False, with a message, when the file cannot be made. */
bool bpf_aot_pcap_create(const char *path);
/* Does nothing when no file is open. */
void bpf_aot_pcap_write(const struct bpf_aot_job *job, const struct bpf_aot_outcome *outcome);
/* Nonzero when something could not be written. */
int bpf_aot_pcap_flush(void);

#endif
