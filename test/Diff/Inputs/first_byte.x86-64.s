f0: pushq %rbp
    movq %rsp, %rbp
    movq 0(%rdi), %rsi
i1: movq 8(%rdi), %rdx
i3: leaq 1(%rsi), %rcx
i4: xorl %eax, %eax
i5: cmpq %rdx, %rcx
    ja i7
i6: movzbl 0(%rsi), %eax
i7: leave
    retq
