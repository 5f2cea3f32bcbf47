/* SPDX-License-Identifier: Apache-2.0 */
/* One process under qemu-user: what it writes, how often each instruction was executed. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "replay.h"

enum { WORDS_MAX = 16, SECONDS_MAX = 60, NOT_STARTED = 127 };

/* Beside the runtime's archives; NULL: not built. */
static const char *find_plugin(struct session *s, const struct target_row *row) {
    char path[4096];
    if (!bpf_aot_runtime_path(row->name, NULL, path, sizeof(path))) {
        return NULL;
    }
    char *slash = strrchr(path, '/');
    char *plugin = arena_printf(&s->arena, "%.*s/insncount.so", (int)(slash - path), path);
    return access(plugin, R_OK) == 0 ? plugin : NULL;
}

static void start(const struct replay *replay, char **words) {
    char output[4096];
    snprintf(output, sizeof(output), "%s/output", replay->folder);
    struct rlimit seconds = {SECONDS_MAX, SECONDS_MAX}, none = {0, 0};
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_CORE, &none);
    int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int nowhere = open("/dev/null", O_RDWR);
    if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0 ||
        dup2(nowhere, STDIN_FILENO) < 0) {
        _exit(NOT_STARTED);
    }
    execvp(words[0], words);
    _exit(NOT_STARTED);
}

static char *read_text(const char *path) {
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    if (file) {
        if (getdelim(&text, &size, 0, file) < 0) {
            free(text);
            text = NULL;
        }
        fclose(file);
    }
    return text;
}

/* "ADDRESS COUNT" a line, sorted. */
static void read_counts(const char *path, struct replay_result *result) {
    char *text = read_text(path);
    size_t lines = 0;
    for (char *at = text; at && (at = strchr(at, '\n')); at++) {
        lines++;
    }
    result->counts = lines ? calloc(lines, sizeof(*result->counts)) : NULL;
    char *at = text;
    for (size_t i = 0; result->counts && i < lines; i++) {
        result->counts[i].address = strtoull(at, &at, 16);
        result->counts[i].times = strtoull(at, &at, 10);
        result->count++;
    }
    free(text);
}

bool replay_run(struct session *s, const struct target_row *row, const struct replay *replay,
                enum replay_mode mode, struct replay_result *result) {
    static const char *const arguments[] = {NULL, "nothing", "maps"};
    char *words[WORDS_MAX];
    size_t count = 0;
    *result = (struct replay_result){0};
    char *emulator = arena_strdup(&s->arena, row->qemu);
    for (char *word; (word = strsep(&emulator, " ")) && count < WORDS_MAX - 4;) {
        words[count++] = word;
    }
    const char *plugin = find_plugin(s, row);
    char *counts = arena_printf(&s->arena, "%s/counts", replay->folder);
    if (plugin && mode != REPLAY_CONTENTS) {
        words[count++] = "-plugin";
        words[count++] = arena_printf(&s->arena, "%s,out=%s", plugin, counts);
    }
    words[count++] = (char *)replay->executable;
    words[count++] = (char *)arguments[mode];
    words[count] = NULL;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        start(replay, words);
    }
    if (child < 0 || waitpid(child, &result->status, 0) != child) {
        return fail(s, at_object(), "cannot start %s: %s", words[0], strerror(errno));
    }
    if (WIFEXITED(result->status) && WEXITSTATUS(result->status) == NOT_STARTED) {
        return fail(s, at_object(), "cannot start %s; install qemu-user", words[0]);
    }
    result->output = read_text(arena_printf(&s->arena, "%s/output", replay->folder));
    if (mode != REPLAY_CONTENTS) {
        read_counts(counts, result);
    }
    return true;
}
