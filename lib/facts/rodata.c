/* SPDX-License-Identifier: Apache-2.0 */
/* Read-only data of the object as constants. */
#include "fact.h"

static bool holds_address(const struct program_data *data, uint64_t at, unsigned bytes) {
    for (size_t i = 0; i < data->address_count; i++) {
        if (data->addresses[i].at < at + bytes && at < data->addresses[i].at + sizeof(uint64_t)) {
            return true;
        }
    }
    return false;
}

bool rodata_load(const struct program *program, uint32_t object, int64_t offset, unsigned bytes,
                 uint64_t *value) {
    const struct program_data *data = &program->data[object];
    if (!data->read_only || offset < 0 || (uint64_t)offset + bytes > data->size_bytes ||
        holds_address(data, (uint64_t)offset, bytes)) {
        return false;
    }
    *value = 0;
    for (unsigned i = 0; i < bytes && data->bytes; i++) {
        unsigned shift = 8 * (program->big_endian ? bytes - 1 - i : i);
        *value |= (uint64_t)data->bytes[offset + i] << shift;
    }
    return true;
}
