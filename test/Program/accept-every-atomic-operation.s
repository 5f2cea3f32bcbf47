# RFC 9669, 5.3, and load-acquire and store-release of kernel 6.15, as clang spells them.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.el.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.el.o | FileCheck %s
# RUN: llvm-mc -triple=bpfeb -mcpu=v4 -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mips -print=program -stop-after=program %t.eb.o | FileCheck %s
# CHECK: lock *(u32 *)(r10 -4) += w2
# CHECK-NEXT: {{[0-9]+}}: lock *(u64 *)(r10 -8) += r2
# CHECK-NEXT: {{[0-9]+}}: lock *(u64 *)(r10 -8) &= r2
# CHECK-NEXT: {{[0-9]+}}: lock *(u64 *)(r10 -8) |= r2
# CHECK-NEXT: {{[0-9]+}}: lock *(u32 *)(r10 -8) ^= w2
# CHECK-NEXT: {{[0-9]+}}: w2 = atomic_fetch_add((u32 *)(r10 -8), w2)
# CHECK-NEXT: {{[0-9]+}}: r2 = atomic_fetch_and((u64 *)(r10 -8), r2)
# CHECK-NEXT: {{[0-9]+}}: r2 = atomic_fetch_or((u64 *)(r10 -8), r2)
# CHECK-NEXT: {{[0-9]+}}: w2 = atomic_fetch_xor((u32 *)(r10 -8), w2)
# CHECK-NEXT: {{[0-9]+}}: r2 = xchg_64(r10 -8, r2)
# CHECK-NEXT: {{[0-9]+}}: w2 = xchg32_32(r10 -8, w2)
# CHECK-NEXT: {{[0-9]+}}: r0 = cmpxchg_64(r10 -8, r0, r2)
# CHECK-NEXT: {{[0-9]+}}: w0 = cmpxchg32_32(r10 -8, w0, w2)
# CHECK-NEXT: {{[0-9]+}}: w2 = load_acquire((u8 *)(r10 -1))
# CHECK-NEXT: {{[0-9]+}}: w2 = load_acquire((u16 *)(r10 -2))
# CHECK-NEXT: {{[0-9]+}}: w2 = load_acquire((u32 *)(r10 -4))
# CHECK-NEXT: {{[0-9]+}}: r2 = load_acquire((u64 *)(r10 -8))
# CHECK-NEXT: {{[0-9]+}}: store_release((u8 *)(r10 -1), w3)
# CHECK-NEXT: {{[0-9]+}}: store_release((u16 *)(r10 -2), w3)
# CHECK-NEXT: {{[0-9]+}}: store_release((u32 *)(r10 -4), w3)
# CHECK-NEXT: {{[0-9]+}}: store_release((u64 *)(r10 -8), r3)
    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    lock *(u32 *)(r10 - 4) += w2
    lock *(u64 *)(r10 - 8) += r2
    lock *(u64 *)(r10 - 8) &= r2
    lock *(u64 *)(r10 - 8) |= r2
    lock *(u32 *)(r10 - 8) ^= w2
    w2 = atomic_fetch_add((u32 *)(r10 - 8), w2)
    r2 = atomic_fetch_and((u64 *)(r10 - 8), r2)
    r2 = atomic_fetch_or((u64 *)(r10 - 8), r2)
    w2 = atomic_fetch_xor((u32 *)(r10 - 8), w2)
    r2 = xchg_64(r10 - 8, r2)
    w2 = xchg32_32(r10 - 8, w2)
    r0 = cmpxchg_64(r10 - 8, r0, r2)
    w0 = cmpxchg32_32(r10 - 8, w0, w2)
    w2 = load_acquire((u8 *)(r10 - 1))
    w2 = load_acquire((u16 *)(r10 - 2))
    w2 = load_acquire((u32 *)(r10 - 4))
    r2 = load_acquire((u64 *)(r10 - 8))
    store_release((u8 *)(r10 - 1), w3)
    store_release((u16 *)(r10 - 2), w3)
    store_release((u32 *)(r10 - 4), w3)
    store_release((u64 *)(r10 - 8), r3)
    r0 = 0
    exit
