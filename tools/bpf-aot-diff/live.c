/* SPDX-License-Identifier: Apache-2.0 */
#include "live.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "options.h"

enum { WORDS_MAX = 160, NOT_STARTED = 127 };

/* Beside this program, else on PATH. */
static const char *find_agent(struct session *s) {
    char own[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", own, sizeof(own) - 1);
    if (length > 0) {
        own[length] = 0;
        char *path =
            arena_printf(&s->arena, "%.*s/bpf-jitdump", (int)(strrchr(own, '/') - own), own);
        if (access(path, X_OK) == 0) {
            return path;
        }
    }
    return "bpf-jitdump";
}

static char *hex(struct session *s, const struct bytes *bytes) {
    char *text = arena_alloc(&s->arena, 2 * bytes->count + 1);
    for (size_t i = 0; i < bytes->count; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes->data[i]);
    }
    return text;
}

static bool run(const char *agent, char **words) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        execvp(words[0], words);
        _exit(NOT_STARTED);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        return usage_error("cannot start %s: %s", agent, strerror(errno));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED) {
        return usage_error("cannot start %s, which -live asks the kernel with", agent);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? true : usage_error("%s failed", agent);
}

static struct jit_file *read_answer(struct session *s, const char *object, const char *path) {
    unsigned char *text;
    size_t bytes;
    if (!file_read(path, &text, &bytes)) {
        return NULL;
    }
    s->object = arena_printf(&s->arena, "this kernel (%s)", object);
    struct jit_file *file = jit_read(s, (const char *)text, bytes);
    free(text);
    return file;
}

struct jit_file *live_ask(struct session *s, const char *object, const struct bytes *packets,
                          size_t packet_count) {
    const char *root = getenv("TMPDIR");
    char *path = arena_printf(&s->arena, "%s/bpf-aot-XXXXXX", root && *root ? root : "/tmp");
    int file = mkstemp(path);
    if (file < 0) {
        usage_error("cannot make a file like %s: %s", path, strerror(errno));
        return NULL;
    }
    close(file);
    const char *agent = find_agent(s);
    char *words[WORDS_MAX] = {(char *)agent, "-o", path};
    size_t count = 3;
    for (size_t i = 0; i < packet_count && count < WORDS_MAX - 4; i++) {
        words[count++] = "-packet";
        words[count++] = hex(s, &packets[i]);
    }
    words[count++] = (char *)object;
    struct jit_file *answer = run(agent, words) ? read_answer(s, object, path) : NULL;
    unlink(path);
    return answer;
}
