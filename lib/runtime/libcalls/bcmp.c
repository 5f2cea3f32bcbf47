/* SPDX-License-Identifier: Apache-2.0 */
#include "libcalls/libcalls.h"

RT_WEAK int bcmp(const void *left, const void *right, size_t size_bytes) {
    return memcmp(left, right, size_bytes);
}
