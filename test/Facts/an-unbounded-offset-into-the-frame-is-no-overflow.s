# The end of an access at r10 + (up to 2^63 - 1) does not fit into 64 bits: UndefinedBehaviorSanitizer
# found the addition in the check of the frame (from the kernel's verifier_var_off.c). With a known
# offset it is outside of the frame, wherever the sum wraps to.
# RUN: split-file %s %t
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %t/unknown.s -o %t/unknown.o
# RUN: bpf-aot -target mipsel -stop-after=facts %t/unknown.o
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %t/known.s -o %t/known.o
# RUN: not bpf-aot -target mipsel -stop-after=facts %t/known.o 2>&1 | FileCheck %s
# CHECK: error: stack access at {{.*}} is outside the frame of 512 bytes

#--- unknown.s
.section xdp,"ax"
.globl unknown
.type unknown,@function
unknown:
    r2 = *(u32 *)(r1 + 16)
    r2 <<= 32
    r3 = r10
    r3 += r2
    *(u64 *)(r3 - 8) = 1
    r0 = 0
    exit

#--- known.s
.section xdp,"ax"
.globl known
.type known,@function
known:
    r2 = 0x7fffffffffffffff ll
    r3 = r10
    r3 += r2
    *(u64 *)(r3 + 8) = 1
    r0 = 0
    exit
