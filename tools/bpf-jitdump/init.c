/* SPDX-License-Identifier: Apache-2.0 */
#include "init.h"

#include "driver/print.h"
#include "job.h"
#include "start/sys.h"
#include "start/syscall.h"

/* uapi linux/reboot.h. An emulator that was told not to reboot ends. */
#define REBOOT_MAGIC1  0xfee1deadul
#define REBOOT_MAGIC2  672274793ul
#define REBOOT_RESTART 0x01234567ul
#define REBOOT_OFF     0x4321fedcul

static void mount(const char *type, const char *folder) {
    struct rt_call call = {SYS_mount, {(long)type, (long)folder, (long)type, 0, 0}};
    long result = rt_syscall(&call);
    if (result < 0) {
        bpf_aot_error("%s: cannot mount: errno %u", folder, (uint32_t)-result);
    }
}

static void reboot(unsigned long how) {
    struct rt_call call = {SYS_reboot, {(long)REBOOT_MAGIC1, (long)REBOOT_MAGIC2, (long)how, 0}};
    rt_syscall(&call);
}

void init_main(const char *path) {
    struct output output = {.mark = "@", .announces = true};
    mount("proc", "/proc");
    mount("sysfs", "/sys");
    jobs_do(path, &output);
    job_end(&output);
    reboot(REBOOT_RESTART);
    reboot(REBOOT_OFF);
    for (;;) {
    }
}
