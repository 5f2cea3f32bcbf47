/* SPDX-License-Identifier: Apache-2.0 */
/* The stages, each as one call into its library and one way to show what it made. */
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classic/classic.h"
#include "pipeline.h"

static bool open_classic(struct pipeline *p) {
    struct session *s = &p->session;
    const struct bpf_aot_options *options = s->options;
    p->classic = options->filter
                     ? classic_compile(s, options->filter, options->link_type, options->snaplen)
                     : classic_read(s, p->input, p->input_bytes, p->row->big_endian);
    return p->classic && classic_check(s, p->classic);
}

static bool stage_object(struct pipeline *p) {
    struct session *s = &p->session;
    if (s->options->raw) {
        return true;
    }
    if (s->options->classic || s->options->filter) {
        return open_classic(p);
    }
    p->object = object_open(s, p->input, p->input_bytes);
    if (p->object && p->object->big_endian != p->row->big_endian) {
        return fail(s, at_object(),
                    "the object is %s-endian, target %s is %s-endian; compile it with -target %s",
                    p->object->big_endian ? "big" : "little", p->row->name,
                    p->row->big_endian ? "big" : "little", p->row->big_endian ? "bpfeb" : "bpfel");
    }
    return p->object != NULL && object_set_variables(s, p->object);
}

static void print_object(struct pipeline *p, void *file) {
    if (p->object) {
        object_print(file, p->object);
    } else if (p->classic) {
        classic_print(file, p->classic);
    }
}

static struct program *build_classic(struct pipeline *p) {
    bool big_endian = p->row->big_endian;
    struct classic_stream stream = classic_convert(&p->session, p->classic, big_endian);
    return program_build_classic(&p->session, stream.code, stream.size_bytes, big_endian);
}

static struct program *build_raw(struct pipeline *p) {
    return program_build_raw(&p->session, p->input, p->input_bytes, p->row->big_endian);
}

static bool stage_program(struct pipeline *p) {
    p->program = p->object    ? program_build(&p->session, p->object)
                 : p->classic ? build_classic(p)
                              : build_raw(p);
    return p->program != NULL;
}

static void print_program(struct pipeline *p, void *file) {
    program_print(file, p->program);
}

static bool stage_cfg(struct pipeline *p) {
    p->cfg = cfg_build(&p->session, p->program);
    return true;
}

static void print_cfg(struct pipeline *p, void *file) {
    cfg_print(file, p->program, p->cfg);
}

static bool stage_facts(struct pipeline *p) {
    p->facts = facts_solve(&p->session, p->program, p->cfg);
    const struct bpf_aot_options *options = p->session.options;
    if (p->facts && options->remarks) {
        FILE *file = options->remarks_file ? options->remarks_file : stderr;
        facts_remarks(file, &p->session, p->facts);
        fflush(file);
    }
    return p->facts != NULL;
}

static void print_facts(struct pipeline *p, void *file) {
    facts_print(file, &p->session, p->facts);
}

static void on_llvm_diagnostic(LLVMDiagnosticInfoRef info, void *user) {
    struct session *s = user;
    /* Remarks arrive even unasked. */
    if (LLVMGetDiagInfoSeverity(info) == LLVMDSError) {
        char *message = LLVMGetDiagInfoDescription(info);
        fail(s, at_object(), "LLVM: %s", message);
        LLVMDisposeMessage(message);
    }
}

static bool stage_codegen(struct pipeline *p) {
    if (!machine_open(&p->session, &p->choice, &p->machine)) {
        return false;
    }
    p->context = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(p->context, on_llvm_diagnostic, &p->session);
    p->module = codegen_module(&p->session, p->facts, &p->machine.shape, p->context);
    return p->module != NULL;
}

static void print_module(struct pipeline *p, void *file) {
    char *text = LLVMPrintModuleToString(p->module);
    fputs(text, file);
    LLVMDisposeMessage(text);
}

static void print_codegen(struct pipeline *p, void *file) {
    print_module(p, file);
}

static bool stage_optimise(struct pipeline *p) {
    size_t largest = 0;
    for (size_t i = 0; i < p->program->function_count; i++) {
        size_t count = p->program->functions[i].insn_count;
        largest = count > largest ? count : largest;
    }
    return machine_optimise(&p->session, &p->machine, p->module, largest, p->bitcode);
}

static void print_optimise(struct pipeline *p, void *file) {
    print_module(p, file);
}

static bool stage_emit(struct pipeline *p) {
    const struct bpf_aot_options *options = p->session.options;
    bool print = options->print && strcmp(options->print, "emit") == 0;
    /* Emission changes the module: what is printed is made from a copy. */
    LLVMModuleRef copy = print ? LLVMCloneModule(p->module) : NULL;
    bool assembly = options->output == BPF_AOT_OUTPUT_ASSEMBLY;
    p->buffer = machine_emit(&p->session, &p->machine, p->module,
                             assembly ? LLVMAssemblyFile : LLVMObjectFile);
    if (copy) {
        LLVMDisposeModule(p->module);
        p->module = copy;
    }
    return p->buffer != NULL;
}

static void print_emit(struct pipeline *p, void *file) {
    LLVMMemoryBufferRef text = machine_emit(&p->session, &p->machine, p->module, LLVMAssemblyFile);
    if (text) {
        fwrite(LLVMGetBufferStart(text), 1, LLVMGetBufferSize(text), file);
        LLVMDisposeMemoryBuffer(text);
    }
}

/* Whether a helper's answer comes from the tables of -system. */
static bool asks_system(const struct program *program) {
    static const uint32_t ids[] = {
        BPF_FUNC_fib_lookup,
        BPF_FUNC_skb_under_cgroup,
        BPF_FUNC_skb_cgroup_id,
        BPF_FUNC_skb_ancestor_cgroup_id,
        BPF_FUNC_sk_lookup_tcp,
        BPF_FUNC_sk_lookup_udp,
        BPF_FUNC_skc_lookup_tcp,
        BPF_FUNC_get_netns_cookie,
        BPF_FUNC_sk_cgroup_id,
        BPF_FUNC_sk_ancestor_cgroup_id,
        BPF_FUNC_tcp_raw_gen_syncookie_ipv4,
        BPF_FUNC_tcp_raw_gen_syncookie_ipv6,
        BPF_FUNC_tcp_raw_check_syncookie_ipv4,
        BPF_FUNC_tcp_raw_check_syncookie_ipv6,
    };
    bool asks = false;
    for (size_t f = 0; f < program->function_count; f++) {
        const struct function *function = &program->functions[f];
        for (size_t i = 0; i < function->insn_count; i++) {
            const struct prog_insn *insn = &function->insns[i];
            uint32_t id = insn->ref == REF_HELPER ? helper_row(insn->ref_index)->id : 0;
            for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
                asks |= id == ids[k];
            }
        }
    }
    return asks;
}

static bool stage_link(struct pipeline *p) {
    struct link_input input = {
        .object = LLVMGetBufferStart(p->buffer),
        .size_bytes = LLVMGetBufferSize(p->buffer),
        .runtime = p->runtime,
        .asks_system = asks_system(p->program),
        .shared = p->session.options->output == BPF_AOT_OUTPUT_SHARED,
    };
    return link_image(&p->session, p->row, &input, &p->image, &p->image_bytes);
}

static void print_link(struct pipeline *p, void *file) {
    fprintf(file, "%zu bytes\n", p->image_bytes);
}

static const struct stage stages[] = {
#define STAGE(name, help) {#name, help, stage_##name, print_##name},
#include "driver/stages.def"
};

const struct stage *pipeline_stages(size_t *count) {
    *count = sizeof(stages) / sizeof(stages[0]);
    return stages;
}

const char *pipeline_last_stage(enum bpf_aot_output output) {
    static const char *const last[] = {
        [BPF_AOT_OUTPUT_OBJECT] = "emit",    [BPF_AOT_OUTPUT_ASSEMBLY] = "emit",
        [BPF_AOT_OUTPUT_IR_RAW] = "codegen", [BPF_AOT_OUTPUT_IR] = "optimise",
        [BPF_AOT_OUTPUT_EXE] = "link",       [BPF_AOT_OUTPUT_SHARED] = "link",
        [BPF_AOT_OUTPUT_NONE] = "emit",
    };
    return last[output];
}

void pipeline_close(struct pipeline *p) {
    if (p->buffer) {
        LLVMDisposeMemoryBuffer(p->buffer);
    }
    if (p->module) {
        LLVMDisposeModule(p->module);
    }
    if (p->context) {
        LLVMContextDispose(p->context);
    }
    if (p->machine.llvm) {
        machine_close(&p->machine);
    }
    if (p->object) {
        object_close(p->object);
    }
    free(p->image);
    arena_close(&p->session.arena);
}
