"""PyTorch's cross entropy beside the formulas of the statement, all in double precision.

Both were run, with torch 2.13: the loss, and its gradient by autograd, with and without label smoothing and for scores of
any size. The largest difference is printed.
"""

import torch
from torch.nn.functional import cross_entropy

torch.manual_seed(1)
cases = [(torch.tensor([[1, 3]]).double().log(), [0], s) for s in (0, 0.2)]
for n, classes, smoothing in [(1, 3, 0), (5, 4, 0), (3, 5, 0.1), (2, 2, 1)]:
    cases.append((6 * torch.rand(n, classes).double() - 3, torch.randint(classes, (n,)).tolist(), smoothing))
cases += [(torch.tensor([[10_000, -10_000]]).double(), [label], 0) for label in (0, 1)]
cases.append((torch.tensor([[0, 1000]]).double(), [1], 0.1))

worst = 0.0
for scores, labels, smoothing in cases:
    n, classes = scores.shape
    z = scores.clone().requires_grad_()
    loss = cross_entropy(z, torch.tensor(labels), label_smoothing=smoothing)
    gradient, = torch.autograd.grad(loss, z)
    above = scores - scores.max(1, keepdim=True).values
    logarithms = above - above.exp().sum(1, keepdim=True).log()
    targets = torch.full_like(scores, smoothing / classes)
    targets[range(n), labels] += 1 - smoothing
    ours = -(targets * logarithms).sum() / n
    # As in Checks.swift: 1000 roundings of numbers of size 1, for the large scores as many of the loss.
    apart = (loss - ours).abs().item() / max(1, ours.item())
    apart = max(apart, (gradient - (logarithms.exp() - targets) / n).abs().max().item())
    assert apart <= 1000 * 2**-52, (scores, labels, smoothing, apart)
    worst = max(worst, apart)
print(f"loss and gradient: PyTorch {torch.__version__} is {worst:.1e} apart")
