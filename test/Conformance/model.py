# SPDX-License-Identifier: Apache-2.0
"""Instruction semantics on Python's unbounded integers, written from RFC 9669, 4.1 to 4.3.
Gives the expected values of generated tests; knows nothing of interpreter and translator."""

import operator

ALL64 = 2**64 - 1


def unsigned(value, width):
    return value % 2**width


def signed(value, width):
    value = value % 2**width
    return value - 2**width if value >= 2**(width - 1) else value


def _truncated_quotient(a, b):
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def _sdiv(a, b, width):
    a, b = signed(a, width), signed(b, width)
    return _truncated_quotient(a, b) if b else 0


def _smod(a, b, width):
    a, b = signed(a, width), signed(b, width)
    return a - b * _truncated_quotient(a, b) if b else a


# Name to (operator in assembly, function of both operands as unsigned numbers and the width).
ALU = {
    "add": ("+=", lambda a, b, w: a + b),
    "sub": ("-=", lambda a, b, w: a - b),
    "mul": ("*=", lambda a, b, w: a * b),
    "div": ("/=", lambda a, b, w: a // b if b else 0),
    "mod": ("%=", lambda a, b, w: a % b if b else a),
    "sdiv": ("s/=", _sdiv),
    "smod": ("s%=", _smod),
    "or": ("|=", lambda a, b, w: a | b),
    "and": ("&=", lambda a, b, w: a & b),
    "xor": ("^=", lambda a, b, w: a ^ b),
    "lsh": ("<<=", lambda a, b, w: a << b % w),
    "rsh": (">>=", lambda a, b, w: a >> b % w),
    "arsh": ("s>>=", lambda a, b, w: signed(a, w) >> b % w),
    "mov": ("=", lambda a, b, w: b),
}

# Name to (operator in assembly, comparison, on signed numbers).
CONDITIONS = {
    "jeq": ("==", operator.eq, False),
    "jne": ("!=", operator.ne, False),
    "jgt": (">", operator.gt, False),
    "jge": (">=", operator.ge, False),
    "jlt": ("<", operator.lt, False),
    "jle": ("<=", operator.le, False),
    "jset": ("&", lambda a, b: a & b != 0, False),
    "jsgt": ("s>", operator.gt, True),
    "jsge": ("s>=", operator.ge, True),
    "jslt": ("s<", operator.lt, True),
    "jsle": ("s<=", operator.le, True),
}


def alu(name, a, b, width):
    """The 64-bit register after `a op= b`; an immediate comes as a signed number."""
    function = ALU[name][1]
    return unsigned(function(unsigned(a, width), unsigned(b, width), width), width)


def neg(a, width):
    return unsigned(-a, width)


def taken(name, a, b, width):
    _, compare, on_signed = CONDITIONS[name]
    cut = signed if on_signed else unsigned
    return compare(cut(a, width), cut(b, width))


def movsx(a, bits, width):
    return unsigned(signed(a, bits), width)


def bswap(a, bits):
    return int.from_bytes(unsigned(a, bits).to_bytes(bits // 8, "little"), "big")


def load(memory, offset, size, extend, big_endian):
    order = "big" if big_endian else "little"
    value = int.from_bytes(memory[offset:offset + size], order, signed=extend)
    return unsigned(value, 64)


def store(value, size, big_endian):
    return unsigned(value, 8 * size).to_bytes(size, "big" if big_endian else "little")
