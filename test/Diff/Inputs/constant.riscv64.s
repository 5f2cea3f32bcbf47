i0: li a0, 700
    li a1, 100
    div a0, a0, a1
i1: ret
