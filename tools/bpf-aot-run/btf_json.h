/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a BTF type as JSON, in either byte order (libbpf 1.1 dumps the host's only). */
#ifndef BPF_AOT_TOOLS_BTF_JSON_H
#define BPF_AOT_TOOLS_BTF_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct btf;

struct btf_json {
    const struct btf *btf; /* NULL: everything is hex */
    bool big_endian;
    FILE *out;
};

/* Bytes that are not those of the type, and types that have no bytes, become a text of hex. */
void btf_json_print(const struct btf_json *json, uint32_t type_id, const uint8_t *bytes,
                    size_t size_bytes);
/* A JSON string of `length` bytes. */
void btf_json_text(FILE *out, const char *text, size_t length);

#endif
