/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the rows of one suite, each in a process of its own, and prints one line a row:
 * "suite test variant: passed|failed|skipped". Included behind the kernel's file, whose tests are
 * static and whose main is renamed. */
#ifndef BPF_AOT_TEST_SUITE_H
#define BPF_AOT_TEST_SUITE_H

#include <fcntl.h>
#include <sys/wait.h>

#undef main
#undef fork
#undef waitpid

struct row {
    const char *suite, *test;
    void (*run)(int variant);
};

enum { SUITE_SECONDS = 900, SUITE_SKIPPED = 77 };

/* Set by each suite: how often a row runs, what is different, what tells a skip. */
static int suite_variants(const struct row *row);
static const char *suite_variant(int variant);
static int suite_skips(void);

static void suite_child(const struct row *row, int variant) {
    alarm(SUITE_SECONDS);
    row->run(variant);
    fflush(stdout);
    _exit(suite_skips() ? SUITE_SKIPPED : 0);
}

static const char *suite_result(const struct row *row, int variant) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(2, 1); /* what the tests print is for whoever looks into a failure */
        suite_child(row, variant);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == SUITE_SKIPPED) {
        return "skipped";
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "passed" : "failed";
}

static int suite_main(const struct row *rows, const char *suite, const char *only) {
    for (const struct row *row = rows; row->test; row++) {
        if (strcmp(row->suite, suite) || (only && strcmp(only, row->test))) {
            continue;
        }
        for (int variant = 0; variant < suite_variants(row); variant++) {
            printf("%s %s %s: %s\n", suite, row->test, suite_variant(variant),
                   suite_result(row, variant));
        }
    }
    return 0;
}

#endif
