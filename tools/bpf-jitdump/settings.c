/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include "driver/print.h"
#include "kernel.h"
#include "line.h"
#include "memory.h"
#include "start/sys.h"

#define FOLDER "/proc/sys/net/core/bpf_jit_"

static int read_setting(const char *path) {
    char text[16];
    int value = 0;
    if (!read_line(path, text, sizeof(text))) {
        return SETTING_KEEP;
    }
    for (const char *at = text; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (*at - '0');
    }
    return value;
}

struct settings settings_read(void) {
    return (struct settings){read_setting(FOLDER "enable"), read_setting(FOLDER "harden"),
                             read_setting(FOLDER "kallsyms")};
}

static bool write_setting(const char *path, int value) {
    char digit = (char)('0' + value);
    if (value == SETTING_KEEP || read_setting(path) == value) {
        return true;
    }
    long fd = bpf_aot_sys_create(path);
    long result = fd < 0 ? fd : bpf_aot_sys_write((int)fd, &digit, 1);
    if (fd >= 0) {
        bpf_aot_sys_close((int)fd);
    }
    if (result != 1) {
        bpf_aot_error("%s: cannot write %c: errno %u%s", path, digit, (uint32_t)-result,
                      value ? "" : " (a kernel with BPF_JIT_ALWAYS_ON has no interpreter)");
    }
    return result == 1;
}

bool settings_write(int enable, int harden) {
    return write_setting(FOLDER "enable", enable) && write_setting(FOLDER "harden", harden);
}

bool settings_restore(const struct settings *before) {
    return settings_write(before->enable, before->harden);
}

bool settings_print(void) {
    struct settings now = settings_read();
    struct kernel_name name;
    char version[512];
    kernel_uname(&name);
    read_line("/proc/version", version, sizeof(version));
    line_begin();
    line_number("jit", 1);
    line_text("release", name.release);
    line_text("version", version);
    line_text("machine", name.machine);
    line_text("target", JITDUMP_TARGET);
    line_text("endian", __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? "big" : "little");
    line_number("bits", sizeof(void *) * 8);
    line_signed("jit_enable", now.enable);
    line_signed("jit_harden", now.harden);
    line_signed("jit_kallsyms", now.kallsyms);
    return line_end();
}
