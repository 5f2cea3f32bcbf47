# libbpf's names of the one type this version has, modern and old; a leading ? is skipped.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.o | FileCheck %s
# CHECK: program a: section "xdp", type XDP
# CHECK: program b: section "?xdp", type XDP
# CHECK: program c: section "xdp/eth0", type XDP
# CHECK: program d: section "xdp.frags", type XDP
# CHECK: program e: section "xdp_devmap/x", type XDP
# CHECK: program f: section "xdp/cpumap", type XDP
    .macro program name, section
    .section "\section","ax",@progbits
    .globl \name
    .type \name,@function
\name:
    r0 = 0
    exit
    .endm
    program a, xdp
    program b, ?xdp
    program c, xdp/eth0
    program d, xdp.frags
    program e, xdp_devmap/x
    program f, xdp/cpumap
