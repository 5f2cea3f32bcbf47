/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/driver: the products of one translation, each made by one stage. */
#ifndef BPF_AOT_DRIVER_PIPELINE_H
#define BPF_AOT_DRIVER_PIPELINE_H

#include "driver/driver.h"

struct pipeline {
    struct session session;
    const void *input;
    size_t input_bytes;
    const struct target_row *row;
    struct machine_choice choice;
    const char *runtime; /* archive to link with */
    const char *bitcode; /* beside it, for the passes; or NULL */

    struct object *object;   /* NULL for a raw stream and a classic program */
    struct classic *classic; /* NULL: the input is none */
    struct program *program;
    struct cfg *cfg;
    struct facts *facts;
    struct machine machine;
    LLVMContextRef context;
    LLVMModuleRef module;
    LLVMMemoryBufferRef buffer; /* emitted */
    unsigned char *image;       /* linked */
    size_t image_bytes;
};

struct stage {
    const char *name, *help;
    bool (*run)(struct pipeline *p);
    void (*print)(struct pipeline *p, void *file);
};

const struct stage *pipeline_stages(size_t *count);
/* The last stage an output needs. */
const char *pipeline_last_stage(enum bpf_aot_output output);
void pipeline_close(struct pipeline *p);

#endif
