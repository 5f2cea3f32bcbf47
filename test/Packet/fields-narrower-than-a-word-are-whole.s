# SPDX-License-Identifier: Apache-2.0
# Fields of one and two bytes (tstamp_type, the port of an sk_lookup program) are the number itself,
# not the upper bytes of the word that the runtime keeps it in; the port's four bytes are it, too.
# REQUIRES: qemu-mips, qemu-mipsel
# RUN: llvm-mc -triple=%bpf-triple-mips -mcpu=v4 -filetype=obj %s -o %t.be.o
# RUN: llvm-mc -triple=%bpf-triple-mipsel -mcpu=v4 -filetype=obj %s -o %t.le.o
# RUN: bpf-aot-run -target mips %t.be.o -prog type -packet 000102030405060708090a0b08004500 -json -ctx tstamp_type=2 | FileCheck %s --check-prefix=TYPE
# RUN: bpf-aot-run -target mipsel %t.le.o -prog type -packet 000102030405060708090a0b08004500 -json -ctx tstamp_type=2 | FileCheck %s --check-prefix=TYPE
# RUN: bpf-aot-run -target mips %t.be.o -prog port -packet 00 -json -ctx remote_port=0x1234 | FileCheck %s --check-prefix=BE
# RUN: bpf-aot-run -target mipsel %t.le.o -prog port -packet 00 -json -ctx remote_port=0x1234 | FileCheck %s --check-prefix=LE
# TYPE: "retval":2,
# 0x1234 + 0x1234, and the byte at 36 times 65536
# BE: "retval":1188968,
# LE: "retval":3417192,
.section tc,"ax"
.globl type
.type type,@function
type:
    r0 = *(u8 *)(r1 + 180)
    exit
.section sk_lookup,"ax"
.globl port
.type port,@function
port:
    r0 = *(u8 *)(r1 + 36)
    r0 <<= 16
    r2 = *(u16 *)(r1 + 36)
    r3 = *(u32 *)(r1 + 36)
    r0 += r2
    r0 += r3
    exit
