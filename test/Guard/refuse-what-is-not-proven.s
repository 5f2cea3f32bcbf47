# With -unproven=error an access that the facts do not prove is refused, in the words that the
# kernel's verifier has for it (kernel/bpf/verifier.c).
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel -unproven=error -prog number %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=NUMBER
# RUN: not bpf-aot -target mipsel -unproven=error -prog packet %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=PACKET
# RUN: not bpf-aot -target mipsel -unproven=error -prog end %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=END
# RUN: not bpf-aot -target mipsel -prog end %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=END
# RUN: not bpf-aot -target mipsel -unproven=error -prog null %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=NULL
# RUN: not bpf-aot -target mipsel -unproven=error -prog value %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=VALUE
# RUN: not bpf-aot -target mipsel -unproven=error -prog variable %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=VARIABLE
# RUN: not bpf-aot -target mipsel -unproven=error -prog negative %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=NEGATIVE
# RUN: not bpf-aot -target mipsel -unproven=error -prog stack %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=STACK
# RUN: not bpf-aot -target mipsel -unproven=error -prog argument %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=ARGUMENT
# RUN: not bpf-aot -target mipsel -unproven=error -prog size %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=SIZE
# RUN: not bpf-aot -target mipsel -prog constant %t.o -o %t.out 2>&1 | FileCheck %s --check-prefix=CONSTANT
# RUN: bpf-aot -target mipsel -unproven=trust -prog constant %t.o -o %t.out
# RUN: bpf-aot -target mipsel -unproven=error -prog proven %t.o -o %t.out
.section xdp,"ax",@progbits
.macro program name
.globl \name
.type \name,@function
\name:
.endm
.macro lookup
    *(u32 *)(r10 - 4) = 0
    r2 = r10
    r2 += -4
    r1 = values ll
    call 1
.endm

program number
    r1 = 16
    r0 = *(u8 *)(r1 + 0)
    exit
# NUMBER: xdp+1: error: R1 invalid mem access 'scalar': not proven; check it in the program, or let -unproven=guard do so

program packet
    r3 = *(u32 *)(r1 + 0)
    r0 = *(u32 *)(r3 + 14)
    exit
# PACKET: error: invalid access to packet, off=14 size=4, R3(id=0,off=14,r=0): not proven

program end
    r3 = *(u32 *)(r1 + 4)
    r0 = *(u8 *)(r3 - 1)
    exit
# END: error: R3 invalid mem access 'pkt_end'{{$}}

program null
    lookup
    r0 = *(u64 *)(r0 + 0)
    exit
# NULL: error: R0 invalid mem access 'map_value_or_null': not proven

program value
    lookup
    if r0 == 0 goto +1
    r0 = *(u64 *)(r0 + 8)
    exit
# VALUE: error: invalid access to map value, value_size=8 off=8 size=8: not proven

program variable
    r6 = *(u32 *)(r1 + 12)
    lookup
    if r0 == 0 goto +2
    r0 += r6
    r0 = *(u8 *)(r0 + 0)
    exit
# VARIABLE: error: invalid access to map value, value_size=8 off=0 size=1: not proven

program negative
    r6 = *(u32 *)(r1 + 12)
    r6 &= 15
    lookup
    if r0 == 0 goto +3
    r0 += -8
    r0 += r6
    r0 = *(u8 *)(r0 + 0)
    exit
# NEGATIVE: error: R0 min value is negative, either use unsigned index or do a if (index >=0) check: not proven

program stack
    r6 = *(u32 *)(r1 + 12)
    r6 &= 15
    r3 = r10
    r3 += -8
    r3 += r6
    *(u8 *)(r3 + 0) = 1
    r0 = 0
    exit
# STACK: error: invalid variable-offset write to stack R3 off=-8 size=1: not proven

program argument
    r2 = *(u32 *)(r1 + 0)
    r1 = values ll
    call 1
    r0 = 0
    exit
# ARGUMENT: error: invalid access to packet, off=0 size=4, R2(id=0,off=0,r=0): not proven

program size
    r4 = *(u32 *)(r1 + 12)
    r3 = r10
    r3 += -16
    r1 = 0
    r2 = 0
    r5 = 0
    call 28
    r0 = 0
    exit
# SIZE: error: R4 unbounded memory access, use 'var &= const' or 'if (var < const)': not proven

program constant
    r1 = fixed ll
    *(u8 *)(r1 + 0) = 1
    r0 = 0
    exit
# CONSTANT: error: write into map forbidden, value_size=8 off=0 size=1{{$}}

program proven
    *(u64 *)(r10 - 8) = 5
    r3 = r10
    r3 += -8
    r4 = *(u32 *)(r1 + 12)
    r4 &= 7
    r3 += r4
    r6 = *(u8 *)(r3 + 0)
    r1 = fixed ll
    r1 += r4
    r7 = *(u8 *)(r1 + 0)
    lookup
    if r0 == 0 goto +2
    *(u64 *)(r0 + 0) = 1
    r7 = *(u8 *)(r0 + 7)
    r0 = 2
    exit

.section .rodata,"a",@progbits
fixed:
    .quad 1

.section maps,"aw",@progbits
.globl values
.type values,@object
.size values, 20
values:
    .long 1, 4, 8, 1, 0
