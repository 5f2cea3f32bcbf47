# SPDX-License-Identifier: Apache-2.0
# A helper that takes another struct than the program's context would write where it must not
# (net/core/filter.c: xdp_func_proto has no skb_vlan_pop, cg_skb_func_proto neither); nor may a
# subprogram that only some of its callers could call it from.
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=0 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck --check-prefix=XDP %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=1 %s -o %t.o
# RUN: not bpf-aot %t.o -target mipsel -o %t.out 2>&1 | FileCheck --check-prefix=CGROUP %s
# RUN: llvm-mc -triple=bpfel -mcpu=v4 -filetype=obj -defsym CASE=2 %s -o %t.o
# RUN: bpf-aot %t.o -target mipsel -o %t.out
# XDP: error: helper skb_vlan_pop is not for this program type (helper_use.def)
# CGROUP: error: helper skb_vlan_pop is not for this program type (helper_use.def)
.text
.type popper,@function
popper:
    call 19
    exit
.if CASE == 0
.section xdp,"ax"
.elseif CASE == 1
.section cgroup_skb/egress,"ax"
.else
.section tc,"ax"
.endif
.globl prog
.type prog,@function
prog:
    call popper
    exit
.section tc/ingress,"ax"
.globl other
.type other,@function
other:
    call popper
    exit
