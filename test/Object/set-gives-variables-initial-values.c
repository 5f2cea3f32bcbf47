// SPDX-License-Identifier: Apache-2.0
// Numbers of all widths, text, members and elements; constants fold into the code. The bytes are
// those of the values in the byte order of the object.
// RUN: %clang -O2 -g -target bpfel -mcpu=v3 -c %s -o %t.o
// RUN: %clang -O2 -g -target bpfeb -mcpu=v3 -c %s -o %t.be.o
// RUN: bpf-aot-run %t.o -packet 000102030405060708090a0b0c0d0e0f -dump-maps \
// RUN:   -set verdict=3 -set conf.low=-2 -set 'conf.in[1].x[2]=0x100' -set 'ports[3]=65535' \
// RUN:   -set name=abc -set later=255 -set conf.mode=ON -set total=-1 \
// RUN:   -set conf.on=false | FileCheck %s
// CHECK: XDP_TX (3)
// CHECK: section .data
// CHECK-NEXT: 61626300000000780202010000000000
// CHECK: section .rodata
// CHECK-NEXT: 030000000000feff07000000{{0+}}10000010002000000ffff
// CHECK: section .bss
// CHECK-NEXT: 00000000: ff
// RUN: bpf-aot-run %t.be.o -target mips -packet 000102030405060708090a0b0c0d0e0f -dump-maps \
// RUN:   -set verdict=3 -set conf.low=-2 -set 'conf.in[1].x[2]=0x100' -set 'ports[3]=65535' \
// RUN:   -set name=abc -set later=255 -set conf.mode=7 -set total=-1 -set conf.on=0 \
// RUN:   | FileCheck %s --check-prefix=BE
// REQUIRES: qemu-mips
// BE: XDP_TX (3)
// BE: section .data
// BE-NEXT: 61626300000000780000000000010202
// BE: section .rodata
// BE-NEXT: 000000030000fffe00000007{{0+}}100000100020000ffff
// BE: section .bss
// BE-NEXT: 00000000: ff
// RUN: bpf-aot %t.o -target x86-64 -emit-llvm -set verdict=3 -o - \
// RUN:   | FileCheck %s --check-prefix=FOLDED
// FOLDED: define {{.*}} @prog(
// FOLDED: ret i64 3

// RUN: not bpf-aot %t.o -target x86-64 -set verdict 2>&1 \
// RUN:   | FileCheck %s --check-prefix=FORM
// FORM: -set takes NAME=VALUE, not 'verdict'
// RUN: not bpf-aot %t.o -target x86-64 -set nope=1 2>&1 \
// RUN:   | FileCheck %s --check-prefix=NOPE
// NOPE: -set names 'nope', the object has no such variable
// RUN: not bpf-aot %t.o -target x86-64 -set verdict=zz 2>&1 \
// RUN:   | FileCheck %s --check-prefix=WORD
// WORD: -set: 'zz' is no value for 'verdict' of 4 bytes
// RUN: not bpf-aot %t.o -target x86-64 -set later=256 2>&1 \
// RUN:   | FileCheck %s --check-prefix=WIDE
// WIDE: -set: '256' is no value for 'later' of 1 bytes
// RUN: not bpf-aot %t.o -target x86-64 -set conf.low=-32769 2>&1 \
// RUN:   | FileCheck %s --check-prefix=LOW
// LOW: -set: '-32769' is no value for 'conf.low' of 2 bytes
// RUN: not bpf-aot %t.o -target x86-64 -set ports=1 2>&1 \
// RUN:   | FileCheck %s --check-prefix=ARRAY
// ARRAY: -set: 'ports' (8 bytes) is neither a number nor text
// RUN: not bpf-aot %t.o -target x86-64 -set 'ports[4]=1' 2>&1 \
// RUN:   | FileCheck %s --check-prefix=INDEX
// INDEX: -set: 'ports' has the elements 0 to 3
// RUN: not bpf-aot %t.o -target x86-64 -set 'verdict[0]=1' 2>&1 \
// RUN:   | FileCheck %s --check-prefix=PLAIN
// PLAIN: -set: 'verdict' (4 bytes) is no array
// RUN: not bpf-aot %t.o -target x86-64 -set conf.x=1 2>&1 \
// RUN:   | FileCheck %s --check-prefix=MEMBER
// MEMBER: -set: 'conf' (36 bytes) has no member 'x'
// RUN: not bpf-aot %t.o -target x86-64 -set conf.flag=1 2>&1 \
// RUN:   | FileCheck %s --check-prefix=BITS
// BITS: -set: 'conf.flag' is a bit field
// RUN: not bpf-aot %t.o -target x86-64 -set name=abcdefgh 2>&1 \
// RUN:   | FileCheck %s --check-prefix=LONG
// LONG: -set: 'name' has 8 bytes, 'abcdefgh' and its end take 9

#define SEC(name) __attribute__((section(name), used))

enum mode { OFF, ON = 7 };
struct conf {
    _Bool on;
    short low;
    enum mode mode;
    unsigned flag : 3;
    struct {
        int x[3];
    } in[2];
};

const volatile unsigned verdict = 1;
const volatile struct conf conf = {1};
const volatile unsigned short ports[4] = {1, 2};
char name[8] = "eth0";
long long total = 5;
static volatile unsigned char later;

SEC("xdp") int prog(void *ctx) {
    total += conf.low + conf.in[1].x[2] + ports[3] + later + conf.mode;
    name[7] = 'x';
    return verdict;
}

char gpl[] SEC("license") = "GPL";
