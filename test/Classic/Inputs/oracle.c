/* SPDX-License-Identifier: Apache-2.0 */
/* libpcap's word on classic programs.
 *
 * classic-oracle compile EXPRESSION [LINK]   the program, as tcpdump -ddd prints it; 1: refused
 * classic-oracle print < PROGRAM             its insns, as tcpdump -d prints them
 * classic-oracle run CAPTURE < PROGRAMS      a line a program: what bpf_filter() returns per packet
 *
 * Programs are numbers as tcpdump -ddd prints them. */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INSNS_MAX = 4096, PACKETS_MAX = 4096, SNAPLEN = 262144 };

static struct bpf_insn insns[INSNS_MAX];

static int fail(const char *what, const char *why) {
    fprintf(stderr, "classic-oracle: %s: %s\n", what, why);
    return 1;
}

/* The number of insns; 0: no more programs. */
static unsigned read_program(void) {
    unsigned count, code, jt, jf, k;
    if (scanf("%u", &count) != 1 || count > INSNS_MAX) {
        return 0;
    }
    for (unsigned i = 0; i < count; i++) {
        if (scanf("%u %u %u %u", &code, &jt, &jf, &k) != 4) {
            return 0;
        }
        insns[i] = (struct bpf_insn){(u_short)code, (u_char)jt, (u_char)jf, k};
    }
    return count;
}

static int compile(const char *expression, const char *link) {
    int type = link ? pcap_datalink_name_to_val(link) : DLT_EN10MB;
    pcap_t *handle = pcap_open_dead(type, SNAPLEN);
    struct bpf_program program;
    if (pcap_compile(handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) {
        fail(expression, pcap_geterr(handle));
        pcap_close(handle);
        return 1;
    }
    printf("%u\n", program.bf_len);
    for (unsigned i = 0; i < program.bf_len; i++) {
        const struct bpf_insn *insn = &program.bf_insns[i];
        printf("%u %u %u %u\n", insn->code, insn->jt, insn->jf, insn->k);
    }
    pcap_freecode(&program);
    pcap_close(handle);
    return 0;
}

static int print(void) {
    unsigned count = read_program();
    for (unsigned i = 0; i < count; i++) {
        puts(bpf_image(&insns[i], (int)i));
    }
    return count ? 0 : fail("standard input", "no program");
}

static struct packet {
    u_char *bytes;
    unsigned size_bytes;
} packets[PACKETS_MAX];

static unsigned read_packets(const char *path) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_t *capture = pcap_open_offline(path, message);
    if (!capture) {
        fail(path, message);
        return 0;
    }
    struct pcap_pkthdr *header;
    const u_char *bytes;
    unsigned count = 0;
    while (count < PACKETS_MAX && pcap_next_ex(capture, &header, &bytes) == 1) {
        struct packet *packet = &packets[count++];
        packet->size_bytes = header->caplen;
        packet->bytes = malloc(header->caplen + 1);
        memcpy(packet->bytes, bytes, header->caplen);
    }
    pcap_close(capture);
    return count;
}

static int run(const char *path) {
    unsigned count = read_packets(path), length;
    if (!count) {
        return 1;
    }
    while ((length = read_program()) != 0) {
        if (!bpf_validate(insns, (int)length)) {
            return fail("bpf_validate", "invalid program");
        }
        for (unsigned i = 0; i < count; i++) {
            printf(
                "%u%c",
                bpf_filter(insns, packets[i].bytes, packets[i].size_bytes, packets[i].size_bytes),
                i + 1 < count ? ' ' : '\n');
        }
    }
    for (unsigned i = 0; i < count; i++) {
        free(packets[i].bytes);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc >= 3 && strcmp(argv[1], "compile") == 0) {
        return compile(argv[2], argc > 3 ? argv[3] : NULL);
    }
    if (argc == 2 && strcmp(argv[1], "print") == 0) {
        return print();
    }
    if (argc == 3 && strcmp(argv[1], "run") == 0) {
        return run(argv[2]);
    }
    return fail("usage", "compile EXPRESSION [LINK] | print | run CAPTURE");
}
