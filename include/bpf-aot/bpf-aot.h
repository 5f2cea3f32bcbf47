/* SPDX-License-Identifier: Apache-2.0 */
/* libbpf-aot: translates a BPF ELF object (or raw instructions, or a classic filter) into native
 * code.
 *
 * One call is one translation: a buffer comes in, a buffer goes out, what went wrong arrives
 * through the callback in the options. Nothing is kept between calls. */
#ifndef BPF_AOT_H
#define BPF_AOT_H

#include <stdbool.h>
#include <stddef.h>

#include "bpf-aot/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

enum bpf_aot_output {
    BPF_AOT_OUTPUT_OBJECT,   /* relocatable native object (-c) */
    BPF_AOT_OUTPUT_ASSEMBLY, /* -S */
    BPF_AOT_OUTPUT_IR_RAW,   /* LLVM IR as generated (-emit-llvm=raw) */
    BPF_AOT_OUTPUT_IR,       /* LLVM IR after optimisation (-emit-llvm, -emit-llvm=opt) */
    BPF_AOT_OUTPUT_EXE,      /* static executable with runtime and driver (-exe) */
    BPF_AOT_OUTPUT_SHARED,   /* shared object with runtime; exports bpf_aot_main (runtime.h) */
    BPF_AOT_OUTPUT_NONE,     /* stop after the stage in stop_after */
};

enum bpf_aot_status {
    BPF_AOT_OK = 0,
    BPF_AOT_REJECTED = 1, /* the input is wrong or not supported */
    BPF_AOT_USAGE = 2,    /* the options are wrong */
    BPF_AOT_INTERNAL = 3, /* a mistake of ours, or of LLVM */
};

enum bpf_aot_pic {
    BPF_AOT_NO_PIC, /* -fno-pic */
    BPF_AOT_PIE,    /* -fPIE; the same code as -fPIC */
    BPF_AOT_PIC,    /* -fPIC */
};

/* What becomes of an access that the facts do not prove inside its object. */
enum bpf_aot_unproven {
    BPF_AOT_UNPROVEN_GUARD, /* checked at run time; a failed check aborts the run */
    BPF_AOT_UNPROVEN_ERROR, /* refused */
    BPF_AOT_UNPROVEN_TRUST, /* presumed to have passed a verifier */
};

/* What becomes of a call of a helper that the runtime does not have. */
enum bpf_aot_missing {
    BPF_AOT_MISSING_ERROR, /* refused */
    BPF_AOT_MISSING_LINK, /* uint64_t bpf_aot_NAME(five uint64_t), which may move the packet but not
                           * change its alignment: whoever links may have it */
    BPF_AOT_MISSING_TRAP, /* a message by name when it is called, and the run is aborted */
};

/* How -remarks says what was proven. */
enum bpf_aot_remarks {
    BPF_AOT_REMARKS_NONE,
    BPF_AOT_REMARKS_TEXT, /* a line a function */
    BPF_AOT_REMARKS_JSON, /* one JSON object in one line */
    BPF_AOT_REMARKS_EACH, /* as text, and a note for every access that is not proven */
};

/* Whether lookups in arrays and small functions of the runtime become part of the code. */
enum bpf_aot_inline {
    BPF_AOT_INLINE_DEFAULT, /* at levels 2 and 3 */
    BPF_AOT_INLINE_OFF,
    BPF_AOT_INLINE_ON,
};

/* Line table (DWARF) of the output; the code is the same with and without. */
enum bpf_aot_lines {
    BPF_AOT_LINES_NONE,
    BPF_AOT_LINES_SOURCE, /* of the C source, from .BTF.ext: for debuggers */
    BPF_AOT_LINES_INSN,   /* file: the ELF section, line: the insn's 8-byte slot in it, plus 1 */
};

/* What becomes of what was found out about the program's values. */
enum bpf_aot_facts {
    BPF_AOT_FACTS_USE,   /* it shapes the code */
    BPF_AOT_FACTS_OFF,   /* only where the code would not work without: kinds of pointers */
    BPF_AOT_FACTS_CHECK, /* every value is checked against it at run time; a wrong one exits */
};

/* A number for one map, by name (-map-max NAME=N). */
struct bpf_aot_map_max {
    const char *name;
    unsigned max_entries;
};

/* Contract with whoever calls: an address is `offset` modulo `align` (-packet-align=M%N). */
struct bpf_aot_start {
    unsigned offset, align; /* align: a power of two up to BPF_AOT_ALIGN_MAX */
};

enum { BPF_AOT_ALIGN_MAX = 16 };

/* All zero is a valid choice but for `target`, which must be named. */
struct bpf_aot_options {
    const char *target; /* row of `-list-targets`, e.g. "mipsel", or an LLVM triple */
    const char *mcpu;   /* CPU for LLVM; NULL: the target's own */
    const char *mattr;  /* features for LLVM, e.g. "+zbb,-c"; NULL: none */
    const char *march;  /* RISC-V architecture string or profile; NULL: the target's own */
    const char *mabi;   /* e.g. "lp64d"; NULL: the target's own */
    enum bpf_aot_pic pic;
    enum bpf_aot_output output;
    char opt_level; /* '0' '1' '2' '3' 's'; 0 means '2' */
    enum bpf_aot_facts facts;
    enum bpf_aot_inline inline_helpers;
    bool raw;               /* input is a bare instruction stream, not ELF */
    bool classic;           /* input is a classic program: struct sock_filter in the
                             * target's byte order, or the text of tcpdump -ddd */
    const char *filter;     /* an expression of pcap-filter(7) instead of input; NULL: none */
    const char *link_type;  /* of packets that it is for, as in pcap-linktype(7); NULL: EN10MB */
    unsigned snaplen;       /* what it returns for packets that match; 0: 262144 */
    const char *prog_type;  /* force the program type of every program, e.g. "xdp" */
    const char *prog;       /* only this program, by function name; NULL: all */
    const char *raw_name;   /* symbol of a raw stream; NULL: "prog" */
    const char *print;      /* stage whose product is printed to print_file */
    const char *stop_after; /* last stage to run */
    void *print_file;       /* FILE *; NULL: stdout */
    bool verbose;           /* name the stages on stderr as they run */
    bool verify;            /* run the LLVM verifier after codegen and every pass */
    bool hide_constants;    /* for tests: LLVM does not see the numbers in the code */
    bool time_stages;       /* print the seconds of every stage to stderr */
    struct bpf_aot_start packet_start; /* of packets; alignment 0: 2 mod 4 */
    unsigned mem_align;                /* of a raw program's memory; 0: 8 */
    const char *kernel_facts; /* what a kernel's verifier found (-facts-file); NULL: none */
    size_t kernel_facts_bytes;
    const char *kernel_facts_name; /* of that text, for messages */
    unsigned cpus;                 /* slots of a per-CPU map; 0 means 8 */
    enum bpf_aot_unproven unproven;
    enum bpf_aot_missing missing_helpers;
    unsigned run_budget; /* loop iterations and calls of a run before it aborts; 0: any number */
    enum bpf_aot_remarks remarks;
    void *remarks_file; /* FILE *; NULL: stderr */
    enum bpf_aot_lines lines;
    const struct bpf_aot_map_max *map_max;
    size_t map_max_count;
    const char *const *set; /* NAME=VALUE: initial values of variables, by their names in BTF */
    size_t set_count;
    bpf_aot_diag_fn *diag;
    void *diag_user;
};

/* Result of a translation; data is released with bpf_aot_release. */
struct bpf_aot_result {
    unsigned char *data;
    size_t size_bytes;
};

/* Translates `size_bytes` bytes at `input`; `name` stands in messages. On BPF_AOT_OK `result`
 * holds the output (empty for BPF_AOT_OUTPUT_NONE); otherwise it is zeroed. */
enum bpf_aot_status bpf_aot_translate(const void *input, size_t size_bytes, const char *name,
                                      const struct bpf_aot_options *options,
                                      struct bpf_aot_result *result);
void bpf_aot_release(struct bpf_aot_result *result);

/* Names for `-list-targets`: index from 0, NULL at the end. */
const char *bpf_aot_target_name(size_t index);
/* The target that this library itself was built for, or NULL when it has no row. */
const char *bpf_aot_host_target(void);
/* Names that LLVM knows for a target or triple: index from 0, NULL at the end. */
const char *bpf_aot_cpu_name(const char *target, size_t index);
const char *bpf_aot_feature_name(const char *target, size_t index);
/* User-mode emulator that runs a target's executables, with arguments, e.g. "qemu-mips -cpu 24Kc";
 * NULL: no such target. */
const char *bpf_aot_target_emulator(const char *target);
/* Path of the runtime archive of a target and ABI (NULL: the target's own): in the folder
 * BPF_AOT_RUNTIME_DIR of the environment, else lib/bpf-aot beside the running program's folder,
 * else where this library was built. False for an unknown target or a path longer than `bytes`. */
bool bpf_aot_runtime_path(const char *target, const char *mabi, char *path, size_t bytes);

const char *bpf_aot_version(void);

#ifdef __cplusplus
}
#endif

#endif
