// SPDX-License-Identifier: Apache-2.0
// Loops over map operations, for map_speed.py: one program an operation, for the kernel and for
// bpf-aot alike. MAP_TYPE, ENTRIES, KEY_WORDS and, for LPM tries, LPM come from the command line.
#define SEC(name)       __attribute__((section(name), used))
#define NUMBER(name, n) int (*name)[n]

typedef unsigned u32;
typedef unsigned long long u64;

enum { LOOPS = 256, SLACK = 1024, CPUS = 2, CPU_SPACING = 32 };

struct key {
    u32 words[KEY_WORDS];
};

struct {
    NUMBER(type, MAP_TYPE);
    __typeof__(struct key) *key;
    __typeof__(u64) *value;
    NUMBER(max_entries, ENTRIES + SLACK);
    NUMBER(map_flags, FLAGS);
} map SEC(".maps");

static void *(*lookup)(void *m, const void *key) = (void *)1;
static long (*update)(void *m, const void *key, const void *value, u64 flags) = (void *)2;
static long (*drop)(void *m, const void *key) = (void *)3;
static u32 (*this_cpu)(void) = (void *)8;

u32 seeds[CPUS * CPU_SPACING];

/* Entries of an LPM trie have prefixes of 25 to 32 bits, and are looked up by whole addresses. */
#ifdef LPM
#define SHORTEN(key, number) (key).words[0] = 32 - ((number) & 7)
#else
#define SHORTEN(key, number)
#endif

static __attribute__((always_inline)) void make_key(struct key *key, u32 number) {
#ifdef LPM
    key->words[0] = 32;
    key->words[1] = number * 0x9e3779b1u;
#else
    for (int i = 0; i < KEY_WORDS; i++) {
        key->words[i] = number;
    }
#endif
}

/* `operation` is called with a random number below ENTRIES and the loop's own. */
#define PROGRAM(name, operation)                                                                   \
    SEC("xdp") int name(void *ctx) {                                                               \
        u32 cpu = this_cpu() & (CPUS - 1);                                                         \
        u32 seed = seeds[cpu * CPU_SPACING];                                                       \
        u32 failures = 0;                                                                          \
        for (u32 i = 0; i < LOOPS; i++) {                                                          \
            struct key key;                                                                        \
            seed = seed * 1664525 + 1013904223 + cpu;                                              \
            u32 number = (u64)seed * ENTRIES >> 32;                                                \
            operation;                                                                             \
        }                                                                                          \
        seeds[cpu * CPU_SPACING] = seed;                                                           \
        return failures;                                                                           \
    }

PROGRAM(nothing, {
    make_key(&key, number);
    asm volatile("" ::"r"(&key) : "memory");
})
PROGRAM(hit, {
    make_key(&key, number);
    failures += !lookup(&map, &key);
})
PROGRAM(miss, {
    make_key(&key, number + ENTRIES + SLACK);
    failures += lookup(&map, &key) && KEY_WORDS != 2;
})
PROGRAM(change, {
    u64 value = i;
    make_key(&key, number);
    SHORTEN(key, number);
    failures += update(&map, &key, &value, 0) != 0;
})
/* Numbers of the CPU's own; for LRU maps, where this is always an eviction, nothing is deleted. */
PROGRAM(cycle, {
    u64 value = i;
    make_key(&key, (number & 0xffffff) + ENTRIES + ((cpu + 1) << 24));
    failures += update(&map, &key, &value, 0) != 0;
    if (MAP_TYPE != 9 && MAP_TYPE != 10) {
        failures += drop(&map, &key) != 0;
    }
})

char license_text[] SEC("license") = "GPL";
