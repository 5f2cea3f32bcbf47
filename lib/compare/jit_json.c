/* SPDX-License-Identifier: Apache-2.0 */
#include "jit_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void member_wrong(struct jit_object *o, const char *key, const char *wanted) {
    if (o->good) {
        fail(o->s, at_object(), "line %u: \"%s\" is not %s", o->line, key, wanted);
    }
    o->good = false;
}

static json_t *member(struct jit_object *o, const char *key, bool optional, const char *wanted) {
    json_t *value = json_object_get(o->json, key);
    if (!value && !optional) {
        member_wrong(o, key, wanted);
    }
    return value;
}

const char *member_text(struct jit_object *o, const char *key, bool optional) {
    json_t *value = member(o, key, optional, "text");
    if (value && !json_is_string(value)) {
        member_wrong(o, key, "text");
    }
    return json_is_string(value) ? arena_strdup(&o->s->arena, json_string_value(value)) : "";
}

uint64_t element_number(struct jit_object *o, const char *key, json_t *element) {
    if (json_is_integer(element) && json_integer_value(element) >= 0) {
        return (uint64_t)json_integer_value(element);
    }
    const char *text = json_string_value(element);
    if (text && strncmp(text, "0x", 2) == 0 && text[2]) {
        char *end;
        errno = 0;
        uint64_t number = strtoull(text, &end, 16);
        if (!*end && !errno) {
            return number;
        }
    }
    member_wrong(o, key, "a number");
    return 0;
}

uint64_t member_number(struct jit_object *o, const char *key, bool optional) {
    json_t *value = member(o, key, optional, "a number");
    return value ? element_number(o, key, value) : 0;
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct bytes read_hex(struct jit_object *o, const char *key, const char *text) {
    size_t length = strlen(text);
    uint8_t *data = arena_alloc(&o->s->arena, length / 2 + 1);
    for (size_t i = 0; i < length; i += 2) {
        int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0) {
            member_wrong(o, key, "bytes in lower-case hex");
            return (struct bytes){data, 0};
        }
        data[i / 2] = (uint8_t)(high << 4 | low);
    }
    return (struct bytes){data, length / 2};
}

struct bytes member_hex(struct jit_object *o, const char *key, bool optional) {
    return read_hex(o, key, member_text(o, key, optional));
}

struct bytes element_hex(struct jit_object *o, const char *key, json_t *element) {
    if (!json_is_string(element)) {
        member_wrong(o, key, "a list of bytes in lower-case hex");
        return (struct bytes){0};
    }
    return read_hex(o, key, json_string_value(element));
}

size_t member_count(struct jit_object *o, const char *key, bool optional) {
    json_t *value = member(o, key, optional, "a list");
    if (value && !json_is_array(value)) {
        member_wrong(o, key, "a list");
    }
    return json_array_size(value);
}

json_t *member_at(struct jit_object *o, const char *key, size_t index) {
    return json_array_get(json_object_get(o->json, key), index);
}
