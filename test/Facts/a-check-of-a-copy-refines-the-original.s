# Who compares a copy, or the sum of a copy and a constant, says the same of the original and of
# what was spilled (kernel: sync_linked_regs).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=facts -stop-after=facts %t.o | FileCheck %s
.text
.globl copies
.type copies,@function
copies:
    r3 = *(u32 *)(r1 + 0)
    r4 = r3
    r5 = r3
    r5 += 8
    *(u64 *)(r10 - 8) = r3
    if r4 > 100 goto out
    r0 = r3
    r0 = r5
    r6 = *(u64 *)(r10 - 8)
    r0 = r6
    if r5 > 50 goto out
    r0 = r3
    r0 = r6
out:
    r0 = 0
    exit
# CHECK: r0 = r3 ; r3=scalar[0,100]{{$}}
# CHECK: r0 = r5 ; r5=scalar[8,108]
# CHECK: r0 = r6 ; r6=scalar[0,100]{{$}}
# CHECK: r0 = r3 ; r3=scalar[0,42]
# CHECK: r0 = r6 ; r6=scalar[0,42]
