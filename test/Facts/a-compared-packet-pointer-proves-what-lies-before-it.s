# Behind data + 14 <= data_end 14 bytes may be read, through every pointer to them (kernel:
# find_good_pkt_pointers).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl fixed
.type fixed,@function
fixed:
    r6 = *(u32 *)(r1 + 0)
    r7 = *(u32 *)(r1 + 4)
    r3 = r6
    r3 += 14
    r0 = r6
    if r3 > r7 goto out
    r0 = r6
    r4 = r6
    r4 += 6
    r0 = r4
out:
    r0 = 0
    exit
# CHECK: r0 = r6 ; r6=pkt+0{{$}}
# CHECK: r0 = r6 ; r6=pkt+0(r=14)
# CHECK: r0 = r4 ; r4=pkt+6(r=8)
