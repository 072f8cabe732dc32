"""PyTorch's autograd and Adam beside the formulas of the statement, all in double precision.

Both were run, with torch 2.13: scores, loss and gradient of four networks, the worked example among them, and the losses and
parameters of five steps of Adam. The largest differences are printed.
"""

import torch
from torch.nn.functional import cross_entropy, gelu

torch.manual_seed(1)
ROOT = 2**0.5
BENDS = {
    "tanh": (torch.tanh, lambda z: 1 - torch.tanh(z) ** 2),
    "relu": (torch.relu, lambda z: (z > 0).double()),
    "gelu": (gelu, lambda z: torch.special.erfc(-z / ROOT) / 2 + z * (-z * z / 2).exp() / (2 * torch.pi) ** 0.5),
}


def forward(p, x, bend):
    """Z₁, …, Z_L; p is W₁, b₁, W₂, b₂, …."""
    sums = [x @ p[0] + p[1]]
    for l in range(2, len(p), 2):
        sums.append(bend(sums[-1]) @ p[l] + p[l + 1])
    return sums


def ours(p, x, labels, name):
    bend, slope = BENDS[name]
    sums = forward(p, x, bend)
    logarithms = sums[-1] - sums[-1].exp().sum(1, keepdim=True).log()
    upstream = logarithms.exp()
    upstream[range(len(x)), labels] -= 1
    upstream = upstream / len(x)
    slopes = []
    for l in range(len(p) - 2, -1, -2):
        given = bend(sums[l // 2 - 1]) if l else x
        slopes = [given.T @ upstream, upstream.sum(0)] + slopes
        if l:
            upstream = upstream @ p[l].T * slope(sums[l // 2 - 1])
    return -logarithms[range(len(x)), labels].mean(), slopes


def theirs(p, x, labels, name):
    p = [part.clone().requires_grad_() for part in p]
    loss = cross_entropy(forward(p, x, BENDS[name][0])[-1], torch.tensor(labels))
    return loss.detach(), list(torch.autograd.grad(loss, p))


def drawn(sizes):
    return [2.4 * torch.rand(*shape).double() - 1.2 for d, k in zip(sizes, sizes[1:]) for shape in [(d, k), (k,)]]


def flat(parts):
    return torch.cat([part.flatten() for part in parts])


def apart(a, b):
    return ((a - b).abs().max() / b.abs().max()).item()


example = [torch.tensor(part).double() for part in ([[1, -1], [0.5, 1]], [0, -2], [[1, 0], [3, 4]], [0, 1])]
cases = [(example, torch.tensor([[1, 2]]).double(), [1], "relu")]
for sizes, name in [([3, 4, 5, 2], "tanh"), ([2, 6, 3], "gelu"), ([3, 5, 4, 3], "relu"), ([4, 3], "tanh")]:
    cases.append((drawn(sizes), 4 * torch.rand(5, sizes[0]).double() - 2, torch.randint(sizes[-1], (5,)).tolist(), name))
worst = 0.0
for case in cases:
    (loss, gradient), (our_loss, our_gradient) = theirs(*case), ours(*case)
    worst = max(worst, apart(loss, our_loss), apart(flat(gradient), flat(our_gradient)))
assert worst <= 256 * 2**-52  # as Checks.swift allows for gradients of the same network
print(f"loss and gradient: PyTorch {torch.__version__} is {worst:.1e} of the largest entry apart")

net, x, labels = drawn([2, 4, 3]), 4 * torch.rand(7, 2).double() - 2, [0, 1, 2, 0, 1, 2, 0]
p = [part.clone().requires_grad_() for part in net]
optimiser = torch.optim.Adam(p, lr=0.05)
w = flat(net)
m, v = torch.zeros_like(w), torch.zeros_like(w)
for t, rows in enumerate([[0, 1, 2], [3, 4], [6], [5, 0, 3, 1], [2, 6]], 1):
    chosen = [labels[row] for row in rows]
    loss = cross_entropy(forward(p, x[rows], torch.tanh)[-1], torch.tensor(chosen))
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    parts = [part.view_as(shape) for part, shape in zip(w.split([part.numel() for part in net]), net)]
    our_loss, slopes = ours(parts, x[rows], chosen, "tanh")
    g = flat(slopes)
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    w = w - 0.05 * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
    assert apart(loss.detach(), our_loss) <= 1e-9  # as in Checks.swift
worst = apart(flat(p).detach(), w)
assert worst <= 1e-9
print(f"parameters after five steps of Adam: PyTorch {torch.__version__} is {worst:.1e} of the largest entry apart")
