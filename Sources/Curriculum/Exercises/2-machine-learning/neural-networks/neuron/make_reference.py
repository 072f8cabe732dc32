"""Values and slopes of the curved activations, by mpmath with 40 digits.

usage: make_reference.py > reference.json

Written with mpmath 1.3. Each slope is asserted to be the derivative that mpmath finds by differences. PyTorch's values and
its slopes by autograd are asserted to agree with them, and to be 0 and 1/100 at the kinks; both were run, with torch 2.13; the
place 10⁻⁶ was added later, with mpmath alone.
PyTorch forms σ·(1 − σ), 1 − tanh² and 1 + erf, so its errors are a few ε beside 1, not beside the result.
"""

import json
import sys

import mpmath
import torch
from mpmath import mpf

mpmath.mp.dps = 60
places = [-740, -36, -6, -0.5, 1e-6, 0.5, 3, 40, 800]


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


def torch_bend(bend, places):
    z = torch.tensor(places, dtype=torch.float64, requires_grad=True)
    values = bend(z)
    slopes, = torch.autograd.grad(values.sum(), z)
    return values.tolist(), slopes.tolist()


# Errors: of numbers of size 1, for GELU times |z|; 16 + z² roundings, as the statement allows.
for name, bend in [("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("gelu", torch.nn.functional.gelu)]:
    for key, theirs in zip([name, name + "Slope"], torch_bend(bend, places)):
        apart = max(abs(a - b) / (16 + z * z) for a, b, z in zip(theirs, answer[key], places))
        assert apart <= 2**-52, (key, apart)
        worst = max(abs(a - b) for a, b in zip(theirs, answer[key]))
        print(f"{key}: PyTorch {torch.__version__} is {worst:.1e} apart", file=sys.stderr)
# The left side at the kink.
assert torch_bend(torch.relu, [-1, 0, 2]) == ([0, 0, 2], [0, 0, 1])
assert torch_bend(torch.nn.functional.leaky_relu, [-1, 0, 2]) == ([-0.01, 0, 2], [0.01, 0.01, 1])
# The rules by which Checks.swift judges a unit's gradients, w, b and x, for every bend; a few roundings of numbers below 4.
w, x = [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in ([0.5, -0.25, 0.75], [0.3, -0.8, 0.6])]
b = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
for name, bend in [("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("gelu", torch.nn.functional.gelu)]:
    z = w @ x + b
    slopes = torch.autograd.grad(bend(z), [w, b, x], torch.tensor(2.5).double())
    delta = 2.5 * float(functions[name][1](mpf(z.item())))
    for theirs, ours in zip(slopes, [delta * x, torch.tensor(delta, dtype=torch.float64), delta * w]):
        assert (theirs - ours).abs().max() <= 64 * 2**-52 * 4

json.dump(answer, sys.stdout, indent=1)
print()
