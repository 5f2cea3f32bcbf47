/* SPDX-License-Identifier: Apache-2.0 */
/* kernel_tags OBJECT...: loads every program of the objects into this machine's kernel, each by
 * itself, and prints OBJECT PROGRAM TAG. What the kernel does not load it leaves out. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int ignore(enum libbpf_print_level level, const char *format, va_list args) {
    (void)level, (void)format, (void)args;
    return 0;
}

static struct bpf_program *choose(struct bpf_object *object, const char *name) {
    struct bpf_program *program, *wanted = NULL;
    bpf_object__for_each_program(program, object) {
        bool is_wanted = strcmp(bpf_program__name(program), name) == 0;
        bpf_program__set_autoload(program, is_wanted);
        wanted = is_wanted ? program : wanted;
    }
    return wanted;
}

static void print_tag(const char *path, const char *name) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    struct bpf_program *program = object ? choose(object, name) : NULL;
    struct bpf_prog_info info = {0};
    unsigned bytes = sizeof(info);
    if (program && bpf_object__load(object) == 0 &&
        bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &bytes) == 0) {
        printf("%s %s ", path, name);
        for (size_t i = 0; i < sizeof(info.tag); i++) {
            printf("%02x", info.tag[i]);
        }
        putchar('\n');
    }
    bpf_object__close(object);
}

int main(int argc, char **argv) {
    libbpf_set_print(ignore);
    for (int i = 1; i < argc; i++) {
        struct bpf_object *names = bpf_object__open_file(argv[i], NULL);
        struct bpf_program *program;
        if (!names) {
            fprintf(stderr, "kernel_tags: %s: no object that libbpf opens\n", argv[i]);
            return 1;
        }
        bpf_object__for_each_program(program, names) {
            print_tag(argv[i], bpf_program__name(program));
        }
        bpf_object__close(names);
    }
    return 0;
}
