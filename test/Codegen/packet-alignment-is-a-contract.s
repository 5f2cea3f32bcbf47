# What -packet-align promises shows in the alignment of loads, and the driver keeps it.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefixes=LOAD,IP
# RUN: bpf-aot -target mipsel -packet-align=0%%8 -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefixes=LOAD,WORD
# RUN: bpf-aot -target mipsel -packet-align=1%%2 -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefixes=LOAD,BYTE
# RUN: bpf-aot-run -target x86-64 %t.o -packet 0102030405060708 | FileCheck %s --check-prefix=AT2
# RUN: bpf-aot-run -target x86-64 -packet-align=5%%8 %t.o -packet 0102030405060708 | FileCheck %s --check-prefix=AT5
# RUN: not bpf-aot -target mipsel -packet-align=4%%4 %t.o -o %t.native 2>&1 | FileCheck %s --check-prefix=USAGE
# RUN: not bpf-aot -target mipsel -mem-align=3 %t.o -o %t.native 2>&1 | FileCheck %s --check-prefix=MEM
.section xdp,"ax",@progbits
.globl start
.type start,@function
start:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 8
    if r4 > r3 goto out
    r0 = *(u32 *)(r2 + 0)
    r0 = r2
    r0 &= 7
    exit
out:
    r0 = 99
    exit
# LOAD-LABEL: define i64 @start
# IP: load i32, ptr %{{.*}}, align 2
# WORD: load i32, ptr %{{.*}}, align 4
# BYTE: load i32, ptr %{{.*}}, align 1
# AT2: XDP_PASS (2)
# AT5: 8 bytes: 5
# USAGE: -packet-align takes M%N
# MEM: -mem-align takes a power of two
