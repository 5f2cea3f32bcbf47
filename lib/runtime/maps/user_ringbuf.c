/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_USER_RINGBUF: the host produces (rings.h), programs drain it. */
#include "maps/no_keys.h"

const struct bpf_aot_map_ops bpf_aot_user_ringbuf_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = bpf_aot_no_values_update,
    .remove = bpf_aot_no_values_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
};
