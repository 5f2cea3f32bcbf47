/* SPDX-License-Identifier: Apache-2.0 */
/* Linux error numbers that programs and the driver can see. Written out because the runtime has
 * no libc; the few that differ between machines have the value that BPF programs know. */
#ifndef BPF_AOT_RUNTIME_ERRORS_H
#define BPF_AOT_RUNTIME_ERRORS_H

enum {
    RT_EPERM = 1,
    RT_ENOENT = 2,
    RT_EINTR = 4,
    RT_E2BIG = 7,
    RT_EBADF = 9,
    RT_EAGAIN = 11,
    RT_ENOMEM = 12,
    RT_EACCES = 13,
    RT_EFAULT = 14,
    RT_EBUSY = 16,
    RT_EEXIST = 17,
    RT_ENODEV = 19,
    RT_EINVAL = 22,
    RT_ENOSPC = 28,
    RT_ERANGE = 34,
    RT_EDEADLK = 35,
    RT_EPROTO = 71,
    RT_EBADMSG = 74,
    RT_EOVERFLOW = 75,
    RT_EPROTOTYPE = 91,
    RT_EPROTONOSUPPORT = 93,
    RT_EOPNOTSUPP = 95,
    RT_EAFNOSUPPORT = 97,
    RT_EALREADY = 114,
    RT_ENOTSUPP = 524, /* internal to the kernel, but programs see it */
};

#endif
