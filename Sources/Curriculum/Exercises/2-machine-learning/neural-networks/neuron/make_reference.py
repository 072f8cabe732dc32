"""Values and slopes of the curved activations, by mpmath with 40 digits.

usage: make_reference.py > reference.json

Written with mpmath 1.3. Each slope is asserted to be the derivative that mpmath finds by differences.
"""

import json
import sys

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60
places = [-740, -36, -6, -0.5, 0.5, 3, 40, 800]


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def gelu(z):
    return z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2


def gelu_slope(z):
    return mpmath.erfc(-z / mpmath.sqrt(2)) / 2 + z * mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)


functions = {
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "tanh": (mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
    "gelu": (gelu, gelu_slope),
}
answer = {"places": places}
for name, (value, slope) in functions.items():
    for z in [mpf(-6), mpf(-0.5), mpf(0.5), mpf(3)]:
        assert abs(mpmath.diff(value, z) - slope(z)) < mpf(10) ** -25
    with mpmath.workdps(800):
        answer[name] = [float(value(mpf(z))) for z in places]
        answer[name + "Slope"] = [float(slope(mpf(z))) for z in places]
json.dump(answer, sys.stdout, indent=1)
print()
