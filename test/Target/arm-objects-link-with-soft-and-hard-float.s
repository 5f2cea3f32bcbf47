# An object without the attribute of floating-point arguments goes with either kind.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: echo "double g(double d) { return d; } void _start(void) { }" > %t.c
# RUN: bpf-aot -target arm -prog-type raw %t.o -o %t.arm.o
# RUN: bpf-aot -target thumbv7 -prog-type raw %t.o -o %t.thumb.o
# RUN: %clang --target=armv7a-linux-gnueabi -mfloat-abi=soft -c %t.c -o %t.soft.o
# RUN: %clang --target=armv7a-linux-gnueabihf -mfloat-abi=hard -c %t.c -o %t.hard.o
# RUN: ld.lld %t.soft.o %t.arm.o -o %t.soft
# RUN: ld.lld %t.hard.o %t.arm.o %build_dir/lib/bpf-aot/libbpf-aot-rt-arm.a -o %t.hard
# RUN: ld.lld %t.hard.o %t.thumb.o -o %t.hard
# RUN: bpf-aot -target armv5te -prog-type raw %t.o -o %t.v5.o
# RUN: ld.lld %t.soft.o %t.v5.o -o %t.soft
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
