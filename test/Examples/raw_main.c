/* SPDX-License-Identifier: Apache-2.0 */
/* Calls the translated raw_sum like any C function. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

uint64_t raw_sum(void *mem, uint64_t size);

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        printf("%s: %" PRIu64 "\n", argv[i], raw_sum(argv[i], strlen(argv[i])));
    }
    return 0;
}
