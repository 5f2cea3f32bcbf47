# SPDX-License-Identifier: Apache-2.0
# Every index of an array exists: where the key in the frame is known to be below max_entries, the
# lookup does not return NULL. Not for a key that may be 4, that is only half known, or in a hash.
# RUN: llvm-mc -triple=bpfel -filetype=obj %s -o %t.o
# RUN: bpf-aot -target mipsel -map-max table=4 -print=facts -stop-after=facts %t.o | FileCheck %s
.section xdp,"ax",@progbits
.globl below
.type below,@function
below:
  r3 = *(u32 *)(r1 + 12)
  r3 &= 3
  *(u32 *)(r10 - 4) = w3
  r2 = r10
  r2 += -4
  r1 = table ll
  call 1
# CHECK: call 1
# CHECK-NEXT: = *(u64 *)(r0 +0) ; r0=map_value(table)+0{{$}}
  r0 = *(u64 *)(r0 + 0)
  r0 = 2
  exit
.size below, .-below

.globl perhaps
.type perhaps,@function
perhaps:
  r3 = *(u32 *)(r1 + 12)
  r3 &= 7
  *(u32 *)(r10 - 4) = w3
  r2 = r10
  r2 += -4
  r1 = table ll
  call 1
# CHECK: call 1
# CHECK-NEXT: if r0 == 0 {{.*}} r0=map_value(table)+0 or null
  if r0 == 0 goto 1f
  r0 = *(u64 *)(r0 + 0)
1:
  r0 = 2
  exit
.size perhaps, .-perhaps

.globl half
.type half,@function
half:
  r3 = *(u32 *)(r1 + 12)
  r4 = 0
  *(u32 *)(r10 - 4) = w4
  *(u16 *)(r10 - 2) = w3
  r2 = r10
  r2 += -4
  r1 = table ll
  call 1
# CHECK: call 1
# CHECK-NEXT: if r0 == 0 {{.*}} r0=map_value(table)+0 or null
  if r0 == 0 goto 1f
  r0 = *(u64 *)(r0 + 0)
1:
  r0 = 2
  exit
.size half, .-half

.globl hash
.type hash,@function
hash:
  r3 = 0
  *(u32 *)(r10 - 4) = w3
  r2 = r10
  r2 += -4
  r1 = others ll
  call 1
# CHECK: call 1
# CHECK-NEXT: if r0 == 0 {{.*}} r0=map_value(others)+0 or null
  if r0 == 0 goto 1f
  r0 = *(u64 *)(r0 + 0)
1:
  r0 = 2
  exit
.size hash, .-hash

.section maps,"aw",@progbits
.globl table
.type table,@object
table: # type, key_size, value_size, max_entries, flags
  .long 2, 4, 8, 4, 0
.size table, 20
.globl others
.type others,@object
others:
  .long 1, 4, 8, 4, 0
.size others, 20
