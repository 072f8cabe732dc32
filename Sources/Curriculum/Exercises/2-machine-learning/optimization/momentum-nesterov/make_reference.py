"""torch.optim.SGD: its paths with momentum, and the two methods of the statement beside it.

usage: make_reference.py > reference.json

Written with torch 2.13, all in double precision. reference.json, where Checks.swift has its numbers from, holds PyTorch's
points after twelve steps on log cosh; its Nesterov keeps the point ahead, y = x + β·v, and its buffer is b = −v/α, so that
x = y + α·β·b. Before that both are compared for 24 steps on a quadratic with the rates of Checks.swift; the largest
difference goes to the standard error stream.
"""

import json
import sys

import torch

d = torch.tensor([1, 3, 8]).double()
start = torch.tensor([2, -3, 1.5]).double()
STEPS = 24


def ours(alpha, beta, nesterov):
    x, v = start.clone(), torch.zeros(3).double()
    path = [x.clone()]
    for _ in range(STEPS):
        if nesterov:
            v = beta * v - alpha * d * (x + beta * v)
            x = x + v
        else:
            v = beta * v + d * x
            x = x - alpha * v
        path.append(x.clone())
    return torch.stack(path)


def theirs(start, slope, steps, alpha, beta, nesterov):
    w = start.clone()
    optimiser = torch.optim.SGD([w], lr=alpha, momentum=beta, dampening=0, nesterov=nesterov)
    path = [w.clone()]
    for _ in range(steps):
        w.grad = slope(w)
        optimiser.step()
        buffer = optimiser.state[w].get("momentum_buffer")
        path.append(w + alpha * beta * buffer if nesterov else w.clone())
    return torch.stack(path)


for nesterov in [False, True]:
    worst = 0.0
    for alpha, beta in [(0.1, 0.9), (0.2, 0.5), (0.12, 0.25), (0.05, 0.0)]:
        if nesterov and beta == 0:
            continue  # PyTorch refuses it; it is plain descent
        apart = (ours(alpha, beta, nesterov) - theirs(start, lambda w: d * w, STEPS, alpha, beta, nesterov)).abs().max().item()
        assert apart <= 12 * STEPS**2 * 2**-52 * 8  # the bound of Checks.swift
        worst = max(worst, apart)
    print(f"{'Nesterov' if nesterov else 'heavy ball'}: PyTorch {torch.__version__} is {worst:.1e} apart", file=sys.stderr)

# f(x) = Σ cᵢ·log cosh xᵢ, whose gradient is cᵢ·tanh xᵢ: nothing linear, and defined everywhere.
curvatures = torch.tensor([1.0, 3.0, 0.25], dtype=torch.float64)
first = torch.tensor([2.0, -1.5, 3.0], dtype=torch.float64)
answers = {}
for name, nesterov in [("heavy ball", False), ("Nesterov", True)]:
    path = theirs(first, lambda w: curvatures * torch.tanh(w), 12, 0.25, 0.75, nesterov)
    answers[name] = path[[3, 12]].tolist()
json.dump(answers, sys.stdout, indent=1)
print()

