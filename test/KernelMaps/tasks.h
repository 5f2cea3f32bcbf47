/* SPDX-License-Identifier: Apache-2.0 */
/* Threads in the place of the processes that test_maps.c forks, for a build with ThreadSanitizer:
 * its __run_parallel forks where `fn`, `i` and `data` say what the child does and ends. */
#ifndef BPF_AOT_TEST_TASKS_H
#define BPF_AOT_TEST_TASKS_H

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void task_fn(unsigned int task, void *data);

enum { TASKS_MAX = 128 };

static struct task {
    task_fn *run;
    unsigned int number;
    void *data;
    pthread_t thread;
} tasks_running[TASKS_MAX];

static task_fn *fn; /* where a test forks on its own */

static void *task_run(void *argument) {
    struct task *task = argument;
    task->run(task->number, task->data);
    return NULL;
}

/* Tasks are started in the order of their numbers, and are waited for before others start. */
static pid_t task_start(task_fn *run, unsigned int number, void *data) {
    struct task *task = &tasks_running[number % TASKS_MAX];
    *task = (struct task){run, number, data, 0};
    return pthread_create(&task->thread, NULL, task_run, task) ? -1 : (pid_t)number + 1;
}

static pid_t task_wait(pid_t pid, int *status) {
    *status = pthread_join(tasks_running[(pid - 1) % TASKS_MAX].thread, NULL);
    return pid;
}

#define fork()                      task_start(fn, (unsigned int)i, data)
#define waitpid(pid, status, flags) task_wait(pid, status)

#endif
