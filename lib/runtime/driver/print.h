/* SPDX-License-Identifier: Apache-2.0 */
/* Buffered text output of the driver, and its error messages. */
#ifndef BPF_AOT_DRIVER_PRINT_H
#define BPF_AOT_DRIVER_PRINT_H

#include <stddef.h>
#include <stdint.h>

/* The text lies elsewhere, so that it does not take room in the file of the executable. */
struct bpf_aot_out {
    int fd;
    uint32_t used;
    uint32_t capacity;
    char *text;
};

extern struct bpf_aot_out bpf_aot_stdout;

/* %s text, %u uint32_t, %U uint64_t, %x uint64_t in hexadecimal, %c character. */
void bpf_aot_print(struct bpf_aot_out *out, const char *format, ...);
void bpf_aot_print_hex(struct bpf_aot_out *out, const void *bytes, size_t size_bytes);
/* As they are. */
void bpf_aot_print_bytes(struct bpf_aot_out *out, const void *bytes, size_t size_bytes);
/* A JSON string with its quotes. */
void bpf_aot_print_quoted(struct bpf_aot_out *out, const char *text);
/* Nonzero when the output could not be written. */
int bpf_aot_flush(struct bpf_aot_out *out);

/* "PROGRAM: error: ..." on standard error; the program's name is set once by main. */
extern const char *bpf_aot_program_name;
void bpf_aot_error(const char *format, ...);

#endif
