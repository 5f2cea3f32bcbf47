/* SPDX-License-Identifier: Apache-2.0 */
/* Native objects to an executable or a shared object, by lld inside the process. */
#ifndef BPF_AOT_LINK_H
#define BPF_AOT_LINK_H

#include "target/target.h"

struct link_input {
    const void *object; /* native relocatable object */
    size_t size_bytes;
    const char *runtime; /* path of the target's archive */
    bool asks_system;    /* -system is of use: link its reader */
    bool shared;         /* a shared object that exports bpf_aot_main; else a static executable */
};

/* The linked image in `*image` (malloc'ed, the caller's) and its size. False after a message. */
bool link_image(struct session *s, const struct target_row *row, const struct link_input *input,
                unsigned char **image, size_t *size_bytes);

/* lld.cpp: runs ld.lld with these arguments; its messages in `*messages` (malloc'ed). */
#ifdef __cplusplus
extern "C"
#endif
    bool lld_run(const char *const *args, size_t count, char **messages);

#endif
