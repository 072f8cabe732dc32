"""Writes elementwise.json, the golden values of ElementwiseTests.swift, by mpmath 1.3.0 in 60 digits.

Run `python3 make_elementwise.py` in this folder. A value is kept as the nearest Double and what is missing to 32 digits,
so that an error can be told in hundredths of a unit in the last place. The arguments are every kind of number there is:
small and large, near the places where a function is 0 or 1 or leaves the range, and random bit patterns.
"""

import json
import math
import random
import struct

from mpmath import mp, mpf, exp, log, log1p, tanh, erf, sqrt

mp.dps = 60
random.seed(20261)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return log1p(exp(x)) if x < 100 else x + log1p(exp(-x))


FUNCTIONS = {"exp": exp, "log": log, "tanh": tanh, "sigmoid": sigmoid, "softplus": softplus, "erf": erf, "sqrt": sqrt}


def to_float(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def bits(kind):
    while True:
        if kind == "Double":
            x = struct.unpack("d", struct.pack("Q", random.getrandbits(64)))[0]
        else:
            x = struct.unpack("f", struct.pack("I", random.getrandbits(32)))[0]
        if math.isfinite(x) and x != 0:
            return x


def arguments(kind):
    least, edge = (-745.2, 709.8) if kind == "Double" else (-103.9, 88.73)
    tiny = -1022 if kind == "Double" else -126
    xs = [random.uniform(-1, 1) * 2.0 ** -random.uniform(0, 60) for _ in range(60)]
    xs += [random.uniform(-8, 8) for _ in range(80)]
    xs += [random.uniform(least, edge) for _ in range(60)]
    xs += [edge - random.uniform(0, 1) for _ in range(15)] + [least + random.uniform(0, 40) for _ in range(40)]
    xs += [1 + random.uniform(-1, 1) * 2.0 ** -random.uniform(0, 50) for _ in range(40)]
    xs += [math.ldexp(random.uniform(0.5, 1), tiny - random.randrange(20)) for _ in range(20)]
    xs += [c + random.uniform(-0.01, 0.01) for c in (0.25, 0.5, 0.55, 0.7071, 1.4142, 5.9, 9.0) for _ in range(4)]
    xs += [bits(kind) for _ in range(60)]
    return [to_float(x) if kind == "Float" else x for x in xs]


def largest(kind):
    return mpf(1.7976931348623157e308) if kind == "Double" else mpf(3.4028234663852886e38)


def parts(value):
    high = float(value)
    return [high, float(value - mpf(high))]


rows = []
for kind in ("Double", "Float"):
    for name, f in FUNCTIONS.items():
        for x in arguments(kind):
            if name in ("log", "sqrt"):
                x = abs(x)
            if x == 0:
                continue
            if name == "softplus" and x > 1e300 or name == "exp" and x > 710:
                continue
            # Nothing is asked of what lies far below the smallest number but that it be 0.
            value = mpf(0) if name in ("exp", "sigmoid", "softplus") and x < -2000 else f(mpf(x))
            if abs(value) <= largest(kind):
                rows.append([kind, name, x] + parts(value))

powers = []
for kind in ("Double", "Float"):
    ln_range = 744 if kind == "Double" else 103
    for i in range(300):
        x = math.exp(random.uniform(-5, 5)) if i < 100 else 1 + random.uniform(-1, 1) * 2.0 ** -random.randrange(2, 20)
        if i >= 200:
            x = abs(bits(kind))
        if kind == "Float":
            x = to_float(x)
        if x in (0, 1):
            continue
        y = random.uniform(-1, 0.95) * ln_range / abs(math.log(x))
        if kind == "Float":
            y = to_float(y)
        value = mpf(x) ** mpf(y)
        if value <= largest(kind) and math.isfinite(y):
            powers.append([kind, x, y] + parts(value))

with open("elementwise.json", "w") as file:
    json.dump({"values": rows, "powers": powers}, file, separators=(",", ":"))
    file.write("\n")
