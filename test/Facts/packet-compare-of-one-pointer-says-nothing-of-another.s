# Two pointers that are equal on one way only: the end of the packet bounds the one that was compared,
# and the other may be beyond it. (Kernel: verifier_direct_packet_access, check_id() in regsafe().)
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -unproven=error %t.o -o %t.native 2>&1 | FileCheck %s
# CHECK: error: {{.*}}invalid access to packet
.section tc,"ax",@progbits
.globl prog
.type prog,@function
prog:
    r9 = r1
    call 5
    r7 = r0
    call 5
    r6 = r0
    r2 = *(u32 *)(r9 + 76)
    r3 = *(u32 *)(r9 + 76)
    r4 = *(u32 *)(r9 + 80)
    if r6 > 100 goto out
    if r7 > 100 goto out
    r2 += r6
    r2 += 1
    r3 += r7
    r3 += 1
    if r6 != r7 goto compare
    r2 = r3
compare:
    if r3 > r4 goto out
    r0 = *(u8 *)(r2 - 1)
    exit
out:
    r0 = 0
    exit
