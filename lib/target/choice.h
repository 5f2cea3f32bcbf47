/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/target: LLVM's back ends and the names they know. */
#ifndef BPF_AOT_TARGET_CHOICE_H
#define BPF_AOT_TARGET_CHOICE_H

#include "target/target.h"

/* LLVM's back end of a triple, or NULL. */
LLVMTargetRef back_end(const char *triple);

bool names_have(const char *const *names, const char *name, size_t length);
/* All names, with commas between. */
char *names_list(struct session *s, const char *const *names);

/* Features for LLVM ("+m,+a") of a RISC-V architecture string ("rv64gc_zba", "rva22u64"), or NULL
 * after a message. */
char *march_features(struct session *s, const struct target_row *row, const char *march);

#endif
