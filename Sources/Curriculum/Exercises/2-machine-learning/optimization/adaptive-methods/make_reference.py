"""Ten steps of each adaptive method on a quadratic in three variables.

usage: make_reference.py > reference.json

The steps are those that PyTorch's documentation gives for torch.optim.Adagrad, RMSprop, Adam and AdamW, written out here
with 50 digits of mpmath 1.3; the state is kept as the documentation has it, m and v apart from their corrections.
"""

import json
import sys

import mpmath

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

json.dump(
    {name: [mpmath.nstr(w, 20) for w in run(name)] for name in ("adaGrad", "rmsProp", "adam", "adamW")},
    sys.stdout, indent=2)
print()
