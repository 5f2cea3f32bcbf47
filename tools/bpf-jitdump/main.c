/* SPDX-License-Identifier: Apache-2.0 */
/* bpf-jitdump: loads BPF programs and writes what the kernel made of them. Exit status: 0 done,
 * 1 an input is wrong or the kernel refuses, 2 the command line is wrong. */
#include "driver/print.h"
#include "init.h"
#include "job.h"
#include "start/sys.h"

enum { EXIT_DONE, EXIT_INPUT, EXIT_USAGE };

int bpf_aot_main(int argc, char **argv) {
    static struct options options;
    bpf_aot_program_name = "bpf-jitdump";
    if (!options_parse(&options, argc, argv)) {
        return EXIT_USAGE;
    }
    if (options.help || options.version) {
        if (options.help) {
            options_help();
        } else {
            bpf_aot_print(&bpf_aot_stdout, "bpf-jitdump %s for %s\n", BPF_AOT_VERSION,
                          JITDUMP_TARGET);
        }
        return bpf_aot_flush(&bpf_aot_stdout) ? EXIT_INPUT : EXIT_DONE;
    }
    if (options.init) {
        init_main(options.init);
    }
    struct output output = {.path = options.output, .mark = ""};
    bool done = options.jobs ? jobs_do(options.jobs, &output) : job_do(&options, &output);
    return done && job_end(&output) ? EXIT_DONE : EXIT_INPUT;
}
