# Only what may be read before it is written has to start as zero; the rest of the frame need not.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl written
.type written,@function
written:
    *(u64 *)(r10 - 16) = r2
    r0 = *(u64 *)(r10 - 16)
    exit
.globl unwritten
.type unwritten,@function
unwritten:
    *(u32 *)(r10 - 16) = r2
    r0 = *(u64 *)(r10 - 16)
    exit
# CHECK-LABEL: define i64 @written
# CHECK-NOT: memset
# CHECK-LABEL: define i64 @unwritten
# CHECK: alloca [16 x i8], align 8
# CHECK: call void @llvm.memset{{.*}}(ptr {{.*}}, i8 0, i32 4, i1 false)
