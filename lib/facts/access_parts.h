/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the prover: the object of one pointer judged, and what calls do with pointers. */
#ifndef BPF_AOT_FACTS_ACCESS_PARTS_H
#define BPF_AOT_FACTS_ACCESS_PARTS_H

#include "access.h"
#include "fact.h"

/* False after a message: a chain of calls needs more stack than the kernel has. */
bool stack_check(struct session *s, const struct facts *facts);

/* Sets verdict, bounds and missing of an access of `most` bytes at most whose reg, offset and
 * writes are set. */
void access_judge(const struct facts_cursor *cursor, struct access *a, uint64_t most);
void access_missing(struct access *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

unsigned access_find_helper(const struct facts_cursor *cursor, const struct helper_row *row,
                            struct access found[ACCESSES_MAX]);
/* The target of a callx that is no helper. */
unsigned access_find_callx(const struct facts_cursor *cursor, const struct insn *insn,
                           struct access found[ACCESSES_MAX]);

#endif
