# The facts say that r10 is not NULL, and the branch for NULL has no code: without a frame to point
# at, r10 was 0, the branch was taken, and the function fell off its end.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target x86-64 %t.o -prog-type raw -S -o - | FileCheck %s
# CHECK-LABEL: {{^}}prog:
# CHECK-NEXT: movl $2, %eax
# CHECK-NEXT: retq
.text
.globl prog
prog:
r1 = r10
if r1 == 0 goto null
r0 = 2
exit
null:
r0 = 3
exit
