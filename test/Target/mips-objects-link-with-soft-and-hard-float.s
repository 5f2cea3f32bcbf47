# The output uses no floating point and says so, whatever LLVM's default is; lld would refuse to
# link an object marked double-float with soft-float ones.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: echo "void __start(void) { }" > %t.c
# RUN: bpf-aot -target mipsel -prog-type raw %t.o -o %t.mips.o
# RUN: llvm-readelf -A %t.mips.o | FileCheck %s
# RUN: %clang --target=mipsel-linux-gnu -mno-abicalls -fno-pic -msoft-float -c %t.c -o %t.soft.o
# RUN: %clang --target=mipsel-linux-gnu -mno-abicalls -fno-pic -mhard-float -c %t.c -o %t.hard.o
# RUN: ld.lld %t.soft.o %t.mips.o -o %t.soft
# RUN: ld.lld %t.hard.o %t.mips.o -o %t.hard
# RUN: bpf-aot -target mips64el -prog-type raw %t.o -o %t.mips.o
# RUN: llvm-readelf -A %t.mips.o | FileCheck %s
# RUN: %clang --target=mips64el-linux-gnuabi64 -mno-abicalls -fno-pic -msoft-float -c %t.c -o %t.soft.o
# RUN: %clang --target=mips64el-linux-gnuabi64 -mno-abicalls -fno-pic -mhard-float -c %t.c -o %t.hard.o
# RUN: ld.lld %t.soft.o %t.mips.o -o %t.soft
# RUN: ld.lld %t.hard.o %t.mips.o -o %t.hard
# RUN: bpf-aot -target mipsisa32r6el -prog-type raw %t.o -o %t.mips.o
# RUN: llvm-readelf -A %t.mips.o | FileCheck %s
# RUN: %clang --target=mipsisa32r6el-linux-gnu -mno-abicalls -fno-pic -msoft-float -c %t.c -o %t.soft.o
# RUN: %clang --target=mipsisa32r6el-linux-gnu -mno-abicalls -fno-pic -mhard-float -c %t.c -o %t.hard.o
# RUN: ld.lld %t.soft.o %t.mips.o -o %t.soft
# RUN: ld.lld %t.hard.o %t.mips.o -o %t.hard
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
# CHECK: FP ABI: Hard or soft float
