/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a socket's values. */
#include "maps/maps.h"
#include "system/sock.h"

extern struct bpf_aot_map *const __start_bpf_aot_maps[] __attribute__((weak, visibility("hidden")));
extern struct bpf_aot_map *const __stop_bpf_aot_maps[] __attribute__((weak, visibility("hidden")));

void bpf_aot_sock_forget(const struct bpf_aot_sock *sock) {
    struct bpf_aot_map *const *map = __start_bpf_aot_maps;
    for (; (uintptr_t)map < (uintptr_t)__stop_bpf_aot_maps; map++) {
        if ((*map)->type == RT_MAP_sk_storage) {
            (*map)->ops->remove(*map, &sock->handle);
        }
    }
}
