/* SPDX-License-Identifier: Apache-2.0 */
/* Where a kernel's image can run in user mode, and what has to change in it for that. */
#include <string.h>

#include "replay.h"

enum { PAGE = 4096 };

#define USER_BASE UINT64_C(0x20000000)

enum mode {
    MODE_RELATIVE, /* functions keep their distances */
    MODE_LOW28,    /* MIPS: `j` is absolute within 256 MiB */
    MODE_SAME,     /* RV32: calls are absolute */
};

static const struct placement {
    const char *target;
    enum mode mode;
} machines[] = {{"mips", MODE_LOW28}, {"riscv32", MODE_SAME}, {"", MODE_RELATIVE}};

static enum mode mode_of(const char *target) {
    size_t i = 0;
    while (strncmp(target, machines[i].target, strlen(machines[i].target)) != 0) {
        i++;
    }
    return machines[i].mode;
}

static uint64_t lowest(const struct jit_program *program) {
    uint64_t low = program->addresses[0];
    for (size_t i = 1; i < program->length_count; i++) {
        low = program->addresses[i] < low ? program->addresses[i] : low;
    }
    return low;
}

uint64_t replay_moved(const struct comparison *c, uint64_t address) {
    switch (mode_of(c->row->name)) {
    case MODE_LOW28:
        return (address & 0x0fffffff) | USER_BASE;
    case MODE_SAME:
        return address & 0xffffffff;
    default:
        return USER_BASE + address - (lowest(c->jit) & ~(uint64_t)(PAGE - 1));
    }
}

bool replay_is_function(const struct jit_program *program, uint64_t address) {
    for (size_t i = 0; i < program->length_count; i++) {
        if (program->addresses[i] == address) {
            return true;
        }
    }
    return false;
}

/* x86: kernels with a return thunk end in a jump to it. */
static void fix_x86(const struct comparison *c, struct placed_image *image, uint64_t from) {
    const struct native_code *code = &c->code[SIDE_KERNEL];
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *insn = &code->data[i];
        bool here = insn->address >= from && insn->address + insn->bytes <= from + image->count;
        if (here && strncmp(insn->text, "jmp", 3) == 0 && insn->bytes == 5 &&
            (insn->target < from || insn->target >= from + image->count)) {
            image->bytes[insn->address - from] = 0xc3; /* ret */
        }
    }
}

static void sort(struct placed_image *images, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k && images[k].address < images[k - 1].address; k--) {
            struct placed_image swap = images[k];
            images[k] = images[k - 1];
            images[k - 1] = swap;
        }
    }
}

bool replay_place(struct session *s, const struct comparison *c, const struct own *object,
                  struct replay_plan *plan, const char **why) {
    const struct jit_program *program = c->jit;
    *plan = (struct replay_plan){0};
    *why = program->image.count ? replay_find_sites(s, c, object, plan)
                                : "the kernel has no code of it";
    if (*why) {
        return false;
    }
    plan->image_count = program->length_count;
    plan->images = ARENA_NEW_N(&s->arena, struct placed_image, plan->image_count);
    plan->entry = replay_moved(c, program->addresses[0]);
    size_t at = 0;
    for (size_t i = 0; i < plan->image_count; i++) {
        struct placed_image *image = &plan->images[i];
        image->from = program->addresses[i];
        image->address = replay_moved(c, program->addresses[i]);
        image->count = (size_t)program->lengths[i];
        image->bytes = arena_copy(&s->arena, program->image.data + at, image->count);
        at += image->count;
        if (strcmp(c->row->name, "x86-64") == 0) {
            fix_x86(c, image, program->addresses[i]);
        }
    }
    sort(plan->images, plan->image_count);
    return true;
}
