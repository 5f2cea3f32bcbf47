/* SPDX-License-Identifier: Apache-2.0 */
/* libpcap reads, a copy of this process writes into a pipe: long and live captures are never in
 * memory. The link types are those of www.tcpdump.org/linktypes.html. */
#include "capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "options.h"

enum { ETHERNET_BYTES = 14, ADDRESS_BYTES = 6, ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86dd };
#define MAGIC_MICROSECONDS 0xa1b2c3d4u
#define MAGIC_NANOSECONDS  0xa1b23c4du

struct frame {
    const uint8_t *bytes; /* behind the header of its link type */
    uint32_t size_bytes;
    uint8_t header[ETHERNET_BYTES];
};

static void set_type(struct frame *frame, uint32_t type) {
    frame->header[12] = (uint8_t)(type >> 8);
    frame->header[13] = (uint8_t)type;
}

static void set_type_by_version(struct frame *frame) {
    bool is_v6 = frame->size_bytes && frame->bytes[0] >> 4 == 6;
    set_type(frame, is_v6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
}

/* The sender's address, where the link has addresses of Ethernet's size. */
static void set_source(struct frame *frame, const uint8_t *header, uint32_t length) {
    if (length == ADDRESS_BYTES) {
        memcpy(frame->header + ADDRESS_BYTES, header, ADDRESS_BYTES);
    }
}

static void read_cooked(struct frame *frame, const uint8_t *header) {
    set_source(frame, header + 6, (uint32_t)header[4] << 8 | header[5]);
    set_type(frame, (uint32_t)header[14] << 8 | header[15]);
}

static void read_cooked2(struct frame *frame, const uint8_t *header) {
    set_source(frame, header + 12, header[11]);
    set_type(frame, (uint32_t)header[0] << 8 | header[1]);
}

/* The family's number depends on who captured: the version of IP says more. */
static void read_version(struct frame *frame, const uint8_t *header) {
    set_type_by_version(frame);
}

static const struct link {
    int type;
    uint32_t header_bytes;
    void (*read)(struct frame *frame, const uint8_t *header); /* NULL: Ethernet */
} links[] = {
    {DLT_EN10MB, 0, NULL},
    {DLT_RAW, 0, read_version},
    {DLT_IPV4, 0, read_version},
    {DLT_IPV6, 0, read_version},
    {DLT_NULL, 4, read_version},
    {DLT_LOOP, 4, read_version},
    {DLT_LINUX_SLL, 16, read_cooked},
    {DLT_LINUX_SLL2, 20, read_cooked2},
};

static const struct link *find_link(int type) {
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        if (links[i].type == type) {
            return &links[i];
        }
    }
    return NULL;
}

static uint32_t swap(uint32_t word, bool swapped) {
    return swapped ? __builtin_bswap32(word) : word;
}

/* Whether the driver can read it: a classic file of Ethernet frames. */
static bool is_for_driver(FILE *file) {
    uint32_t header[6];
    bool complete = fread(header, sizeof(header), 1, file) == 1;
    rewind(file);
    for (int swapped = 0; complete && swapped < 2; swapped++) {
        uint32_t magic = swap(header[0], swapped);
        if (magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS) {
            return (swap(header[5], swapped) & 0xffff) == DLT_EN10MB;
        }
    }
    return false;
}

/* Whether packets of that type can be had. */
static bool check_type(const struct capture *capture, const char *path, int type,
                       const char *link) {
    const char *name = pcap_datalink_val_to_name(type);
    const char *words = pcap_datalink_val_to_description(type);
    if (capture->as_it_is) {
        return pcap_datalink_name_to_val(link) == type ||
               usage_error("%s: link type %d (%s), and -link-type is %s", path, type,
                           name ? name : "no name", link);
    }
    return find_link(type) || usage_error("%s: link type %d (%s, %s) has no Ethernet frames", path,
                                          type, name ? name : "no name", words ? words : "unknown");
}

bool capture_open(struct capture *capture, const char *path, const char *link) {
    char message[PCAP_ERRBUF_SIZE];
    capture->as_it_is = link && pcap_datalink_name_to_val(link) != DLT_EN10MB;
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    capture->path = path;
    if (!file) {
        return true;
    }
    if (!is_stdin && !capture->as_it_is && is_for_driver(file)) {
        fclose(file);
        return true;
    }
    pcap_t *source =
        pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, message);
    if (!source) {
        return usage_error("%s: %s", is_stdin ? "standard input" : path, message);
    }
    if (!check_type(capture, path, pcap_datalink(source), link)) {
        pcap_close(source);
        return false;
    }
    capture->source = source;
    capture->path = "-";
    return true;
}

static bool write_packet(FILE *out, const struct link *link, const struct pcap_pkthdr *header,
                         const uint8_t *bytes) {
    uint32_t skipped = link->header_bytes < header->caplen ? link->header_bytes : header->caplen;
    struct frame frame = {.bytes = bytes + skipped, .size_bytes = header->caplen - skipped};
    uint32_t own_bytes = link->read ? ETHERNET_BYTES : 0;
    if (link->read && skipped == link->header_bytes) {
        link->read(&frame, bytes);
    }
    const uint32_t record[] = {
        (uint32_t)header->ts.tv_sec, (uint32_t)header->ts.tv_usec, own_bytes + frame.size_bytes,
        own_bytes + header->len - (skipped < header->len ? skipped : header->len)};
    return fwrite(record, sizeof(record), 1, out) == 1 &&
           fwrite(frame.header, 1, own_bytes, out) == own_bytes &&
           fwrite(frame.bytes, 1, frame.size_bytes, out) == frame.size_bytes;
}

/* In the copy. A live source is passed on as it comes. */
static bool convert(pcap_t *source, bool as_it_is, FILE *out) {
    struct stat status_of_file;
    bool is_live =
        fstat(fileno(pcap_file(source)), &status_of_file) == 0 && !S_ISREG(status_of_file.st_mode);
    const struct link *link = as_it_is ? &links[0] : find_link(pcap_datalink(source));
    const struct {
        uint32_t magic;
        uint16_t version[2];
        uint32_t rest[4];
    } head = {MAGIC_NANOSECONDS, {2, 4}, {0, 0, 0xffff, DLT_EN10MB}};
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    int status;
    bool good = fwrite(&head, sizeof(head), 1, out) == 1;
    while (good && (status = pcap_next_ex(source, &header, &bytes)) == 1) {
        good = write_packet(out, link, header, bytes) && (!is_live || fflush(out) == 0);
    }
    if (good && status == PCAP_ERROR) {
        fflush(out);
        return usage_error("%s", pcap_geterr(source));
    }
    return good;
}

bool capture_start(struct capture *capture) {
    int ends[2];
    if (!capture->source) {
        return true;
    }
    fflush(NULL);
    if (pipe(ends) || (capture->converter = fork()) < 0) {
        return usage_error("cannot start reading the capture: %s", strerror(errno));
    }
    if (capture->converter == 0) {
        signal(SIGINT, SIG_IGN); /* the driver stops reading when it wants to */
        close(ends[0]);
        FILE *out = fdopen(ends[1], "wb");
        bool good = out && convert(capture->source, capture->as_it_is, out) && fflush(out) == 0;
        _exit(good ? 0 : 1);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    return true;
}

bool capture_finish(struct capture *capture) {
    int status = 0;
    if (!capture->source || capture->converter <= 0) {
        return true;
    }
    close(STDIN_FILENO);
    /* Ends a converter that nobody listens to any more; one that is done does not notice. */
    kill(capture->converter, SIGTERM);
    bool waited = waitpid(capture->converter, &status, 0) > 0;
    pcap_close(capture->source);
    return waited && (WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
}
