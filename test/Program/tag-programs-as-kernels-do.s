# What bpf_prog_info.tag says: of `r0 = 0; exit` a04f5eef06a7f555 up to Linux 6.17, 59f4a931744dcdc6
# since. Subprograms count behind the program, in the order in which calls first name
# them; where a map is does not count. The insns are written out here as a kernel of either byte order gets them.
# RUN: llvm-mc -triple=bpfel -filetype=obj %s -o %t.el.o
# RUN: llvm-mc -triple=bpfeb -filetype=obj %s -o %t.eb.o
# RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.el.o > %t.el
# RUN: bpf-aot -target mips -print=program -stop-after=program %t.eb.o > %t.eb
# RUN: FileCheck %s < %t.el
# RUN: FileCheck %s < %t.eb
# CHECK: program nothing: section "xdp", type XDP, tag a04f5eef06a7f555 before Linux 6.18, 59f4a931744dcdc6 since{{$}}
# RUN: %python -c "import hashlib; b = bytes.fromhex('b701000034120000 18220000000000000000000000000000 8510000003000000 8510000004000000 8510000001000000 9500000000000000 8510000001000000 9500000000000000 bf10000000000000 9500000000000000'); print('calls: section \"xdp\", type XDP, tag', hashlib.sha1(b).hexdigest()[:16], 'before Linux 6.18,', hashlib.sha256(b).hexdigest()[:16], 'since')" > %t.el.want
# RUN: %python -c "import hashlib; b = bytes.fromhex('b710000000001234 18220000000000000000000000000000 8501000000000003 8501000000000004 8501000000000001 9500000000000000 8501000000000001 9500000000000000 bf01000000000000 9500000000000000'); print('calls: section \"xdp\", type XDP, tag', hashlib.sha1(b).hexdigest()[:16], 'before Linux 6.18,', hashlib.sha256(b).hexdigest()[:16], 'since')" > %t.eb.want
# RUN: grep -Ff %t.el.want %t.el
# RUN: grep -Ff %t.eb.want %t.eb
    .section xdp,"ax",@progbits
    .globl nothing
    .type nothing,@function
nothing:
    r0 = 0
    exit
    .size nothing, .-nothing
    .globl calls
    .type calls,@function
calls:
    r1 = 0x1234
    r2 = variable + 4 ll
    call second
    call first
    call second
    exit
    .size calls, .-calls
    .text
    .type first,@function
first:
    r0 = r1
    exit
    .size first, .-first
    .type second,@function
second:
    call first
    exit
    .size second, .-second
    .type unused,@function
unused:
    r0 = 1
    exit
    .size unused, .-unused
    .data
    .globl variable
variable:
    .quad 1
    .quad 2
