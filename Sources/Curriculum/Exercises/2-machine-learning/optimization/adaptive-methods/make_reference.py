"""Ten steps of each adaptive method on a quadratic in three variables.

usage: make_reference.py > reference.json

The steps are those that PyTorch's documentation gives for torch.optim.Adagrad, RMSprop, Adam and AdamW, written out here
with 50 digits of mpmath 1.3; the state is kept as the documentation has it, m and v apart from their corrections. Beside
them run PyTorch's own optimisers in double precision, ten steps and the small gradients that show where ε stands. Both
were run, with torch 2.13.
"""

import json
import sys

import mpmath
import torch

mpmath.mp.dps = 50
mpf = mpmath.mpf
d = [mpf(1), mpf(10), mpf(100)]
c = [mpf(1), mpf(-2), mpf("0.5")]
eta, decay = mpf("0.1"), mpf("0.01")


def run(name, steps=10):
    w, m, v = [mpf(0)] * 3, [mpf(0)] * 3, [mpf(0)] * 3
    for t in range(1, steps + 1):
        g = [d[i] * (w[i] - c[i]) for i in range(3)]
        for i in range(3):
            if name == "adaGrad":
                v[i] += g[i] ** 2
                w[i] -= eta * g[i] / (mpmath.sqrt(v[i]) + mpf("1e-10"))
            elif name == "rmsProp":
                v[i] = mpf("0.99") * v[i] + mpf("0.01") * g[i] ** 2
                w[i] -= eta * g[i] / (mpmath.sqrt(v[i]) + mpf("1e-8"))
            else:
                if name == "adamW":
                    w[i] -= eta * decay * w[i]
                m[i] = mpf("0.9") * m[i] + mpf("0.1") * g[i]
                v[i] = mpf("0.999") * v[i] + mpf("0.001") * g[i] ** 2
                first = m[i] / (1 - mpf("0.9") ** t)
                second = v[i] / (1 - mpf("0.999") ** t)
                w[i] -= eta * first / (mpmath.sqrt(second) + mpf("1e-8"))
    return w


# Adam's and AdaGrad's first step is the rate times the sign of the gradient, to a hundred-millionth.
for name in ("adaGrad", "adam", "adamW"):
    for i, w in enumerate(run(name, 1)):
        assert abs(w - eta * mpmath.sign(c[i])) < mpf("1e-8")
# RMSProp's first step is ten times as long, since v begins with a hundredth of g².
assert all(abs(abs(w) - 1) < mpf("1e-6") for w in run("rmsProp", 1))

OPTIMISERS = {
    "adaGrad": lambda w: torch.optim.Adagrad(w, lr=0.1, eps=1e-10),
    "rmsProp": lambda w: torch.optim.RMSprop(w, lr=0.1, alpha=0.99, eps=1e-8),
    "adam": lambda w: torch.optim.Adam(w, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "adamW": lambda w: torch.optim.AdamW(w, lr=0.1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
}


def torch_run(name, slope, start, steps=10):
    w = torch.tensor(start, dtype=torch.float64)
    optimiser = OPTIMISERS[name]([w])
    for _ in range(steps):
        w.grad = slope(w)
        optimiser.step()
    return w.tolist()


# Checks.swift allows a submission 1024·15·ε; PyTorch is asked for as much.
scale, centre = torch.tensor([1.0, 10, 100]).double(), torch.tensor([1, -2, 0.5]).double()
for name in OPTIMISERS:
    theirs = torch_run(name, lambda w: scale * (w - centre), [0, 0, 0])
    apart = max(abs(mpf(a) - b) for a, b in zip(theirs, run(name)))
    assert apart <= 1024 * 15 * mpf(2) ** -52
    print(f"{name}: PyTorch {torch.__version__} is {float(apart):.1e} apart", file=sys.stderr)
# ε stands outside the root: the first step from the gradient 10⁻⁸, and AdaGrad's from 10⁻¹⁰; 60 ulps, as in Checks.swift.
for name, g, step in [("adam", 1e-8, 0.05), ("rmsProp", 1e-8, 0.1 / 1.1), ("adaGrad", 1e-8, 0.1 / 1.01),
                      ("adaGrad", 1e-10, 0.05)]:
    theirs, = torch_run(name, lambda w: torch.full_like(w, g), [0], 1)
    assert abs(theirs + step) <= 60 * 2**-52 * step, (name, g, theirs)
# The decay is decoupled: without a gradient a step of AdamW leaves 1 − η·λ of w, and with one its step is that of Adam.
assert all(abs(a / b - 0.999**5) < 20 * 2**-52
           for a, b in zip(torch_run("adamW", torch.zeros_like, [3, -5], 5), [3, -5]))
adam, adam_w = (torch_run(name, lambda w: 1000 + 0 * w, [8], 1)[0] for name in ("adam", "adamW"))
assert abs(adam - adam_w - 0.008) < 16 * 2**-52 * 8

json.dump(
    {name: [mpmath.nstr(w, 20) for w in run(name)] for name in ("adaGrad", "rmsProp", "adam", "adamW")},
    sys.stdout, indent=2)
print()
