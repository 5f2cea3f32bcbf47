# A program has its context at hand: its packet accesses need no call.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s --implicit-check-not=bpf_aot_check
.section xdp,"ax",@progbits
.globl read
.type read,@function
read:
    r2 = *(u32 *)(r1 + 0)
    r0 = *(u32 *)(r2 + 14)
    exit
# CHECK: define internal i64 @read.body
# CHECK: %[[PINNED:.*]] = freeze ptr %r2.0
# CHECK: %[[BYTES:.*]] = sub i32 %{{.*}}, %{{.*}}
# CHECK: %[[ADDRESS:.*]] = add i32 %{{.*}}, 14
# CHECK: %[[OFFSET:.*]] = sub i32 %[[ADDRESS]],
# CHECK: %[[ROOM:.*]] = sub i32 %[[BYTES]], 4
# CHECK: %[[FITS:.*]] = icmp uge i32 %[[BYTES]], 4
# CHECK: %[[STARTS:.*]] = icmp ule i32 %[[OFFSET]], %[[ROOM]]
# CHECK: %[[GOOD:.*]] = and i1 %[[FITS]], %[[STARTS]]
# CHECK: br i1 %[[GOOD]], label %checked, label %abort
# CHECK: getelementptr i8, ptr %[[PINNED]], i32 14
