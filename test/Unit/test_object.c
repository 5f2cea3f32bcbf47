/* SPDX-License-Identifier: Apache-2.0 */
/* object_open on what no tool writes: every prefix of an object, and objects at odd addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "object/object.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

#include <elf.h>
#include <stdlib.h>
#include <string.h>

static const char names[] = "\0xdp\0prog\0.strtab\0.symtab";
enum { NAME_XDP = 1, NAME_PROG = 5, NAME_STRTAB = 10, NAME_SYMTAB = 18 };

/* In the byte order of the host, as the structs of elf.h are. */
struct file {
    Elf64_Ehdr header;
    uint8_t code[16];
    Elf64_Sym symbols[2];
    char names[sizeof(names)];
    Elf64_Shdr sections[4];
};

static struct file make_file(void) {
    struct file file = {
        .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                               __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? ELFDATA2MSB : ELFDATA2LSB,
                               EV_CURRENT},
                   .e_type = ET_REL,
                   .e_machine = EM_BPF,
                   .e_version = EV_CURRENT,
                   .e_shoff = offsetof(struct file, sections),
                   .e_ehsize = sizeof(Elf64_Ehdr),
                   .e_shentsize = sizeof(Elf64_Shdr),
                   .e_shnum = 4,
                   .e_shstrndx = 2},
        .code = {0xb7, [8] = 0x95},
        .symbols[1] = {.st_name = NAME_PROG,
                       .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
                       .st_shndx = 1,
                       .st_size = 16},
        .sections[1] = {.sh_name = NAME_XDP,
                        .sh_type = SHT_PROGBITS,
                        .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
                        .sh_offset = offsetof(struct file, code),
                        .sh_size = 16},
        .sections[2] = {.sh_name = NAME_STRTAB,
                        .sh_type = SHT_STRTAB,
                        .sh_offset = offsetof(struct file, names),
                        .sh_size = sizeof(names)},
        .sections[3] = {.sh_name = NAME_SYMTAB,
                        .sh_type = SHT_SYMTAB,
                        .sh_offset = offsetof(struct file, symbols),
                        .sh_size = sizeof(file.symbols),
                        .sh_link = 2,
                        .sh_entsize = sizeof(Elf64_Sym)},
    };
    memcpy(file.names, names, sizeof(names));
    return file;
}

static void an_object_is_read(void **state) {
    struct bpf_aot_options options = {0};
    struct session s = {.options = &options};
    struct file file = make_file();
    struct object *object = object_open(&s, &file, sizeof(file));
    assert_non_null(object);
    assert_int_equal(object->section_count, 4);
    assert_int_equal(object->sections[1].kind, SECTION_CODE);
    assert_string_equal(object->symbols[1].name, "prog");
    assert_string_equal(object->license, "");
    object_close(object);
    arena_close(&s.arena);
}

/* In a buffer of exactly that size, so that a sanitizer sees a read behind its end. */
static void every_prefix_is_refused_once(void **state) {
    struct bpf_aot_options options = {0};
    struct file file = make_file();
    for (size_t size = 0; size < sizeof(file); size++) {
        struct session s = {.options = &options};
        void *copy = malloc(size ? size : 1);
        memcpy(copy, &file, size);
        assert_null(object_open(&s, copy, size));
        assert_int_equal(s.error_count, 1);
        arena_close(&s.arena);
        free(copy);
    }
}

static void a_buffer_needs_no_alignment(void **state) {
    struct bpf_aot_options options = {0};
    struct file file = make_file();
    char buffer[sizeof(file) + 8];
    for (size_t shift = 0; shift < 8; shift++) {
        struct session s = {.options = &options};
        memcpy(buffer + shift, &file, sizeof(file));
        struct object *object = object_open(&s, buffer + shift, sizeof(file));
        assert_non_null(object);
        assert_int_equal(object->symbols[1].size, 16);
        object_close(object);
        arena_close(&s.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_is_read),
        cmocka_unit_test(every_prefix_is_refused_once),
        cmocka_unit_test(a_buffer_needs_no_alignment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
