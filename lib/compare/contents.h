/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: what maps held behind the last recorded run, as lines of text. */
#ifndef BPF_AOT_COMPARE_CONTENTS_H
#define BPF_AOT_COMPARE_CONTENTS_H

#include "compare/compare.h"

struct map_contents {
    const char *map;
    const char **elements; /* "KEY VALUE" in hex, sorted */
    size_t count;
};

struct contents {
    struct map_contents *maps;
    size_t count;
};

/* Of what a replay wrote: lines "map NAME" and "map NAME KEY VALUE" among others. */
struct contents contents_read(struct session *s, const char *output);
/* As recorded; nothing where that was not done, or not of the same runs. */
struct contents contents_recorded(struct session *s, const struct comparison *c);
/* NULL, or the first difference; of maps that only one of them has none. */
const char *contents_differ(struct session *s, const struct contents *kernel, const char *who,
                            const struct contents *other);

/* Adds findings: of runs that returned or left something else, and of maps. */
void results_compare(struct session *s, struct comparison *c);
void results_compare_maps(struct session *s, struct comparison *c,
                          const struct contents contents[SIDES]);

#endif
