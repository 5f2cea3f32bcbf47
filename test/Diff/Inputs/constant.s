    .section xdp,"ax",@progbits
    .globl prog
    .type prog,@function
prog:
    r0 = 7
    exit
    .size prog, .-prog
