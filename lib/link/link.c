/* SPDX-License-Identifier: Apache-2.0 */
/* lld reads and writes files: a private folder holds them for the length of one link. */
#include "link/link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARGS_MAX = 32 };

struct work {
    char *folder, *object, *output;
};

static bool write_file(struct session *s, const char *path, const void *data, size_t size_bytes) {
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(data, 1, size_bytes, file) == size_bytes;
    if (file) {
        good &= fclose(file) == 0;
    }
    return good || fail(s, at_object(), "cannot write %s: %s", path, strerror(errno));
}

static bool read_file(struct session *s, const char *path, unsigned char **data,
                      size_t *size_bytes) {
    FILE *file = fopen(path, "rb");
    long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
    bool good = *data && fseek(file, 0, SEEK_SET) == 0 &&
                fread(*data, 1, (size_t)size, file) == (size_t)size;
    if (file) {
        fclose(file);
    }
    if (!good) {
        free(*data);
        *data = NULL;
        return fail(s, at_object(), "cannot read %s: %s", path, strerror(errno));
    }
    *size_bytes = (size_t)size;
    return true;
}

static bool open_work(struct session *s, struct work *work) {
    const char *root = getenv("TMPDIR");
    work->folder = arena_printf(&s->arena, "%s/bpf-aot-XXXXXX", root && *root ? root : "/tmp");
    if (!mkdtemp(work->folder)) {
        return fail(s, at_object(), "cannot make a folder like %s: %s", work->folder,
                    strerror(errno));
    }
    work->object = arena_printf(&s->arena, "%s/program.o", work->folder);
    work->output = arena_printf(&s->arena, "%s/output", work->folder);
    return true;
}

static void close_work(const struct work *work) {
    unlink(work->object);
    unlink(work->output);
    rmdir(work->folder);
}

/* lld's own words, without the paths of the private folder. */
static bool report(struct session *s, const struct work *work, char *messages) {
    for (char *at; (at = strstr(messages, work->object));) {
        size_t length = strlen(work->object);
        memmove(at, "program.o", 9);
        memmove(at + 9, at + length, strlen(at + length) + 1);
    }
    size_t length = strlen(messages);
    while (length && messages[length - 1] == '\n') {
        messages[--length] = 0;
    }
    return fail(s, at_object(), "cannot link: %s", messages);
}

/* The words of a row's flags; returns how many. */
static size_t add_words(struct session *s, const char *words, const char **args, size_t room) {
    size_t count = 0;
    char *next = arena_strdup(&s->arena, words);
    for (char *word; (word = strsep(&next, " ")) && count < room;) {
        if (*word) {
            args[count++] = word;
        }
    }
    return count;
}

static bool run(struct session *s, const struct target_row *row, const struct work *work,
                const struct link_input *input) {
    const char *args[ARGS_MAX];
    size_t count = 0;
    args[count++] = "ld.lld";
    count += add_words(s, row->lld, args + count, ARGS_MAX / 4);
    if (input->shared) {
        args[count++] = "-shared";
        args[count++] = "-u";
        args[count++] = "bpf_aot_main";
        args[count++] = "-Bsymbolic";
    } else {
        args[count++] = "-static";
        /* Names of static functions are a sixth of a small file; listings need them. */
        if (s->options->lines != BPF_AOT_LINES_INSN) {
            args[count++] = "--discard-all";
        }
        args[count++] = "-e";
        args[count++] = "_start";
    }
    if (input->asks_system) {
        args[count++] = "-u";
        args[count++] = "bpf_aot_system_load";
    }
    args[count++] = "-z";
    args[count++] = "defs";
    args[count++] = "-z";
    args[count++] = "noexecstack";
    args[count++] = "-z";
    args[count++] = "noseparate-code"; /* fewer pages, smaller file */
    args[count++] = "--gc-sections";
    args[count++] = "--build-id=none";
    args[count++] = work->object;
    args[count++] = input->runtime;
    args[count++] = "-o";
    args[count++] = work->output;
    char *messages = NULL;
    machine_lock_llvm_options();
    bool linked = lld_run(args, count, &messages);
    machine_unlock_llvm_options();
    bool good = linked || report(s, work, messages);
    free(messages);
    return good;
}

bool link_image(struct session *s, const struct target_row *row, const struct link_input *input,
                unsigned char **image, size_t *size_bytes) {
    struct work work;
    if (access(input->runtime, R_OK)) {
        return fail(s, at_object(), "runtime archive of %s is missing: %s", row->name,
                    input->runtime);
    }
    if (!open_work(s, &work)) {
        return false;
    }
    bool good = write_file(s, work.object, input->object, input->size_bytes) &&
                run(s, row, &work, input) && read_file(s, work.output, image, size_bytes);
    close_work(&work);
    return good;
}
