# -unproven=trust presumes that a verifier has accepted the program; guard is the default.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=TRUST --implicit-check-not=bpf_aot_abort --implicit-check-not=bpf_aot_check
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=GUARD
# RUN: bpf-aot -target mipsel -unproven=guard -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=GUARD
# RUN: not bpf-aot -target mipsel -unproven=maybe %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=WRONG
.section socket,"ax",@progbits
.globl read
.type read,@function
read:
    r0 = *(u64 *)(r10 - 8)
    r1 = 64
    r0 = *(u8 *)(r1 + 0)
    exit
# TRUST: define i64 @read(ptr %r1)
# GUARD: define internal i64 @read.body(ptr %r1, ptr %run)
# GUARD: call i32 @bpf_aot_check_read(i64 64, i32 1, ptr %run)
# GUARD: br i1 %{{.*}}, label %checked, label %abort, !prof
# GUARD: call void @bpf_aot_abort(ptr %run)
# GUARD: define i64 @read(ptr %0)
# WRONG: error: -unproven takes guard, error or trust, not 'maybe'
