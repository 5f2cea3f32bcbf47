# The result of a lookup is compared with NULL in a copy: the original and a spilled one are not
# NULL either; on the other way they are 0. Offsets into the value are known.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax"
.globl prog
.type prog,@function
prog:
    w2 = 0
    *(u32 *)(r10 - 4) = w2
    r2 = r10
    r2 += -4
    r1 = values ll
    call 1
    r6 = r0
    *(u64 *)(r10 - 16) = r0
    r7 = r0
    if r6 == 0 goto null
    r4 = r0
    r5 = *(u64 *)(r10 - 16)
    r4 = r5
    r4 = *(u8 *)(r7 + 0)
    r4 &= 7
    r7 += r4
    r4 = r7
    r0 = 0
    exit
null:
    r4 = r7
    exit
# CHECK: if r6 == 0 {{.*}} r6=map_value(values)+0 or null
# CHECK: r4 = r0 ; r0=map_value(values)+0{{$}}
# CHECK: r4 = r5 ; r5=map_value(values)+0{{$}}
# CHECK: r4 = r7 ; r7=map_value(values)+[0,7]{{$}}
# CHECK: r4 = r7 ; r7=scalar=0{{$}}
.section maps,"aw",@progbits
values:
    .4byte 1, 4, 16, 4, 0
