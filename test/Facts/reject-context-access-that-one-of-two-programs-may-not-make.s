# A subprogram that several program types share may read what all of them may; the message names the
# one that may not.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj %s -o %t.o
# RUN: not bpf-aot -target mipsel %t.o -o %t.out 2>&1 | FileCheck %s
# RUN: bpf-aot -target mipsel -prog at_tc %t.o -o %t.out
.text
.type class,@function
class:
    r0 = *(u32 *)(r1 + 0)
    r0 = *(u32 *)(r1 + 72)
    exit
.section tc,"ax"
.globl at_tc
.type at_tc,@function
at_tc:
    call class
    exit
.section cgroup_skb/ingress,"ax"
.globl at_cgroup
.type at_cgroup,@function
at_cgroup:
    call class
    exit
# CHECK: .text+1: error: cgroup skb program: no 4-byte load at offset 72 of the context: field 'tc_classid' is not for this program type (contexts.def)
