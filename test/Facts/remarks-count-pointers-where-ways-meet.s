# -remarks tells how many registers stay pointers where ways meet; -facts=check holds numbers alone.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel %t.o -remarks -o %t.out 2>&1 | FileCheck %s
# RUN: bpf-aot -target mipsel %t.o -facts=check -remarks -o %t.out 2>&1 | FileCheck %s --check-prefix=NUMBERS
# CHECK: remark: meets: {{.*}} 1 pointers kept where ways meet
# NUMBERS: remark: meets: {{.*}} 0 pointers kept where ways meet
.section xdp,"ax",@progbits
.globl meets
.type meets,@function
meets:
    r6 = r1
    call 7
    r2 = r10
    r2 += -8
    if r0 == 0 goto join
    r2 += -8
join:
    *(u64 *)(r10 - 8) = r0
    *(u64 *)(r10 - 16) = r0
    r0 = *(u64 *)(r2 + 0)
    exit
