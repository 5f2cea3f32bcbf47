/* SPDX-License-Identifier: Apache-2.0 */
#include "libcalls/libcalls.h"

RT_WEAK size_t strlen(const char *text) {
    const char *end = text;
    while (*end) {
        end++;
    }
    return (size_t)(end - text);
}
