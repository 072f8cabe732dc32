"""PyTorch beside the formulas of the statement: a network 2 → 4 → 3 with tanh, dropout, smoothing and decay.

Both were run, with torch 2.13, in double precision, for eight batches with masks given beforehand: the losses, the first
gradient and the parameters. PyTorch's side is autograd, cross_entropy with label_smoothing, and AdamW with a group without
decay for the biases. That its own dropout divides by the probability to stay is asserted, too.
"""

import torch

KEEP, SMOOTHING, DECAY, RATE = 0.6, 0.1, 0.4, 0.1
torch.manual_seed(1)
x, labels = 4 * torch.rand(9, 2).double() - 2, torch.randint(3, (9,))
start = [2.4 * torch.rand(*shape).double() - 1.2 for shape in [(2, 4), (4,), (4, 3), (3,)]]
batches = [[0, 3, 4], [8, 1], [5, 2, 7, 6], [3], [0, 8, 7], [1, 2], [4, 5], [6, 0, 2]]
masks = [(torch.rand(len(rows), 4) < KEEP).double() for rows in batches]


def theirs():
    p = [part.clone().requires_grad_() for part in start]
    optimiser = torch.optim.AdamW(
        [{"params": p[::2], "weight_decay": DECAY}, {"params": p[1::2], "weight_decay": 0}], lr=RATE)
    losses, first = [], None
    for rows, mask in zip(batches, masks):
        hidden = torch.tanh(x[rows] @ p[0] + p[1]) * mask / KEEP
        loss = torch.nn.functional.cross_entropy(hidden @ p[2] + p[3], labels[rows], label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        first = first or [part.grad.clone() for part in p]
        optimiser.step()
        losses.append(loss.detach())
    return torch.stack(losses), first, [part.detach() for part in p]


def ours():
    p = [part.clone() for part in start]
    m, v = [torch.zeros_like(part) for part in p], [torch.zeros_like(part) for part in p]
    losses, first = [], None
    for t, (rows, mask) in enumerate(zip(batches, masks), 1):
        bent = torch.tanh(x[rows] @ p[0] + p[1])
        hidden = bent * mask / KEEP
        scores = hidden @ p[2] + p[3]
        logarithms = scores - scores.exp().sum(1, keepdim=True).log()
        targets = torch.full_like(scores, SMOOTHING / 3)
        targets[range(len(rows)), labels[rows]] += 1 - SMOOTHING
        losses.append(-(targets * logarithms).sum() / len(rows))
        upstream = (logarithms.exp() - targets) / len(rows)
        back = upstream @ p[2].T * mask / KEEP * (1 - bent**2)
        slopes = [x[rows].T @ back, back.sum(0), hidden.T @ upstream, upstream.sum(0)]
        first = first or slopes
        for i, g in enumerate(slopes):
            if i % 2 == 0:
                p[i] = p[i] - RATE * DECAY * p[i]
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g**2
            p[i] = p[i] - RATE * m[i] / (1 - 0.9**t) / ((v[i] / (1 - 0.999**t)).sqrt() + 1e-8)
    return torch.stack(losses), first, p


(losses, first, p), (our_losses, our_first, our_p) = theirs(), ours()
# The tolerances of Checks.swift: 256 roundings for the gradient, 10⁻⁹ after eight steps, as Adam divides by small slopes.
for name, tolerance, pairs in [
    ("losses", 1e-9, [(losses, our_losses)]),
    ("first gradient", 256 * 2**-52, zip(first, our_first)),
    ("parameters", 1e-9, zip(p, our_p)),
]:
    apart = max(((a - b).abs().max() / b.abs().max()).item() for a, b in pairs)
    assert apart <= tolerance, (name, apart)
    print(f"{name}: PyTorch {torch.__version__} is {apart:.1e} of the largest entry apart")
dropped = torch.nn.functional.dropout(torch.full((1000,), 3.0).double(), p=1 - KEEP)
assert set((dropped / (3 / KEEP)).round(decimals=12).tolist()) == {0, 1}
