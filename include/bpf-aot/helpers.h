/* SPDX-License-Identifier: Apache-2.0 */
/* The part of runtime.h, which includes it, that declares the helpers of helpers.def but those on
 * packets (packets.h). */
#ifndef BPF_AOT_HELPERS_H
#define BPF_AOT_HELPERS_H

#include "bpf-aot/runtime.h"

/* The helpers, from helpers.def, as translated code calls them. */
#define BPF_AOT_RET_VOID             void
#define BPF_AOT_RET_U64              uint64_t
#define BPF_AOT_RET_I64              int64_t
#define BPF_AOT_RET_I32              int64_t
#define BPF_AOT_RET_VALUE            void *
#define BPF_AOT_RET_VALUE_OR_NULL    void *
#define BPF_AOT_RET_MEM_OR_NULL      void *
#define BPF_AOT_RET_DATA_OR_NULL     void *
#define BPF_AOT_RET_SOCK_OR_NULL     void *
#define BPF_AOT_RET_TCP_SOCK_OR_NULL void *
#define BPF_AOT_RET_KPTR_OR_NULL     void *
/* Types of arguments are those of helper_args.def. The prototypes below are written out, not
 * generated, because C has no empty parameter; lib/runtime/contract.c checks each against its row.
 */
void *bpf_aot_map_lookup_elem(struct bpf_aot_map *map, void *key);
int64_t bpf_aot_map_update_elem(struct bpf_aot_map *map, void *key, void *value, uint64_t flags);
int64_t bpf_aot_map_delete_elem(struct bpf_aot_map *map, void *key);
uint64_t bpf_aot_ktime_get_ns(void);
int64_t bpf_aot_trace_printk(void *format, uint32_t size_bytes, uint64_t a, uint64_t b, uint64_t c);
uint64_t bpf_aot_get_prandom_u32(void);
uint64_t bpf_aot_get_smp_processor_id(void);
int64_t bpf_aot_redirect(uint32_t ifindex, uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_perf_event_output(void *ctx, struct bpf_aot_map *map, uint64_t flags, void *data,
                                  uint64_t size_bytes, struct bpf_aot_run *run);
int64_t bpf_aot_csum_diff(void *from, uint32_t from_bytes, void *to, uint32_t to_bytes,
                          uint32_t seed);
int64_t bpf_aot_xdp_adjust_head(void *ctx, int32_t delta);
int64_t bpf_aot_redirect_map(struct bpf_aot_map *map, uint64_t key, uint64_t flags);
int64_t bpf_aot_xdp_adjust_meta(void *ctx, int32_t delta);
int64_t bpf_aot_xdp_adjust_tail(void *ctx, int32_t delta);
uint64_t bpf_aot_xdp_get_buff_len(void *ctx);
int64_t bpf_aot_ringbuf_output(struct bpf_aot_map *map, void *data, uint64_t size_bytes,
                               uint64_t flags);
uint64_t bpf_aot_ringbuf_query(struct bpf_aot_map *map, uint64_t flags);
int64_t bpf_aot_map_push_elem(struct bpf_aot_map *map, void *value, uint64_t flags);
int64_t bpf_aot_map_pop_elem(struct bpf_aot_map *map, void *value);
int64_t bpf_aot_map_peek_elem(struct bpf_aot_map *map, void *value);
void *bpf_aot_map_lookup_percpu_elem(struct bpf_aot_map *map, void *key, uint32_t cpu);
uint64_t bpf_aot_get_numa_node_id(void);
int64_t bpf_aot_strtol(void *text, uint64_t size_bytes, uint64_t flags, void *result);
int64_t bpf_aot_strtoul(void *text, uint64_t size_bytes, uint64_t flags, void *result);
uint64_t bpf_aot_jiffies64(void);
uint64_t bpf_aot_ktime_get_boot_ns(void);
uint64_t bpf_aot_ktime_get_coarse_ns(void);
int64_t bpf_aot_snprintf(void *text, uint32_t size_bytes, void *format, void *values,
                         uint32_t values_bytes, struct bpf_aot_run *run);
int64_t bpf_aot_trace_vprintk(void *format, uint32_t size_bytes, void *values,
                              uint32_t values_bytes);
int64_t bpf_aot_strncmp(void *text, uint32_t size_bytes, void *other);
int64_t bpf_aot_dynptr_from_mem(void *data, uint32_t size_bytes, uint64_t flags, void *dynptr);
int64_t bpf_aot_dynptr_read(void *to, uint32_t size_bytes, void *dynptr, uint32_t offset,
                            uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_dynptr_write(void *dynptr, uint32_t offset, void *from, uint32_t size_bytes,
                             uint64_t flags, struct bpf_aot_run *run);
void *bpf_aot_dynptr_data(void *dynptr, uint32_t offset, uint32_t size_bytes,
                          struct bpf_aot_run *run);
int64_t bpf_aot_ringbuf_reserve_dynptr(struct bpf_aot_map *map, uint32_t size_bytes, uint64_t flags,
                                       void *dynptr, struct bpf_aot_run *run);
void bpf_aot_ringbuf_submit_dynptr(void *dynptr, uint64_t flags, struct bpf_aot_run *run);
void bpf_aot_ringbuf_discard_dynptr(void *dynptr, uint64_t flags, struct bpf_aot_run *run);
void bpf_aot_spin_lock(void *lock, struct bpf_aot_run *run);
void bpf_aot_spin_unlock(void *lock, struct bpf_aot_run *run);
int64_t bpf_aot_timer_init(void *place, struct bpf_aot_map *map, uint64_t flags);
int64_t bpf_aot_timer_set_callback(void *place, bpf_aot_callback *callback,
                                   struct bpf_aot_run *run);
int64_t bpf_aot_timer_start(void *place, uint64_t ns, uint64_t flags);
int64_t bpf_aot_timer_cancel(void *place);
uint64_t bpf_aot_ktime_get_tai_ns(void);
/* Helpers that call back take the run as one more argument, behind those of the program. */
int64_t bpf_aot_for_each_map_elem(struct bpf_aot_map *map, bpf_aot_callback *callback,
                                  uint64_t callback_ctx, uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_loop(uint32_t count, bpf_aot_callback *callback, uint64_t callback_ctx,
                     uint64_t flags, struct bpf_aot_run *run);
/* Sockets, routes and what else system.h has. Sockets are those that the runtime gave. */
uint64_t bpf_aot_get_socket_cookie(void *ctx, struct bpf_aot_run *run);
uint64_t bpf_aot_get_socket_uid(void *ctx, struct bpf_aot_run *run);
int64_t bpf_aot_fib_lookup(void *ctx, void *params, uint32_t params_bytes, uint32_t flags,
                           struct bpf_aot_run *run);
void *bpf_aot_get_local_storage(struct bpf_aot_map *map, uint64_t flags);
void *bpf_aot_sk_lookup_tcp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                            uint64_t flags, struct bpf_aot_run *run);
void *bpf_aot_sk_lookup_udp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                            uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_sk_release(void *sk, struct bpf_aot_run *run);
void *bpf_aot_sk_fullsock(void *sk, struct bpf_aot_run *run);
void *bpf_aot_tcp_sock(void *sk, struct bpf_aot_run *run);
void *bpf_aot_get_listener_sock(void *sk, struct bpf_aot_run *run);
void *bpf_aot_skc_lookup_tcp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                             uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_tcp_check_syncookie(void *sk, void *ip, uint32_t ip_bytes, void *tcp,
                                    uint32_t tcp_bytes, struct bpf_aot_run *run);
void *bpf_aot_sk_storage_get(struct bpf_aot_map *map, void *sk, void *value, uint64_t flags,
                             struct bpf_aot_run *run);
int64_t bpf_aot_sk_storage_delete(struct bpf_aot_map *map, void *sk, struct bpf_aot_run *run);
int64_t bpf_aot_tcp_gen_syncookie(void *sk, void *ip, uint32_t ip_bytes, void *tcp,
                                  uint32_t tcp_bytes, struct bpf_aot_run *run);
int64_t bpf_aot_skb_under_cgroup(void *ctx, struct bpf_aot_map *map, uint32_t index,
                                 struct bpf_aot_run *run);
uint64_t bpf_aot_skb_cgroup_id(void *ctx, struct bpf_aot_run *run);
uint64_t bpf_aot_skb_ancestor_cgroup_id(void *ctx, int32_t level, struct bpf_aot_run *run);
uint64_t bpf_aot_sk_cgroup_id(void *sk, struct bpf_aot_run *run);
uint64_t bpf_aot_sk_ancestor_cgroup_id(void *sk, int32_t level, struct bpf_aot_run *run);
uint64_t bpf_aot_get_netns_cookie(void *ctx, struct bpf_aot_run *run);
int64_t bpf_aot_sk_assign(void *ctx, void *sk, uint64_t flags, struct bpf_aot_run *run);
int64_t bpf_aot_tcp_raw_gen_syncookie_ipv4(void *ip, void *tcp, uint32_t tcp_bytes);
int64_t bpf_aot_tcp_raw_gen_syncookie_ipv6(void *ip, void *tcp, uint32_t tcp_bytes);
int64_t bpf_aot_tcp_raw_check_syncookie_ipv4(void *ip, void *tcp);
int64_t bpf_aot_tcp_raw_check_syncookie_ipv6(void *ip, void *tcp);

int64_t bpf_aot_user_ringbuf_drain(struct bpf_aot_map *map, bpf_aot_callback *callback,
                                   uint64_t callback_ctx, uint64_t flags, struct bpf_aot_run *run);
/* Helpers that acquire and release. */
void *bpf_aot_ringbuf_reserve(struct bpf_aot_map *map, uint64_t size_bytes, uint64_t flags,
                              struct bpf_aot_run *run);
void bpf_aot_ringbuf_submit(void *record, uint64_t flags, struct bpf_aot_run *run);
void bpf_aot_ringbuf_discard(void *record, uint64_t flags, struct bpf_aot_run *run);
void *bpf_aot_kptr_xchg(void *place, void *object, struct bpf_aot_run *run);

#endif
