/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets, references to them and storage that hangs on them: net/core/filter.c,
 * net/core/bpf_sk_storage.c, kernel/bpf/local_storage.c. */
#include "bpf-aot/system.h"

#include "libcalls/libcalls.h"
#include "selftest.h"
#include "system/siphash.h"
#include "test_map.h"

enum { TIME_WAIT = 6, REQUEST = 12, CREATE = 1, SOCKS = 4 };
enum { LISTENER, CONNECTION, OLD, ASKED };

static struct bpf_aot_sock socks[SOCKS];
static int references[SOCKS];
static uint32_t wanted;
static struct bpf_aot_sock_query asked;

static struct bpf_aot_sock *find_sock(const struct bpf_aot_sock_query *query) {
    asked = *query;
    references[wanted] += !(socks[wanted].flags & BPF_AOT_SOCK_RCU_FREE);
    return &socks[wanted];
}

static void release(struct bpf_aot_sock *sock) {
    references[sock - socks]--;
}

static const struct bpf_aot_system_ops ops = {
    .find_sock = find_sock, .release = release, .netns_cookie = 0x55};

static struct bpf_aot_xdp xdp;
static uint8_t tuple[36];

/* A run of an XDP program, in a system of four sockets. */
static struct bpf_aot_run begin(void) {
    memset(references, 0, sizeof(references));
    memset(socks, 0, sizeof(socks));
    static const uint32_t states[] = {BPF_AOT_LISTEN, 1, TIME_WAIT, REQUEST};
    for (uint32_t i = 0; i < SOCKS; i++) {
        socks[i].fields.state = states[i];
        socks[i].fields.protocol = BPF_AOT_TCP;
        socks[i].handle = i + 1;
    }
    socks[LISTENER].flags = BPF_AOT_SOCK_RCU_FREE;
    socks[ASKED].listener = &socks[LISTENER];
    bpf_aot_system = &ops;
    return (struct bpf_aot_run){.context = BPF_AOT_CONTEXT_XDP, .input = &xdp};
}

static void *look_up(uint32_t which, struct bpf_aot_run *run) {
    wanted = which;
    return bpf_aot_sk_lookup_tcp(&xdp, tuple, 12, UINT64_MAX, 0, run);
}

static void references_are_given_back(void) {
    struct bpf_aot_run run = begin();
    void *sk = look_up(CONNECTION, &run);
    CHECK(sk == &socks[CONNECTION] && references[CONNECTION] == 1);
    CHECK(look_up(CONNECTION, &run) == sk && references[CONNECTION] == 2);
    CHECK(bpf_aot_sk_release(sk, &run) == 0 && references[CONNECTION] == 1);
    CHECK(bpf_aot_sk_release(sk, &run) == 0 && references[CONNECTION] == 0);
    CHECK(bpf_aot_sk_release(sk, &run) == -22 && references[CONNECTION] == 0);
    CHECK(look_up(LISTENER, &run) == &socks[LISTENER] && references[LISTENER] == 0);
    CHECK(look_up(CONNECTION, &run) == sk);
    bpf_aot_release_all(&run);
    CHECK(references[CONNECTION] == 0 && references[LISTENER] == 0);
    for (int i = 0; i < BPF_AOT_HELD_MAX; i++) {
        CHECK(look_up(CONNECTION, &run) == sk);
    }
    CHECK(look_up(CONNECTION, &run) == NULL && references[CONNECTION] == BPF_AOT_HELD_MAX);
    bpf_aot_release_all(&run);
    CHECK(references[CONNECTION] == 0);
}

/* net/core/filter.c: __bpf_skc_lookup. */
static void lookups_say_what_they_want(void) {
    struct bpf_aot_run run = begin();
    for (uint8_t i = 0; i < sizeof(tuple); i++) {
        tuple[i] = i;
    }
    wanted = CONNECTION;
    void *sk = bpf_aot_sk_lookup_udp(&xdp, tuple, 12, UINT64_MAX, 0, &run);
    CHECK(sk == &socks[CONNECTION] && asked.protocol == BPF_AOT_UDP);
    CHECK(asked.family == BPF_AOT_INET && asked.netns == -1);
    CHECK(asked.source[3] == 3 && asked.destination[0] == 4 && asked.source[4] == 0);
    CHECK(asked.source_port == 0x0809 && asked.destination_port == 0x0a0b);
    CHECK(bpf_aot_sk_lookup_udp(&xdp, tuple, 36, 5, 0, &run) == sk);
    CHECK(asked.family == BPF_AOT_INET6 && asked.netns == 5 && asked.destination[15] == 31);
    CHECK(asked.source_port == 0x2021 && asked.destination_port == 0x2223);
    CHECK(look_up(CONNECTION, &run) == sk && asked.protocol == BPF_AOT_TCP);
    bpf_aot_release_all(&run);
    CHECK(!bpf_aot_sk_lookup_udp(&xdp, tuple, 11, UINT64_MAX, 0, &run));
    CHECK(!bpf_aot_sk_lookup_udp(&xdp, tuple, 12, UINT64_MAX, 1, &run));
    CHECK(!bpf_aot_sk_lookup_udp(&xdp, tuple, 12, 0x80000000u - 1 + 0x100000000u, 0, &run));
    CHECK(references[CONNECTION] == 0);
    memset(tuple, 0, sizeof(tuple));
}

static void half_sockets_stand_for_their_listener(void) {
    struct bpf_aot_run run = begin();
    CHECK(look_up(OLD, &run) == NULL && references[OLD] == 0);
    CHECK(look_up(ASKED, &run) == &socks[LISTENER] && references[ASKED] == 0);
    wanted = ASKED;
    void *sk = bpf_aot_skc_lookup_tcp(&xdp, tuple, 36, 0, 0, &run);
    CHECK(sk == &socks[ASKED] && references[ASKED] == 1);
    CHECK(bpf_aot_sk_fullsock(sk, &run) == NULL && bpf_aot_tcp_sock(sk, &run) == NULL);
    CHECK(bpf_aot_get_listener_sock(sk, &run) == &socks[LISTENER]);
    CHECK(bpf_aot_sk_release(sk, &run) == 0 && references[ASKED] == 0);
}

static void only_own_pointers_are_sockets(void) {
    struct bpf_aot_run run = begin();
    static struct bpf_aot_sock forged;
    forged = socks[CONNECTION];
    CHECK(bpf_aot_sk_release(&forged, &run) == -22);
    CHECK(bpf_aot_sk_fullsock(&socks[CONNECTION], &run) == NULL); /* not held */
    void *sk = look_up(CONNECTION, &run);
    struct bpf_aot_tcp_fields *tcp = bpf_aot_tcp_sock(sk, &run);
    CHECK(tcp == &socks[CONNECTION].tcp);
    CHECK(bpf_aot_sk_fullsock(tcp, &run) == sk);
    CHECK(bpf_aot_sk_fullsock((char *)sk + 4, &run) == NULL);
    CHECK(bpf_aot_sk_assign(&xdp, sk, 1, &run) == -22);
    CHECK(bpf_aot_sk_assign(&xdp, NULL, 0, &run) == -22);
    CHECK(bpf_aot_sk_assign(&xdp, sk, 0, &run) == -95);
    CHECK(bpf_aot_sk_release(tcp, &run) == 0 && references[CONNECTION] == 0);
}

static void contexts_know_their_socket(void) {
    struct bpf_aot_run run = begin();
    struct bpf_aot_skb skb = {.sk = &socks[CONNECTION]};
    run.context = BPF_AOT_CONTEXT_TC;
    run.input = &skb;
    socks[CONNECTION].cookie = 0x123456789;
    socks[CONNECTION].uid = 1000;
    CHECK(bpf_aot_get_socket_cookie(&skb, &run) == 0x123456789);
    CHECK(bpf_aot_get_socket_uid(&skb, &run) == 1000);
    CHECK(bpf_aot_sk_fullsock(skb.sk, &run) == skb.sk);
    CHECK(bpf_aot_sk_release(skb.sk, &run) == -22);
    socks[CONNECTION].netns_cookie = 0x77;
    CHECK(bpf_aot_get_netns_cookie(&skb, &run) == 0x77);
    skb.sk = &socks[OLD];
    CHECK(bpf_aot_get_socket_uid(&skb, &run) == 65534);
    skb.sk = NULL;
    CHECK(bpf_aot_get_socket_cookie(&skb, &run) == 0);
    CHECK(bpf_aot_get_netns_cookie(&skb, &run) == 0x55);
    CHECK(bpf_aot_get_socket_uid(&skb, &run) == 65534);
}

TEST_MAP(values, sk_storage, 24, HASH, 4, 12, 2, 1);

static void storage_hangs_on_sockets(void) {
    struct bpf_aot_run run = begin();
    struct bpf_aot_map *map = &values;
    void *sk = look_up(CONNECTION, &run);
    CHECK(bpf_aot_sk_storage_get(map, sk, NULL, 0, &run) == NULL);
    CHECK(bpf_aot_sk_storage_get(map, sk, NULL, 2, &run) == NULL);
    char *value = bpf_aot_sk_storage_get(map, sk, "hello world", CREATE, &run);
    CHECK(value && memcmp(value, "hello world", 12) == 0);
    CHECK(bpf_aot_sk_storage_get(map, sk, "other words", CREATE, &run) == value);
    CHECK(memcmp(value, "hello world", 12) == 0);
    void *listener = look_up(LISTENER, &run);
    char *zeros = bpf_aot_sk_storage_get(map, listener, NULL, CREATE, &run);
    CHECK(zeros && zeros != value && zeros[0] == 0 && zeros[11] == 0);
    CHECK(bpf_aot_sk_storage_delete(map, sk, &run) == 0);
    CHECK(bpf_aot_sk_storage_delete(map, sk, &run) == -2);
    CHECK(bpf_aot_sk_storage_get(map, sk, NULL, 0, &run) == NULL);
    static struct bpf_aot_sock forged;
    CHECK(bpf_aot_sk_storage_delete(map, &forged, &run) == -22);
    bpf_aot_release_all(&run);
}

TEST_MAP(shared, cgroup_storage, 19, ARRAY, 16, 12, 1, 1);
TEST_MAP(each, percpu_cgroup_storage, 21, ARRAY, 8, 12, 1, 4);

static void cgroups_have_one_value(void) {
    static const uint8_t key[16], other[16] = {1};
    char *value = bpf_aot_get_local_storage(&shared, 0);
    CHECK(shared.ops->lookup(&shared, key) == value);
    CHECK(shared.ops->lookup(&shared, other) == NULL);
    CHECK(shared.ops->update(&shared, key, "hello world", EXIST) == 0);
    CHECK(memcmp(value, "hello world", 12) == 0);
    CHECK(shared.ops->update(&shared, key, "hello world", NOEXIST) == -22);
    CHECK(shared.ops->update(&shared, other, "hello world", ANY) == -2);
    CHECK(shared.ops->next_key(&shared, NULL) && !shared.ops->next_key(&shared, key));
    CHECK(shared.ops->holds(&shared, 0, 12, true) && !shared.ops->holds(&shared, 1, 12, true));
    char *first = bpf_aot_get_local_storage(&each, 0);
    selftest_cpu = 3;
    char *last = bpf_aot_get_local_storage(&each, 0);
    CHECK(last == first + 3 * 16 && each.ops->value_on(&each, key, 3) == last);
    CHECK(each.ops->holds(&each, 48, 12, true) && !each.ops->holds(&each, 64, 4, true));
    CHECK(!each.ops->holds(&each, 12, 4, true));
}

/* 1 - 10 - 20 - 30, and 11 right below the root. */
static uint64_t cgroup_ancestor(uint64_t cgroup, uint32_t level) {
    static const uint64_t branch[] = {1, 10, 20, 30};
    uint32_t own = 0;
    while (own < 4 && branch[own] != cgroup) {
        own++;
    }
    if (own == 4) {
        return cgroup != 11 || level > 1 ? 0 : level ? 11 : 1;
    }
    return level <= own ? branch[level] : 0;
}

TEST_MAP(cgroups, cgroup_array, 8, ARRAY, 4, 4, 4, 1);

static void fill_cgroups(void) {
    static const uint32_t ids[] = {1, 11, 20}, none = 0;
    for (uint32_t i = 0; i < 3; i++) {
        CHECK(cgroups.ops->update(&cgroups, &i, &ids[i], ANY) == 0);
    }
    uint32_t last = 3, beyond = 4;
    CHECK(cgroups.ops->update(&cgroups, &last, &ids[0], NOEXIST) == -22);
    CHECK(cgroups.ops->update(&cgroups, &beyond, &ids[0], ANY) == -7);
    CHECK(cgroups.ops->remove(&cgroups, &beyond) == -7);
    CHECK(cgroups.ops->remove(&cgroups, &last) == -2);
    CHECK(cgroups.ops->update(&cgroups, &last, &ids[0], ANY) == 0);
    CHECK(cgroups.ops->remove(&cgroups, &last) == 0 && !cgroups.ops->lookup(&cgroups, &last));
    CHECK(cgroups.ops->update(&cgroups, &last, &none, ANY) == 0);
}

static void sockets_are_in_cgroups(void) {
    struct bpf_aot_run run = begin();
    struct bpf_aot_system_ops with_tree = ops;
    struct bpf_aot_skb skb = {.sk = &socks[CONNECTION]};
    run.context = BPF_AOT_CONTEXT_TC;
    run.input = &skb;
    fill_cgroups();
    CHECK(bpf_aot_skb_cgroup_id(&skb, &run) == 1 && bpf_aot_sk_cgroup_id(skb.sk, &run) == 1);
    CHECK(bpf_aot_skb_ancestor_cgroup_id(&skb, 0, &run) == 1);
    CHECK(bpf_aot_skb_ancestor_cgroup_id(&skb, 1, &run) == 0);
    socks[CONNECTION].cgroup = 11; /* no tree: below the root */
    CHECK(bpf_aot_skb_ancestor_cgroup_id(&skb, 1, &run) == 11);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 1, &run) == 1);
    with_tree.cgroup_ancestor = cgroup_ancestor;
    with_tree.cgroup = 30;
    bpf_aot_system = &with_tree;
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 1, &run) == 1);
    socks[CONNECTION].cgroup = 0;
    CHECK(bpf_aot_skb_cgroup_id(&skb, &run) == 30 && bpf_aot_sk_cgroup_id(skb.sk, &run) == 30);
    CHECK(bpf_aot_skb_ancestor_cgroup_id(&skb, 2, &run) == 20);
    CHECK(bpf_aot_sk_ancestor_cgroup_id(skb.sk, 3, &run) == 30);
    CHECK(bpf_aot_sk_ancestor_cgroup_id(skb.sk, 4, &run) == 0);
    CHECK(bpf_aot_sk_ancestor_cgroup_id(skb.sk, -1, &run) == 0);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 0, &run) == 1);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 1, &run) == 0);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 2, &run) == 1);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 3, &run) == -11);
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 4, &run) == -7);
    skb.sk = &socks[OLD];
    CHECK(bpf_aot_skb_under_cgroup(&skb, &cgroups, 0, &run) == -2);
    CHECK(bpf_aot_skb_cgroup_id(&skb, &run) == 0);
    skb.sk = &socks[ASKED];
    CHECK(bpf_aot_skb_cgroup_id(&skb, &run) == 30); /* its listener's */
    bpf_aot_system = &ops;
}

/* The test vector of the paper, appendix A. */
static void siphash_is_the_papers(void) {
    static const uint64_t key[] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    uint8_t bytes[15];
    for (uint8_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = i;
    }
    CHECK(bpf_aot_siphash(bytes, sizeof(bytes), key) == 0xa129ca6149be45e5);
}

const struct selftest sock_tests[] = {
    {"references are given back", references_are_given_back},
    {"lookups say what they want", lookups_say_what_they_want},
    {"half sockets stand for their listener", half_sockets_stand_for_their_listener},
    {"only own pointers are sockets", only_own_pointers_are_sockets},
    {"contexts know their socket", contexts_know_their_socket},
    {"storage hangs on sockets", storage_hangs_on_sockets},
    {"cgroups have one value", cgroups_have_one_value},
    {"sockets are in cgroups", sockets_are_in_cgroups},
    {"siphash is the paper's", siphash_is_the_papers},
    {NULL, NULL},
};
