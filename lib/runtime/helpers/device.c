/* SPDX-License-Identifier: Apache-2.0 */
/* What the runtime knows of network devices unless an embedder says more. */
#include "bpf-aot/runtime.h"
#include "errors.h"
#include "libcalls/libcalls.h"

enum { LOOPBACK_IFINDEX = 1, LOOPBACK_MTU = 65536 };

RT_WEAK uint32_t bpf_aot_device_mtu(uint32_t ifindex) {
    return ifindex == LOOPBACK_IFINDEX ? LOOPBACK_MTU : 0;
}

/* The loopback device takes everything; nobody looks at what arrives there. */
RT_WEAK int64_t bpf_aot_send_clone(const struct bpf_aot_skb *skb, uint32_t ifindex,
                                   uint64_t flags) {
    return bpf_aot_device_mtu(ifindex) ? 0 : -RT_EINVAL;
}
