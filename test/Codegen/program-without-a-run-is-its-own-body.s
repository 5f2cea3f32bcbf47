# A tail call runs a program that needs no run as it is: no second copy of its code.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s
.section xdp,"ax",@progbits
.globl plain
.type plain,@function
plain:
    r0 = 2
    exit
# CHECK: @bpf_program = {{.*}} { ptr @bpf_program.name, ptr @bpf_program.section, ptr @plain, ptr @plain, i32 1, i16 2, i16 4, {{.*}} }
# CHECK-NOT: @plain.body
