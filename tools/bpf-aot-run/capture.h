/* SPDX-License-Identifier: Apache-2.0 */
/* Captures that the driver does not read: pcapng, other link types. They arrive on its standard
 * input as Ethernet frames in a classic file. */
#ifndef BPF_AOT_TOOLS_CAPTURE_H
#define BPF_AOT_TOOLS_CAPTURE_H

#include <stdbool.h>
#include <sys/types.h>

struct capture {
    const char *path; /* what the driver is to read */
    void *source;     /* pcap_t; NULL: the driver reads the file itself */
    pid_t converter;
    bool as_it_is; /* nothing becomes an Ethernet frame */
};

/* False after a message. A file that cannot be opened is left to the driver. `link` names the link
 * type that packets must have and keep (pcap-linktype(7)); NULL: they become Ethernet frames. */
bool capture_open(struct capture *capture, const char *path, const char *link);
/* From here on the driver's standard input is the capture, if it is to be converted. */
bool capture_start(struct capture *capture);
/* False after a message when the capture could not be read to its end. */
bool capture_finish(struct capture *capture);

#endif
