# A subprogram knows of its parameters what holds at all calls, its callers know the result; r6 to
# r9 stay, r1 to r5 do not.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -prog prog -print=facts -stop-after=facts %t.o | FileCheck %s
.section raw,"ax"
.globl prog
.type prog,@function
prog:
    r6 = *(u8 *)(r1 + 0)
    r6 &= 7
    r1 = r6
    call sub
    r7 = r0
    r0 = r1
    r1 = 20
    call sub
    r0 = r6
    r0 = r7
    exit
# CHECK-LABEL: function prog frame
# CHECK: r7 = r0 ; r0=scalar[1,21]
# CHECK: r0 = r1 ; r1=scalar=0 undefined
# CHECK: r0 = r6 ; r6=scalar[0,7]
# CHECK: r0 = r7 ; r7=scalar[1,21]
.text
.type sub,@function
sub:
    r0 = r1
    r0 += 1
    exit
# CHECK-LABEL: function sub frame 0 result scalar[1,21]
# CHECK: r0 = r1 ; r1=scalar[0,20]
