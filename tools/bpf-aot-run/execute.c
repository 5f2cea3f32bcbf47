/* SPDX-License-Identifier: Apache-2.0 */
/* The image goes into a temporary file: the loader and qemu both want a path. */
#include "execute.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "options.h"

enum { FAILED = BPF_AOT_REJECTED, EMULATOR_WORDS_MAX = 8 };

static bool write_all(int descriptor, const unsigned char *data, size_t size_bytes) {
    while (size_bytes) {
        ssize_t written = write(descriptor, data, size_bytes);
        if (written <= 0) {
            return false;
        }
        data += written;
        size_bytes -= (size_t)written;
    }
    return true;
}

/* False after a message; `path` is to be unlinked otherwise. */
static bool make_file(const struct bpf_aot_result *image, char *path, size_t bytes) {
    const char *root = getenv("TMPDIR");
    snprintf(path, bytes, "%s/bpf-aot-run-XXXXXX", root && *root ? root : "/tmp");
    int descriptor = mkstemp(path);
    if (descriptor < 0) {
        return usage_error("cannot make a file like %s: %s", path, strerror(errno));
    }
    bool good =
        write_all(descriptor, image->data, image->size_bytes) && fchmod(descriptor, 0700) == 0;
    int reason = errno;
    close(descriptor); /* before it runs: an open file is "text file busy" */
    if (!good) {
        unlink(path);
        return usage_error("cannot write %s: %s", path, strerror(reason));
    }
    return true;
}

int execute_here(const struct bpf_aot_result *image, int argc, char **argv) {
    char path[4096];
    if (!make_file(image, path, sizeof(path))) {
        return FAILED;
    }
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    unlink(path);
    int (*entry)(int, char **) = NULL;
    if (library) {
        *(void **)&entry = dlsym(library, "bpf_aot_main");
    }
    if (!entry) {
        usage_error("cannot load the translated program: %s", dlerror());
        return FAILED;
    }
    int status = entry(argc, argv);
    dlclose(library);
    return status;
}

static void become(const char *emulator, const char *path, int argc, char **argv) {
    char *args[DRIVER_ARGS_MAX + EMULATOR_WORDS_MAX + 4];
    int count = 0;
    char *words = strdup(emulator);
    for (char *word; (word = strsep(&words, " ")) && count < EMULATOR_WORDS_MAX;) {
        args[count++] = word;
    }
    args[count++] = "-0";
    args[count++] = argv[0];
    args[count++] = (char *)path;
    for (int i = 1; i < argc; i++) {
        args[count++] = argv[i];
    }
    args[count] = NULL;
    execvp(args[0], args);
    usage_error("cannot run %s: %s (Debian package qemu-user)", args[0], strerror(errno));
    _exit(FAILED);
}

int execute_emulated(const struct bpf_aot_result *image, const char *emulator, int argc,
                     char **argv) {
    char path[4096];
    if (!make_file(image, path, sizeof(path))) {
        return FAILED;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        become(emulator, path, argc, argv);
    }
    int status = 0;
    bool waited = child > 0 && waitpid(child, &status, 0) == child;
    unlink(path);
    if (!waited) {
        usage_error("cannot run %s: %s", emulator, strerror(errno));
        return FAILED;
    }
    if (WIFSIGNALED(status)) {
        usage_error("the translated program ended by signal %d (%s)", WTERMSIG(status),
                    strsignal(WTERMSIG(status)));
        return FAILED;
    }
    return WEXITSTATUS(status);
}
