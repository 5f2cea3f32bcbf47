/* SPDX-License-Identifier: Apache-2.0 */
/* Threads as a data plane in C has them. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include "run_atomics.h"

static void *thread(void *number) {
    run_thread((u32)(uintptr_t)number);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, thread, (void *)i)) {
            return 2;
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("wrong: %d\n", first_wrong());
    return first_wrong() != 0;
}
