# Extensions and profiles of -march, and features and CPUs, reach the instruction selection;
# compressed instructions are on unless the string says otherwise.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: bpf-aot -target riscv64 -prog-type raw %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefix=PLAIN
# RUN: bpf-aot -target riscv64 -prog-type raw -march=rv64gc_zba_zbb_zbs_zicond %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefixes=REV8,ZICOND
# RUN: bpf-aot -target riscv64 -prog-type raw -march=rva22u64 %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefixes=REV8,NOCOND
# RUN: bpf-aot -target riscv64 -prog-type raw -march=rva23u64 %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefixes=REV8,ZICOND
# RUN: bpf-aot -target riscv64 -prog-type raw -mattr=+zbb %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefixes=REV8,NOCOND
# RUN: bpf-aot -target riscv32 -prog-type raw -march=rv32imac_zbb %t.o -o %t.out && llvm-objdump -d --mattr=+zbb,+zicond %t.out | FileCheck %s --check-prefixes=REV8
# RUN: bpf-aot -target riscv64 -prog-type raw %t.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefix=RVC
# RUN: bpf-aot -target riscv64 -prog-type raw -march=rv64ima %t.o -o %t.out && llvm-readelf -h %t.out | FileCheck %s --check-prefix=NORVC
.text
.globl swapped
.type swapped,@function
swapped:
    r0 = r2
    r0 = be32 r0
    exit
.globl chosen
.type chosen,@function
chosen:
    r0 = 0
    if r2 == 7 goto 1f
    r0 = r2
1:
    r0 += 3
    exit
# PLAIN-NOT: rev8
# PLAIN-NOT: czero
# REV8: <swapped>:
# REV8: rev8
# ZICOND: <chosen>:
# ZICOND: czero
# NOCOND: <chosen>:
# NOCOND-NOT: czero
# RVC: Flags:{{.*}}RVC
# NORVC-NOT: RVC
