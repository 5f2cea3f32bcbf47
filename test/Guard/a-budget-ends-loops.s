# -run-budget counts the iterations of loops and the calls of a run; without it nobody counts.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot-run -target x86-64 -run-budget 100 %t.o -prog endless -packet 00 -json | FileCheck %s --check-prefix=ENDED
# RUN: bpf-aot-run -target x86-64 -run-budget 100 %t.o -prog ten -packet 00 -json | FileCheck %s --check-prefix=TEN
# RUN: bpf-aot-run -target x86-64 -run-budget 9 %t.o -prog ten -packet 00 -json | FileCheck %s --check-prefix=ENDED
# RUN: bpf-aot-run -target x86-64 -run-budget 20 %t.o -prog calls -packet 00 -json | FileCheck %s --check-prefix=CALLS
# RUN: bpf-aot-run -target x86-64 -run-budget 19 %t.o -prog calls -packet 00 -json | FileCheck %s --check-prefix=ENDED
# RUN: bpf-aot -target x86-64 %t.o -prog endless -emit-llvm=raw -remarks -o - 2>&1 | FileCheck %s --check-prefix=NONE --implicit-check-not=bpf_aot_abort
.section xdp,"ax",@progbits
.macro program name
.globl \name
.type \name,@function
\name:
.endm
program endless
    r0 = 0
again:
    r0 += 1
    goto again
    exit

program ten
    r0 = 0
more:
    r0 += 1
    if r0 != 10 goto more
    exit

program calls
    r6 = 0
next:
    call nothing
    r6 += 1
    if r6 != 10 goto next
    r0 = r6
    exit

.text
.type nothing,@function
nothing:
    r0 = 0
    exit
# ENDED: {"retval":0,"out":"00","aborted":1}
# TEN: {"retval":10,"out":"00"}
# CALLS: {"retval":10,"out":"00"}
# NONE: remark: endless: 0 accesses proven, 0 accesses guarded, 0 accesses probed, 0 divisions narrowed, 0 pointers kept where ways meet, 1 loops not proven to end
