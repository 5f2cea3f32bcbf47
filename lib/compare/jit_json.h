/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: members of a JSON object, with what is missing or of the wrong kind said. */
#ifndef BPF_AOT_COMPARE_JIT_JSON_H
#define BPF_AOT_COMPARE_JIT_JSON_H

#include <jansson.h>

#include "compare/jit.h"

/* One line of the file. The first member that is wrong is reported; `good` tells. */
struct jit_object {
    struct session *s;
    json_t *json;
    unsigned line;
    bool good;
};

/* "" and 0 where an optional member is missing. */
const char *member_text(struct jit_object *o, const char *key, bool optional);
uint64_t member_number(struct jit_object *o, const char *key, bool optional);
struct bytes member_hex(struct jit_object *o, const char *key, bool optional);
/* Of a list; the member's name is for the message. */
struct bytes element_hex(struct jit_object *o, const char *key, json_t *element);
/* An array, never NULL; without elements where it is missing. */
size_t member_count(struct jit_object *o, const char *key, bool optional);
json_t *member_at(struct jit_object *o, const char *key, size_t index);
/* A number, or a string that holds one in hex behind 0x. */
uint64_t element_number(struct jit_object *o, const char *key, json_t *element);
void member_wrong(struct jit_object *o, const char *key, const char *wanted);

#endif
