/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/print.h"
#include "job.h"
#include "memory.h"

enum { WORDS_MAX = 1024 };

/* Words of a line as argv; where the next line begins. */
static char *split(char *at, char **words, int *count) {
    *count = 1;
    words[0] = "bpf-jitdump";
    while (*at && *at != '\n') {
        if (*at == ' ') {
            *at++ = 0;
            continue;
        }
        if (*count < WORDS_MAX) {
            words[(*count)++] = at;
        }
        while (*at && *at != ' ' && *at != '\n') {
            at++;
        }
    }
    if (*at) {
        *at++ = 0;
    }
    return at;
}

static bool do_line(int count, char **words, struct output *output) {
    static struct options options;
    if (!options_parse(&options, count, words)) {
        return false;
    }
    if (!options.object && !options.raw && !options.test_bpf) {
        bpf_aot_error("a job is an object, -raw or -test-bpf");
        return false;
    }
    return job_do(&options, output);
}

bool jobs_do(const char *path, struct output *output) {
    static char *words[WORDS_MAX];
    struct bytes jobs;
    if (!read_file(path, &jobs)) {
        return false;
    }
    bool done = true;
    uint32_t number = 0;
    for (char *at = (char *)(uintptr_t)jobs.at; *at;) {
        int count;
        at = split(at, words, &count);
        if (output->announces) {
            bpf_aot_print(&bpf_aot_stdout, "bpf-jitdump: job %u\n", number++);
            bpf_aot_flush(&bpf_aot_stdout);
        }
        done &= count <= 1 || do_line(count, words, output);
    }
    return done;
}
