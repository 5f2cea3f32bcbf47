# A subprogram's parameters are the registers it reads, through its own callees, too.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -print=cfg -stop-after=cfg %t.o | FileCheck %s
.text
.globl main
.type main,@function
main:
    r3 = 7
    call outer
    exit
.type outer,@function
outer:
    r0 = r1
    call inner
    exit
.type inner,@function
inner:
    r0 = r3
    exit
# CHECK-DAG: function main params r1
# CHECK-DAG: function outer params r1 r3
# CHECK-DAG: function inner params r3
