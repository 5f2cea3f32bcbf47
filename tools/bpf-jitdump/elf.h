/* SPDX-License-Identifier: Apache-2.0 */
/* Sections and symbols of a 64-bit BPF ELF object of this machine's byte order. Everything that
 * the tables refer to was checked to lie in the file. */
#ifndef BPF_JITDUMP_ELF_H
#define BPF_JITDUMP_ELF_H

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

enum { SHT_PROGBITS = 1, SHT_NOBITS = 8, SHT_REL = 9 };
enum { SHF_EXECINSTR = 4 };
enum { STT_NOTYPE = 0, STT_OBJECT = 1, STT_FUNC = 2, STT_SECTION = 3 };
enum { STB_LOCAL = 0 };
enum { R_BPF_64_64 = 1, R_BPF_64_32 = 10 };

struct elf_section {
    const char *name;
    uint32_t type, info;
    uint64_t flags;
    struct bytes bytes; /* .at is NULL for SHT_NOBITS */
};

struct elf_symbol {
    const char *name;
    uint64_t value, size_bytes;
    uint32_t section; /* 0: undefined; of no section: the count of sections */
    uint8_t type, bind;
};

struct elf_reloc {
    uint64_t offset;
    uint32_t type;
    const struct elf_symbol *symbol;
};

struct elf {
    const char *path;
    struct elf_section *sections;
    uint32_t section_count;
    struct elf_symbol *symbols;
    uint32_t symbol_count;
};

/* False: a message was printed. */
bool elf_open(struct elf *elf, const char *path);

const struct elf_section *elf_find(const struct elf *elf, const char *name);

/* The relocations of section `section`, sorted as in the file; false: a message was printed. */
bool elf_relocs(const struct elf *elf, uint32_t section, struct elf_reloc **relocs,
                uint32_t *count);

/* Unaligned loads. */
uint16_t load16(const uint8_t *at);
uint32_t load32(const uint8_t *at);
uint64_t load64(const uint8_t *at);

#endif
