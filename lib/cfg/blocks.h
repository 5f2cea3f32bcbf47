/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/cfg: the steps of cfg_build, each filling its part of struct function_cfg. */
#ifndef BPF_AOT_CFG_BLOCKS_H
#define BPF_AOT_CFG_BLOCKS_H

#include "cfg/cfg.h"

void blocks_find(struct session *s, const struct function *function, struct function_cfg *cfg);
void order_find(struct session *s, struct function_cfg *cfg);
void liveness_find(struct session *s, const struct cfg *cfg, const struct function *function,
                   struct function_cfg *function_cfg);

#endif
