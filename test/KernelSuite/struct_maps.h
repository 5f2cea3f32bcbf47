/* SPDX-License-Identifier: Apache-2.0 */
/* The maps that the kernel's test_verifier creates for its tests, by the names of its fixups; what
 * LD_MAP_VALUE refers to is a data section here (data_NAME). For the files that struct_tests.py
 * writes. */
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>

enum { MARK = 0xabcdef12, MARK_AT = 6, TEST_DATA_LEN = 64, RING_BYTES = 4096 };

struct test_val {
    unsigned index;
    int foo[11];
};
struct other_val {
    long long foo, bar;
};
struct locked {
    int cnt;
    struct bpf_spin_lock l;
};
struct timed {
    struct bpf_timer t;
};
struct prog_test_ref_kfunc;
struct prog_test_member;
struct pointers {
    struct prog_test_ref_kfunc __kptr_untrusted *untrusted;
    struct prog_test_ref_kfunc __kptr *ref;
    struct prog_test_member __kptr *member;
};

#define MAP(name, map_type, entries, key_type, value_type, map_flag_bits)                          \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##map_type);                                                     \
        __uint(max_entries, entries);                                                              \
        __uint(map_flags, map_flag_bits);                                                          \
        __type(key, key_type);                                                                     \
        __type(value, value_type);                                                                 \
    } name SEC(".maps")

MAP(map_hash_8b, HASH, 1, long long, long long, BPF_F_NO_PREALLOC);
MAP(map_hash_48b, HASH, 1, long long, struct test_val, BPF_F_NO_PREALLOC);
MAP(map_hash_16b, HASH, 1, long long, struct other_val, BPF_F_NO_PREALLOC);
MAP(map_array_48b, ARRAY, 1, int, struct test_val, 0);
MAP(map_array_ro, ARRAY, 1, int, struct test_val, BPF_F_RDONLY_PROG);
MAP(map_array_wo, ARRAY, 1, int, struct test_val, BPF_F_WRONLY_PROG);
MAP(map_array_small, ARRAY, 1, int, char, 0);
MAP(map_sockmap, SOCKMAP, 1, int, int, 0);
MAP(map_sockhash, SOCKHASH, 1, int, int, 0);
MAP(map_xskmap, XSKMAP, 1, int, int, 0);
MAP(map_stacktrace, STACK_TRACE, 1, __u32, __u64, 0);
MAP(map_spin_lock, ARRAY, 1, int, struct locked, 0);
MAP(map_timer, ARRAY, 1, int, struct timed, 0);
MAP(map_kptr, ARRAY, 1, int, struct pointers, 0);
MAP(map_event_output, PERF_EVENT_ARRAY, 1, int, int, 0);
MAP(map_reuseport_array, REUSEPORT_SOCKARRAY, 1, __u32, __u64, 0);
MAP(sk_storage_map, SK_STORAGE, 0, int, struct locked, BPF_F_NO_PREALLOC);
MAP(cgroup_storage, CGROUP_STORAGE, 0, struct bpf_cgroup_storage_key, char[TEST_DATA_LEN], 0);
MAP(percpu_cgroup_storage, PERCPU_CGROUP_STORAGE, 0, struct bpf_cgroup_storage_key,
    char[TEST_DATA_LEN], 0);

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, RING_BYTES);
} map_ringbuf SEC(".maps");

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, int);
    __type(value, int);
};
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 1);
    __type(key, int);
    __array(values, struct inner);
} map_in_map SEC(".maps");

struct test_val data_map_array_48b SEC(".data.rw") = {7 * sizeof(int), {[MARK_AT] = MARK}};
struct test_val data_map_array_wo SEC(".data.wo") = {7 * sizeof(int), {[MARK_AT] = MARK}};
const struct test_val data_map_array_ro SEC(".rodata.ro") = {7 * sizeof(int), {[MARK_AT] = MARK}};
char data_map_array_small SEC(".data.small");

/* Two program arrays with the same three programs at different places. */
#define PROGRAMS(name, entries, first, last)                                                       \
    int name##_42(void *ctx);                                                                      \
    int name##_41(void *ctx);                                                                      \
    int name##_24(void *ctx);                                                                      \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_PROG_ARRAY);                                                     \
        __uint(max_entries, entries);                                                              \
        __uint(key_size, sizeof(int));                                                             \
        __array(values, int(void *));                                                              \
    } name SEC(".maps") = {.values = {[first] = (void *)&name##_42,                                \
                                      [1] = (void *)&name##_41,                                    \
                                      [last] = (void *)&name##_24}};                               \
    SEC("callees") int name##_42(void *ctx) {                                                      \
        return 42;                                                                                 \
    }                                                                                              \
    SEC("callees") int name##_41(void *ctx) {                                                      \
        bpf_tail_call(ctx, &name, 1);                                                              \
        return 41;                                                                                 \
    }                                                                                              \
    SEC("callees") int name##_24(void *ctx) {                                                      \
        return 24;                                                                                 \
    }

#ifdef HAS_PROGRAMS
PROGRAMS(prog1, 4, 0, 2)
PROGRAMS(prog2, 8, 7, 2)
#endif

char _license[] SEC("license") = "GPL";
