# A triple without a row works as far as LLVM goes, and says that nobody tried.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target powerpc64le-unknown-linux-gnu -c -prog-type raw %t.o -o %t.out 2>&1 | FileCheck %s
# RUN: llvm-readelf -h %t.out | FileCheck %s --check-prefix=ELF
# RUN: not bpf-aot -target powerpc64le-unknown-linux-gnu -exe -prog-type raw %t.o -o %t.exe 2>&1 | FileCheck %s --check-prefix=EXE
# RUN: not bpf-aot -target s390x-linux-gnu -prog-type raw %t.o -o %t.exe 2>&1 | FileCheck %s --check-prefix=ORDER
# RUN: not bpf-aot -target avr -prog-type raw %t.o -o %t.exe 2>&1 | FileCheck %s --check-prefix=NARROW
.text
.globl f
.type f,@function
f:
    r0 = 0
    exit
# CHECK: warning: target powerpc64le-unknown-linux-gnu is untested
# ELF: little endian
# ELF: Machine: PowerPC64
# EXE: error: target powerpc64le-unknown-linux-gnu has no runtime to link with; it goes with mipsel,
# ORDER: error: the object is little-endian, target s390x-linux-gnu is big-endian
# NARROW: error: unknown target 'avr'
