/* SPDX-License-Identifier: Apache-2.0 */
/* translate_threads OBJECT...: translates each for several targets, then all of them again and
 * again from several threads at once. Every output and every message must be that of the first
 * time. Prints how many were rejected, and what differed. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf-aot/bpf-aot.h"

enum { THREADS = 4, TRANSLATIONS = 50, MAX_JOBS = 64, MAX_TEXT = 512 };

static const char *const targets[] = {"mipsel", "x86-64", "riscv64", "no-such-target"};
enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };

struct outcome {
    enum bpf_aot_status status;
    struct bpf_aot_result result;
    char messages[MAX_TEXT];
};

struct job {
    const char *name, *target;
    unsigned char *input;
    size_t input_bytes;
    struct outcome first;
};

struct thread {
    pthread_t id;
    unsigned number;
    unsigned different;
};

static struct job jobs[MAX_JOBS];
static size_t job_count;

static void note(const struct bpf_aot_diagnostic *diagnostic, void *user) {
    char *text = user;
    size_t length = strlen(text);
    snprintf(text + length, MAX_TEXT - length, "%s:%ld: %s\n",
             diagnostic->section ? diagnostic->section : "", diagnostic->insn, diagnostic->message);
}

static struct outcome translate(const struct job *job) {
    struct outcome outcome = {0};
    struct bpf_aot_options options = {
        .target = job->target, .diag = note, .diag_user = outcome.messages};
    outcome.status =
        bpf_aot_translate(job->input, job->input_bytes, job->name, &options, &outcome.result);
    return outcome;
}

static bool is_same(const struct outcome *a, const struct outcome *b) {
    return a->status == b->status && a->result.size_bytes == b->result.size_bytes &&
           strcmp(a->messages, b->messages) == 0 &&
           (!a->result.size_bytes ||
            memcmp(a->result.data, b->result.data, a->result.size_bytes) == 0);
}

/* Each thread begins with another job, so that different ones meet. */
static void *run(void *argument) {
    struct thread *thread = argument;
    for (unsigned i = 0; i < TRANSLATIONS; i++) {
        const struct job *job = &jobs[(thread->number * 5 + i) % job_count];
        struct outcome outcome = translate(job);
        thread->different += !is_same(&outcome, &job->first);
        bpf_aot_release(&outcome.result);
    }
    return NULL;
}

static unsigned char *read_file(const char *path, size_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        perror(path);
        exit(2);
    }
    *bytes = (size_t)ftell(file);
    rewind(file);
    unsigned char *data = malloc(*bytes + 1);
    if (!data || fread(data, 1, *bytes, file) != *bytes) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return data;
}

static void add_jobs(const char *path) {
    for (unsigned i = 0; i < TARGETS && job_count < MAX_JOBS; i++) {
        struct job *job = &jobs[job_count++];
        job->name = path;
        job->target = targets[i];
        job->input = read_file(path, &job->input_bytes);
        job->first = translate(job);
    }
}

static void print_statuses(void) {
    unsigned counts[BPF_AOT_INTERNAL + 1] = {0};
    for (size_t i = 0; i < job_count; i++) {
        counts[jobs[i].first.status]++;
        if (jobs[i].first.status != BPF_AOT_OK && !jobs[i].first.messages[0]) {
            printf("%s for %s: an error without a message\n", jobs[i].name, jobs[i].target);
        }
    }
    printf("%u translated, %u rejected, %u wrong options, %u internal errors\n", counts[0],
           counts[1], counts[2], counts[3]);
}

int main(int argc, char **argv) {
    struct thread threads[THREADS] = {0};
    unsigned different = 0;
    for (int i = 1; i < argc; i++) {
        add_jobs(argv[i]);
    }
    if (!job_count) {
        return 2;
    }
    print_statuses();
    for (unsigned i = 0; i < THREADS; i++) {
        threads[i].number = i;
        if (pthread_create(&threads[i].id, NULL, run, &threads[i])) {
            return 2;
        }
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(threads[i].id, NULL);
        different += threads[i].different;
    }
    printf("%d more, %u different\n", THREADS * TRANSLATIONS, different);
    for (size_t i = 0; i < job_count; i++) {
        bpf_aot_release(&jobs[i].first.result);
        free(jobs[i].input);
    }
    return different != 0;
}
