# RISC-V: where an access lies is known better than as a power of two that divides it: 8 bytes at 2 modulo 4
# are three parts, not four. A CPU that may do it whole does it whole.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target riscv64 -S %t.o -o - | FileCheck %s --check-prefix=CUT
# RUN: bpf-aot -target riscv64 -mattr +unaligned-scalar-mem -S %t.o -o - | FileCheck %s --check-prefix=WHOLE
# RUN: bpf-aot -target riscv64 -packet-align=0%%8 -S %t.o -o - | FileCheck %s --check-prefix=WHOLE
# RUN: bpf-aot -target riscv64 -packet-align=1%%2 -S %t.o -o - | FileCheck %s --check-prefix=ODD
.section xdp,"ax",@progbits
.globl copy
.type copy,@function
copy:
    r2 = *(u32 *)(r1 + 0)
    r3 = *(u32 *)(r1 + 4)
    r4 = r2
    r4 += 24
    if r4 > r3 goto out
    r5 = *(u64 *)(r2 + 0)
    *(u64 *)(r2 + 16) = r5
out:
    r0 = 2
    exit
# CUT-LABEL: copy:
# CUT: bltu
# CUT-COUNT-3: {{l[hw]u?[[:space:]]}}
# CUT-NOT: {{l[bhwd]u?[[:space:]]}}
# CUT-COUNT-3: {{s[hw][[:space:]]}}
# CUT-NOT: {{[ls][bhwd]u?[[:space:]]}}
# CUT: ret
# WHOLE-LABEL: copy:
# WHOLE: bltu
# WHOLE-NEXT: ld {{.*}}, 0(
# WHOLE-NEXT: sd {{.*}}, 16(
# ODD-LABEL: copy:
# ODD: bltu
# ODD-COUNT-5: {{l[bh]u?[[:space:]]}}
# ODD-NOT: {{l[bhwd]u?[[:space:]]}}
# ODD: ret
