# -facts=check: a block of thousands of calls, each with a number that lives through all of them, is cut, because passes
# of LLVM take time that grows with the square of its length or faster. Uncut, either target takes minutes of CPU;
# cut, it takes a second or two of it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bash -c 'ulimit -t 30; bpf-aot -target mipsel -prog-type raw -facts=check -hide-constants %t.o -o %t.mipsel.o'
# RUN: bash -c 'ulimit -t 30; bpf-aot -target riscv32 -prog-type raw -facts=check -hide-constants %t.o -o %t.riscv32.o'
# RUN: bash -c 'ulimit -t 30; bpf-aot-run -prog-type raw -facts=check -hide-constants %t.o -mem 00 -json' | FileCheck %s
# CHECK: {"retval":3000,
    .globl prog
    .type prog,@function
prog:
    w7 = 0
    w8 = 0
    .rept 3000
    w3 = w7
    call 5
    w0 = w7
    w0 += 1
    w8 += w0
    .endr
    r0 = r8
    exit
    .size prog, .-prog
