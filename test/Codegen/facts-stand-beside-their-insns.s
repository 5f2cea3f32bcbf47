# With -print=facts, the IR says what is known of each value: what tests and people look for first
# when code is not what they expected.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=facts -emit-llvm=raw %t.o -o %t.ll > %t.facts
# RUN: FileCheck %s --input-file=%t.ll
# RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=PLAIN
.section xdp,"ax",@progbits
.globl loop
.type loop,@function
loop:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 12)
    w3 &= 63
    r2 += r3
    r0 = 0
again:
    w0 += 2
    w3 -= 1
    if w3 != 0 goto again
    exit
# CHECK-LABEL: define i64 @loop
# CHECK: %r2.0 = load ptr, {{.*}}!bpf.fact ![[PACKET:[0-9]+]]
# CHECK: and i32 {{.*}}, 63, !bpf.fact ![[SMALL:[0-9]+]]
# CHECK: phi i32 {{.*}}!bpf.fact
# CHECK-DAG: ![[PACKET]] = !{!"r2=pkt+0"}
# CHECK-DAG: ![[SMALL]] = !{!"r3=scalar[0,63]"}
# PLAIN-NOT: bpf.fact
