// -fPIC: no relocation is left that a shared object could not have, also for data and helpers.
// RUN: %clang -O2 -g -target bpfel -mcpu=v3 -c %s -o %t.o
// RUN: bpf-aot -target x86-64 -fPIC -prog-type raw %t.o -o %t.x86.o
// RUN: %clang -shared -nostdlib -fuse-ld=lld -Wl,-z,text %t.x86.o -o %t.x86.so
// RUN: llvm-readelf --dyn-syms %t.x86.so | FileCheck %s
// RUN: bpf-aot -target aarch64 -fPIC -prog-type raw %t.o -o %t.pic.o
// RUN: ld.lld -shared -z text %t.pic.o -o %t.so
// RUN: bpf-aot -target mipsel -fPIC -prog-type raw %t.o -o %t.pic.o
// RUN: ld.lld -shared -z text %t.pic.o -o %t.so
// RUN: bpf-aot -target mips64el -fPIC -prog-type raw %t.o -o %t.pic.o
// RUN: ld.lld -shared -z text %t.pic.o -o %t.so
// RUN: bpf-aot -target riscv64 -fPIE -prog-type raw %t.o -o %t.pic.o
// RUN: ld.lld -shared -z text %t.pic.o -o %t.so
// RUN: bpf-aot -target x86-64 -fPIC -fno-pic -prog-type raw %t.o -o %t.static.o
// RUN: not ld.lld -shared -z text %t.static.o -o %t.so
int counter;
unsigned long long f(void *mem, unsigned long long size) {
    counter++;
    return counter + ((unsigned long long (*)(void))5)();
}
// CHECK: GLOBAL DEFAULT {{.*}} f
