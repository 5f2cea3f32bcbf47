/* SPDX-License-Identifier: Apache-2.0 */
/* The executable that runs one program: the replay of the target's runtime, and a stub in assembly
 * with the inputs, the kernel's image where it has to lie, and the address that is called. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "link/link.h"
#include "replay.h"

enum { ARGS_MAX = 64 };

static void put_bytes(FILE *out, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fprintf(out, i % 32 ? ",%u" : "\n.byte %u", bytes[i]);
    }
    fputc('\n', out);
}

static void put_inputs(FILE *out, const struct replay_parts *parts) {
    fprintf(out, ".globl bpf_aot_replay_inputs\nbpf_aot_replay_inputs:\n.4byte %zu\n",
            parts->run_count);
    for (size_t i = 0; i < parts->run_count; i++) {
        fprintf(out, ".4byte %zu", parts->runs[i].in.count);
        put_bytes(out, parts->runs[i].in.data, parts->runs[i].in.count);
        fputs(".p2align 2\n", out);
    }
}

static const char *word_of(const struct replay_parts *parts) {
    return parts->row->pointer_bits == 64 ? ".8byte" : ".4byte";
}

static void put_symbol(FILE *out, const char *name) {
    fprintf(out, ".p2align 3\n.globl %s\n%s:\n", name, name);
}

/* Maps: what the code has for each, and the handle; lookups: distances. */
/* Elements that maps have before the first run: handle, key, value. */
static void put_fills(struct session *s, FILE *out, const struct replay_parts *parts) {
    put_symbol(out, "bpf_aot_replay_fills");
    size_t number = 0;
    for (int is_list = 1; is_list >= 0; is_list--) {
        for (size_t i = 0; i < parts->jit->map_count; i++) {
            const struct jit_map *map = &parts->jit->maps[i];
            const char *symbol = arena_printf(&s->arena, "bpf_map_%s", map->name);
            bool is_ours = own_symbol(parts->object, symbol, NULL);
            for (size_t k = 0; k < map->fill_count && is_ours; k++, number++) {
                if (is_list) {
                    fprintf(out, "%s \"%s\", .Lkey%zu, .Lvalue%zu\n", word_of(parts), symbol,
                            number, number);
                    continue;
                }
                fprintf(out, ".p2align 3\n.Lkey%zu:\n", number);
                put_bytes(out, map->fill[k][0].data, map->fill[k][0].count);
                fprintf(out, ".p2align 3\n.Lvalue%zu:\n", number);
                put_bytes(out, map->fill[k][1].data, map->fill[k][1].count);
            }
        }
        fprintf(out, is_list ? "%s 0, 0, 0\n" : ".p2align 3\n", word_of(parts));
        number = 0;
    }
}

/* Tables of pointers to per-CPU values, made at the start: table, values, count, distance. */
static void put_pointers(FILE *out, const struct replay_parts *parts) {
    const struct replay_plan *plan = parts->plan;
    put_symbol(out, "bpf_aot_replay_pointers");
    for (size_t i = 0; plan && i < plan->map_count; i++) {
        const struct replay_map *map = &plan->maps[i];
        if (map->pointers) {
            fprintf(out, "%s \"%s\", \"%s\", %u, %u\n", word_of(parts), map->symbol, map->values,
                    map->pointers, map->distance);
        }
    }
    fprintf(out, "%s 0, 0, 0, 0\n.section .bss.replay,\"aw\",%%nobits\n", word_of(parts));
    for (size_t i = 0; plan && i < plan->map_count; i++) {
        const struct replay_map *map = &plan->maps[i];
        if (map->pointers) {
            put_symbol(out, map->symbol);
            fprintf(out, ".zero %zu\n", (size_t)map->pointers * 8);
        }
    }
    fputs(".previous\n", out);
}

static void put_maps(FILE *out, const struct replay_parts *parts) {
    const struct replay_plan *plan = parts->plan;
    put_symbol(out, "bpf_aot_replay_maps");
    for (size_t i = 0; i < plan->map_count; i++) {
        const struct replay_map *map = &plan->maps[i];
        if (map->handle) {
            fprintf(out, "%s \"%s\"%+" PRId64 ", \"%s\"\n", word_of(parts), map->symbol,
                    map->addend, map->handle);
        }
    }
    fprintf(out, "%s 0, 0\n", word_of(parts));
    put_symbol(out, "bpf_aot_replay_offsets");
    for (size_t i = 0; i < REPLAY_OFFSETS; i++) {
        const struct replay_offset *offset = &plan->offsets[i];
        fprintf(out, ".4byte %u, %u, %u\n", offset->value, offset->mark, offset->is_pointer);
    }
}

/* What the code calls must be linked, though only replay_patch names it in the code. */
static void put_images(FILE *out, const struct replay_parts *parts) {
    const struct replay_plan *plan = parts->plan;
    put_symbol(out, "bpf_aot_replay_named");
    for (size_t i = 0; i < plan->site_count; i++) {
        const char *symbol = plan->sites[i].symbol;
        if (symbol && strncmp(symbol, "bpf_aot_", 8) == 0) {
            fprintf(out, "%s \"%s\"\n", word_of(parts), symbol);
        }
    }
    for (size_t i = 0; i < plan->image_count; i++) {
        fprintf(out, ".section .bpf_aot_image%zu,\"ax\",%%progbits\n", i);
        put_bytes(out, plan->images[i].bytes, plan->images[i].count);
    }
}

/* Recorded inputs are the first; without any, all count. */
static size_t recorded_count(const struct replay_parts *parts) {
    size_t count = 0;
    while (count < parts->run_count && parts->runs[count].has_kernel) {
        count++;
    }
    return count ? count : parts->run_count;
}

static char *stub_text(struct session *s, const struct replay_parts *parts) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out) {
        unreachable("out of memory");
    }
    fputs(".section .rodata.replay,\"a\",%progbits\n.p2align 3\n"
          ".globl bpf_aot_replay_entry\nbpf_aot_replay_entry:\n",
          out);
    if (parts->plan) {
        fprintf(out, "%s 0x%" PRIx64 "\n", word_of(parts), parts->plan->entry);
    } else {
        fprintf(out, "%s %s\n", word_of(parts), parts->entry);
    }
    fprintf(out, ".globl bpf_aot_replay_is_kernel\nbpf_aot_replay_is_kernel:\n.4byte %d\n",
            parts->plan != NULL);
    fprintf(out, ".globl bpf_aot_replay_headroom\nbpf_aot_replay_headroom:\n.4byte %u\n",
            parts->headroom);
    fprintf(out, ".globl bpf_aot_replay_recorded\nbpf_aot_replay_recorded:\n.4byte %zu\n",
            recorded_count(parts));
    put_inputs(out, parts);
    put_fills(s, out, parts);
    put_pointers(out, parts);
    if (parts->plan) {
        put_maps(out, parts);
        put_images(out, parts);
    }
    fclose(out);
    return text;
}

/* The stub as an object; NULL after a message. */
static LLVMMemoryBufferRef assemble(struct session *s, const struct replay_parts *parts) {
    struct machine_choice choice;
    struct machine machine;
    if (!machine_choose(s, parts->row, &choice) || !machine_open(s, &choice, &machine)) {
        return NULL;
    }
    LLVMContextRef context = LLVMContextCreate();
    LLVMModuleRef module = LLVMModuleCreateWithNameInContext("stub", context);
    LLVMSetTarget(module, machine.shape.triple);
    LLVMSetDataLayout(module, machine.shape.data_layout);
    char *text = stub_text(s, parts);
    LLVMSetModuleInlineAsm2(module, text, strlen(text));
    free(text);
    LLVMMemoryBufferRef object = machine_emit(s, &machine, module, LLVMObjectFile);
    LLVMDisposeModule(module);
    LLVMContextDispose(context);
    machine_close(&machine);
    return object;
}

static bool write_file(struct session *s, const char *path, const void *data, size_t bytes) {
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(data, 1, bytes, file) == bytes;
    good = (!file || fclose(file) == 0) && good;
    return good || fail(s, at_object(), "cannot write %s: %s", path, strerror(errno));
}

static bool read_file(struct session *s, const char *path, struct bpf_aot_result *to) {
    struct stat about;
    FILE *file = fopen(path, "rb");
    bool good = file && fstat(fileno(file), &about) == 0;
    to->size_bytes = good ? (size_t)about.st_size : 0;
    to->data = malloc(to->size_bytes + 1);
    good = good && to->data && fread(to->data, 1, to->size_bytes, file) == to->size_bytes;
    if (file) {
        fclose(file);
    }
    return good || fail(s, at_object(), "cannot read %s: %s", path, strerror(errno));
}

static bool link_parts(struct session *s, const struct replay_parts *parts, const char *runtime,
                       const struct replay *replay) {
    const char *args[ARGS_MAX] = {"ld.lld", "-static", "-e", "_start", "-z", "noexecstack"};
    size_t count = 6;
    args[count++] = "--defsym=bpf_aot_main=bpf_aot_replay";
    args[count++] = "--build-id=none";
    char *words = arena_strdup(&s->arena, parts->row->lld);
    for (char *word; (word = strsep(&words, " "));) {
        if (*word) {
            args[count++] = word;
        }
    }
    for (size_t i = 0; parts->plan && i < parts->plan->image_count && count < ARGS_MAX - 8; i++) {
        args[count++] = arena_printf(&s->arena, "--section-start=.bpf_aot_image%zu=0x%" PRIx64, i,
                                     parts->plan->images[i].address);
    }
    args[count++] = arena_printf(&s->arena, "%s/stub.o", replay->folder);
    args[count++] = arena_printf(&s->arena, "%s/program.o", replay->folder);
    args[count++] = runtime;
    args[count++] = "-o";
    args[count++] = replay->executable;
    char *messages = NULL;
    machine_lock_llvm_options();
    bool linked = lld_run(args, count, &messages);
    machine_unlock_llvm_options();
    if (!linked) {
        fail(s, at_object(), "cannot link what is to be run: %s", messages);
    }
    free(messages);
    return linked;
}

static bool make_folder(struct session *s, struct replay *replay) {
    const char *root = getenv("TMPDIR");
    char *folder = arena_printf(&s->arena, "%s/bpf-aot-XXXXXX", root && *root ? root : "/tmp");
    if (!mkdtemp(folder)) {
        return fail(s, at_object(), "cannot make a folder like %s: %s", folder, strerror(errno));
    }
    replay->folder = folder;
    replay->executable = arena_printf(&s->arena, "%s/replay", folder);
    return true;
}

/* Puts the addresses of the executable into the kernel's code. */
static bool patch(struct session *s, const struct replay_parts *parts, struct replay *replay) {
    const struct target_row *row = parts->row;
    const struct constant_machine *machine = constant_machine(row);
    for (size_t i = 0; i < parts->plan->site_count; i++) {
        const struct replay_site *site = &parts->plan->sites[i];
        const struct constant *constant = &site->constant;
        uint8_t *bytes = (uint8_t *)own_bytes(&replay->image, site->address, constant->bytes);
        struct code_at code = {bytes, constant->bytes, site->address, row->big_endian,
                               row->pointer_bits == 64};
        uint64_t value = 0;
        if (!bytes || (site->symbol && !own_symbol(&replay->image, site->symbol, &value)) ||
            !machine->write(&code, constant, value + (uint64_t)site->addend)) {
            return fail(s, at_object(), "internal error: cannot put %s into the kernel's code",
                        site->symbol ? site->symbol : "a function");
        }
    }
    const struct bpf_aot_result *image = &replay->image.image;
    return write_file(s, replay->executable, image->data, image->size_bytes);
}

bool replay_link(struct session *s, const struct replay_parts *parts, struct replay *replay) {
    char runtime[4096];
    *replay = (struct replay){0};
    if (!bpf_aot_runtime_path(parts->row->name, NULL, runtime, sizeof(runtime)) ||
        !make_folder(s, replay)) {
        return false;
    }
    LLVMMemoryBufferRef stub = assemble(s, parts);
    if (!stub) {
        return false;
    }
    char *path = arena_printf(&s->arena, "%s/stub.o", replay->folder);
    bool good = write_file(s, path, LLVMGetBufferStart(stub), LLVMGetBufferSize(stub));
    LLVMDisposeMemoryBuffer(stub);
    path = arena_printf(&s->arena, "%s/program.o", replay->folder);
    good = good &&
           write_file(s, path, parts->object->image.data, parts->object->image.size_bytes) &&
           link_parts(s, parts, runtime, replay) &&
           read_file(s, replay->executable, &replay->image.image);
    return good && own_parse(s, &replay->image) && (!parts->plan || patch(s, parts, replay));
}

void replay_close(struct replay *replay) {
    static const char *const names[] = {"stub.o", "program.o", "replay", "output", "counts"};
    own_close(&replay->image);
    for (size_t i = 0; replay->folder && i < sizeof(names) / sizeof(names[0]); i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", replay->folder, names[i]);
        unlink(path);
    }
    if (replay->folder) {
        rmdir(replay->folder);
    }
    *replay = (struct replay){0};
}
