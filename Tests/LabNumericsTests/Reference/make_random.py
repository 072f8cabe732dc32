"""Prints the golden sequences of RandomStreamsTests.swift, RandomContinuousTests.swift and RandomNumbersTests.swift.

Run `python3 make_random.py`. The jumps by squaring the 256 × 256 matrix over GF(2) that one step of the generator is,
not by its authors' polynomials; the exponential and normal numbers by the documented formulas in Python's floats, with
no libm but for the square root, which IEEE 754 fixes.
"""

M = (1 << 64) - 1
rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & M


def step(s):
    s0, s1, s2, s3 = s
    shifted = s1 << 17 & M
    s2 ^= s0
    s3 ^= s1
    return s0 ^ s3, s1 ^ s2, s2 ^ shifted, rotate(s3, 45)


def output(s):
    return rotate(s[1] * 5 & M, 7) * 9 & M


def pack(s):
    return s[0] | s[1] << 64 | s[2] << 128 | s[3] << 192


def unpack(x):
    return tuple(x >> 64 * i & M for i in range(4))


def apply(columns, x):
    result, i = 0, 0
    while x:
        if x & 1:
            result ^= columns[i]
        x >>= 1
        i += 1
    return result


columns = [pack(step(unpack(1 << i))) for i in range(256)]
for power in range(1, 193):
    columns = [apply(columns, c) for c in columns]
    if power in (128, 192):
        s = unpack(apply(columns, pack((1, 2, 3, 4))))
        values = []
        for _ in range(3):
            values.append(output(s))
            s = step(s)
        print(f"after 2^{power}:", values)


def splitmix(state):
    while True:
        state = state + 0x9E3779B97F4A7C15 & M
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & M
        z = (z ^ z >> 27) * 0x94D049BB133111EB & M
        yield z ^ z >> 31


def log(x):
    import math

    m, e = math.frexp(x)
    m, k = 2 * m, float(e - 1)
    if m > 1.4142135623730951:
        m, k = m / 2, k + 1
    s = (m - 1) / (m + 1)
    square, total = s * s, 0.0
    for n in range(23, 2, -2):
        total = total * square + 1 / n
    high, low = float.fromhex("0x1.62e42fefap-1"), float.fromhex("0x1.cf79abc9e3b4p-40")
    return k * high + (2 * s + (2 * s * square * total + k * low))


words = splitmix(2024)
print("exponential:", [-log(1 - (next(words) >> 11) * 2.0**-53) for _ in range(4)])
words = splitmix(2024)
print("below 1000:", [next(words) * 1000 >> 64 for _ in range(8)])


def normal(words):
    import math

    while True:
        u, v = (2 * ((next(words) >> 11) * 2.0**-53) - 1 for _ in range(2))
        s = u * u + v * v
        if 0 < s < 1:
            return u * math.sqrt(-2 * log(s) / s)


words = splitmix(2024)
print("normal, the last four of 20:", [normal(words) for _ in range(20)][16:])
