# Nobody else sees a frame that no pointer left: an atomic on it is plain code, and a barrier where
# the kernel's memory model has one (with fetch). Once a callee has a pointer, it stays atomic.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm=raw %t.o -o - | FileCheck %s
.text
.globl private
.type private,@function
private:
    r3 = 5
    *(u64 *)(r10 - 8) = r3
    lock *(u64 *)(r10 - 8) += r2
    r3 = atomic_fetch_add((u64 *)(r10 - 8), r3)
    r0 = *(u64 *)(r10 - 8)
    exit
# CHECK-LABEL: define i64 @private
# CHECK-NOT: atomicrmw
# CHECK: add i64
# CHECK-NEXT: store i64
# CHECK-NOT: fence
# CHECK: add i64
# CHECK-NEXT: store i64
# CHECK-NEXT: fence seq_cst
# CHECK-NOT: atomicrmw
# CHECK: ret i64

.globl shared
.type shared,@function
shared:
    r3 = 5
    *(u64 *)(r10 - 8) = r3
    r1 = r10
    r1 += -8
    call keep
    lock *(u64 *)(r10 - 8) += r0
    r0 = *(u64 *)(r10 - 8)
    exit
.hidden keep
.type keep,@function
keep:
    r0 = *(u64 *)(r1 + 0)
    exit
# CHECK-LABEL: define i64 @shared
# CHECK: atomicrmw add
