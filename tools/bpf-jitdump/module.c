/* SPDX-License-Identifier: Apache-2.0 */
/* The module runs all of its tests while it is loaded and says so in the kernel's log. It answers
 * EAGAIN when some failed. */
#include "module.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"
#include "line.h"
#include "memory.h"
#include "start/sys.h"
#include "start/syscall.h"

enum { READ_ALL = 3, CLEAR = 5, LOG_BYTES = 1 << 22, PREFIX_BYTES = 10 };

struct outcome {
    const char *log, *parameter;
    long result; /* of loading the module */
};

static long read_log(char *log) {
    struct rt_call call = {SYS_syslog, {READ_ALL, (long)log, LOG_BYTES - 1}};
    return rt_syscall(&call);
}

static long clear_log(void) {
    struct rt_call call = {SYS_syslog, {CLEAR, 0, 0}};
    return rt_syscall(&call);
}

static long load_module(const char *path, const char *parameter) {
    long fd = bpf_aot_sys_open(path);
    if (fd < 0) {
        return fd;
    }
    struct rt_call call = {SYS_finit_module, {fd, (long)(parameter ? parameter : ""), 0}};
    long result = rt_syscall(&call);
    bpf_aot_sys_close((int)fd);
    return result;
}

static void unload_module(void) {
    struct rt_call call = {SYS_delete_module, {(long)"test_bpf", 0}};
    rt_syscall(&call);
}

/* Where `what` begins in the text from `at` to `end`, or NULL. */
static const char *find(const char *at, const char *end, const char *what) {
    for (; at < end; at++) {
        if (starts_with(at, what)) {
            return at;
        }
    }
    return NULL;
}

static bool print_failure(const char *at, const char *end) {
    const char *name = find(at, end, "test_bpf: ");
    line_begin();
    name = name ? name + PREFIX_BYTES : at;
    line_text_of("test_bpf_failure", name, (size_t)(end - name));
    return line_end();
}

static bool print_summary(const char *at, const char *end, const struct outcome *outcome) {
    line_begin();
    line_text_of("test_bpf", at, (size_t)(end - at));
    if (outcome->parameter) {
        line_text("part", outcome->parameter);
    }
    line_number("errno", outcome->result < 0 ? (uint64_t)-outcome->result : 0);
    return line_end();
}

/* "test_bpf: Summary: ...", "test_bpf: test_tail_calls: Summary: ..."; lines of tests that fail
 * have "FAIL" in them, behind a blank or not. */
static bool print_log(const struct outcome *outcome, uint32_t *summaries) {
    for (const char *at = outcome->log; *at;) {
        const char *end = at;
        while (*end && *end != '\n') {
            end++;
        }
        const char *ours = find(at, end, "test_bpf: ");
        bool is_summary = ours && find(ours, end, "Summary:");
        if (is_summary && !print_summary(ours + PREFIX_BYTES, end, outcome)) {
            return false;
        }
        *summaries += is_summary;
        if (!is_summary && ours && find(ours, end, "FAIL") && !print_failure(at, end)) {
            return false;
        }
        at = *end ? end + 1 : end;
    }
    return true;
}

bool module_test(const char *path, const char *parameter) {
    char *log = bpf_aot_sys_map(LOG_BYTES);
    uint32_t summaries = 0;
    clear_log();
    long result = load_module(path, parameter);
    unload_module();
    if (!log || read_log(log) < 0 ||
        !print_log(&(struct outcome){log, parameter, result}, &summaries)) {
        bpf_aot_error("%s: the kernel's log cannot be read", path);
        return false;
    }
    bpf_aot_sys_unmap(log, LOG_BYTES);
    if (summaries == 0) {
        bpf_aot_error("%s: the module does not load: errno %u", path,
                      result < 0 ? (uint32_t)-result : 0);
    }
    return summaries > 0;
}
