/* SPDX-License-Identifier: Apache-2.0 */
#include "native.h"

#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>
#include <stdlib.h>
#include <string.h>

#include "support/array.h"

enum table { TABLE_MIPS, TABLE_RISCV, TABLE_ARM, TABLE_A64, TABLE_X86 };
enum base { BASE_HERE, BASE_ARM, BASE_THUMB, BASE_NEXT };

/* MOVE and COMPARE are x86's, whose operands say whether there is a load or a store. */
enum row_does { NOTHING, LOAD, STORE, UPDATE, PUSH, POP, BRANCH, CALL, RETURN, MOVE, COMPARE };

static const struct machine_row {
    const char *triple;
    enum table table;
    const char *features;
    enum base base;
    unsigned unit;
    const char *frame[SIDES];
} machines[] = {
#define MACHINE(triple, table, features, base, unit, kernel, own)                                  \
    {triple, TABLE_##table, features, BASE_##base, unit, {kernel, own}},
#include "machines.def"
};

static const struct mnemonic_row {
    enum table table;
    const char *name;
    enum row_does does;
} mnemonics[] = {
#define MNEMONIC(table, name, does) {TABLE_##table, name, does},
#include "mnemonics.def"
};

static const uint16_t does_of[] = {
    [NOTHING] = 0,
    [LOAD] = DOES_LOAD,
    [STORE] = DOES_STORE,
    [UPDATE] = DOES_LOAD | DOES_STORE,
    [PUSH] = DOES_STORE | DOES_STACK,
    [POP] = DOES_LOAD | DOES_STACK,
    [BRANCH] = DOES_BRANCH,
    [CALL] = DOES_CALL,
    [RETURN] = DOES_RETURN,
    [MOVE] = DOES_LOAD | DOES_STORE,
    [COMPARE] = DOES_LOAD,
};

struct native_reader {
    struct session *s;
    const struct machine_row *machine;
    const char *frame;
    LLVMDisasmContextRef llvm;
};

struct native_reader *native_open(struct session *s, const struct target_row *row,
                                  enum native_side side) {
    const struct machine_row *machine = NULL;
    for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]) && !machine; i++) {
        bool fits = strncmp(row->triple, machines[i].triple, strlen(machines[i].triple)) == 0;
        machine = fits ? &machines[i] : NULL;
    }
    if (!machine) {
        fail(s, at_object(), "target %s has no row in lib/compare/machines.def", row->name);
        return NULL;
    }
    LLVMInitializeAllTargetInfos();
    LLVMInitializeAllTargetMCs();
    LLVMInitializeAllDisassemblers();
    struct native_reader *reader = ARENA_NEW(&s->arena, struct native_reader);
    const char *features =
        arena_printf(&s->arena, "%s%s%s", row->features, *row->features ? "," : "",
                     side == SIDE_KERNEL ? machine->features : "");
    *reader = (struct native_reader){.s = s, .machine = machine, .frame = machine->frame[side]};
    reader->llvm =
        LLVMCreateDisasmCPUFeatures(row->triple, row->cpu, features, NULL, 0, NULL, NULL);
    if (!reader->llvm) {
        fail(s, at_object(), "LLVM has no disassembler for %s", row->triple);
        return NULL;
    }
    return reader;
}

void native_close(struct native_reader *reader) {
    if (reader) {
        LLVMDisasmDispose(reader->llvm);
    }
}

static enum row_does find_row(enum table table, const char *name, size_t length) {
    for (size_t i = 0; i < sizeof(mnemonics) / sizeof(mnemonics[0]); i++) {
        const char *pattern = mnemonics[i].name;
        size_t fixed = strcspn(pattern, "*");
        bool fits = pattern[fixed] ? length >= fixed : length == fixed;
        if (mnemonics[i].table == table && fits && strncmp(name, pattern, fixed) == 0) {
            return mnemonics[i].does;
        }
    }
    return NOTHING;
}

/* Whether a word of the list stands behind the bracket. */
static bool names_frame(const char *list, const char *bracket) {
    for (const char *word = list; *word;) {
        size_t length = strcspn(word, " ");
        const char *end = bracket + 1 + length;
        if (strncmp(bracket + 1, word, length) == 0 && strchr(",)] ", *end) && *end) {
            return true;
        }
        word += length + (word[length] == ' ');
    }
    return false;
}

/* AT&T order: the last operand is written to. */
static uint16_t does_of_x86(enum row_does row, const char *operands, const char *bracket) {
    bool is_last = !strchr(strchr(bracket, ')'), ',');
    bool is_only = is_last && !strchr(operands, ',');
    switch (row) {
    case MOVE:
        return is_last ? DOES_STORE : DOES_LOAD;
    case UPDATE:
        return is_last ? DOES_LOAD | DOES_STORE : DOES_LOAD;
    case COMPARE:
        return DOES_LOAD;
    default: /* through memory */
        return (uint16_t)(does_of[row] | (is_only && row >= BRANCH ? DOES_LOAD : 0));
    }
}

static uint16_t what_it_does(const struct native_reader *reader, const char *text) {
    text += strncmp(text, "lock ", 5) == 0 ? 5 : 0;
    size_t length = strcspn(text, "\t ");
    enum table table = reader->machine->table;
    enum row_does row = find_row(table, text, length);
    uint16_t does = does_of[row];
    const char *operands = text + length;
    const char *bracket = strpbrk(operands, table == TABLE_ARM || table == TABLE_A64 ? "[" : "(");
    if (table == TABLE_X86) {
        bool computes = row == MOVE || row == UPDATE || row == COMPARE;
        does = bracket ? does_of_x86(row, operands, bracket) : computes ? 0 : does;
    }
    if ((does & (DOES_LOAD | DOES_STORE)) && bracket && names_frame(reader->frame, bracket)) {
        does |= DOES_STACK;
    }
    bool to_caller = strstr(operands, "$ra") || strstr(operands, "lr");
    if (row == RETURN && (table == TABLE_MIPS || table == TABLE_ARM) && !to_caller) {
        does = DOES_BRANCH;
    }
    bool tail = table == TABLE_RISCV && row == CALL && strstr(operands, "zero,");
    return tail ? DOES_BRANCH : does;
}

/* The last operand of a branch, if it is a number: where it leads. */
static uint64_t target_of(const struct native_reader *reader, const struct native_insn *insn) {
    if (!(insn->does & (DOES_BRANCH | DOES_CALL))) {
        return 0;
    }
    const char *last = insn->text + strcspn(insn->text, "\t ");
    for (const char *comma; (comma = strpbrk(last, ",\t"));) {
        last = comma + 1;
    }
    last += strspn(last, " #");
    char *end;
    long long distance = strtoll(last, &end, 0);
    if (end == last || *end) {
        return 0;
    }
    bool absolute = reader->machine->table == TABLE_MIPS && insn->text[0] == 'j';
    if (absolute) {
        return (insn->address & ~UINT64_C(0x0fffffff)) | (uint64_t)distance;
    }
    static const unsigned behind[] = {[BASE_ARM] = 8, [BASE_THUMB] = 4};
    unsigned base = reader->machine->base == BASE_NEXT   ? insn->bytes
                    : reader->machine->base == BASE_HERE ? 0
                                                         : behind[reader->machine->base];
    return insn->address + base + (uint64_t)distance;
}

/* Bytes of the instruction; what is none becomes data. */
static size_t read_one(struct native_reader *reader, const uint8_t *bytes, size_t count,
                       uint64_t address, char *text, size_t room) {
    size_t size = LLVMDisasmInstruction(reader->llvm, (uint8_t *)bytes, count, address, text, room);
    if (!size || size > count) {
        size = count < reader->machine->unit ? count : reader->machine->unit;
        int used = snprintf(text, room, ".byte");
        for (size_t i = 0; i < size; i++) {
            used +=
                snprintf(text + used, room - (size_t)used, "%s0x%02x", i ? "," : "\t", bytes[i]);
        }
    }
    return size;
}

/* One blank behind the name, none in front, lock before what it is for. */
static char *tidy(struct session *s, const char *text) {
    char *tidied = arena_strdup(&s->arena, text + strspn(text, "\t "));
    for (char *at = tidied; *at; at++) {
        *at = *at == '\t' ? ' ' : *at;
    }
    size_t length = strlen(tidied);
    while (length && tidied[length - 1] == ' ') {
        tidied[--length] = 0;
    }
    return tidied;
}

void native_read(struct native_reader *reader, const uint8_t *bytes, size_t count, uint64_t address,
                 struct native_code *code) {
    char text[256];
    for (size_t at = 0; at < count;) {
        size_t size = read_one(reader, bytes + at, count - at, address + at, text, sizeof(text));
        const char *tidied = tidy(reader->s, text);
        if (strcmp(tidied, "lock") == 0 && at + size < count) {
            size += read_one(reader, bytes + at + size, count - at - size, address + at + size,
                             text, sizeof(text));
            tidied = arena_printf(&reader->s->arena, "lock %s", tidy(reader->s, text));
        }
        struct native_insn *insn = array_push(&reader->s->arena, code);
        *insn = (struct native_insn){
            .address = address + at, .text = tidied, .insn = -1, .bytes = (uint8_t)size};
        insn->does = what_it_does(reader, tidied);
        insn->target = target_of(reader, insn);
        at += size;
    }
}
