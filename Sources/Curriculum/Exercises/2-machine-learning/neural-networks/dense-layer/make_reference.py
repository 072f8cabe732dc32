"""PyTorch's linear layer and its gradients by autograd beside the formulas of the statement, all in double precision.

Both were run, with torch 2.13, on the worked example and on whole multiples of 1/8, whose sums of products are exact: not a
bit may differ. PyTorch stores W the other way round, (outputs, inputs).
"""

import torch

torch.manual_seed(1)


def eighths(*shape):
    return torch.randint(-16, 17, shape).double() / 8


cases = [(torch.tensor([[1, 2], [3, 0]]).double(), torch.tensor([[1, 0, 2], [0, 1, -1]]).double(),
          torch.tensor([10, 20, 30]).double(), torch.tensor([[1, 0, 2], [0, 1, 1]]).double())]
cases += [(eighths(n, d), eighths(d, k), eighths(k), eighths(n, k)) for n, d, k in [(7, 5, 3), (1, 4, 4), (0, 3, 2)]]
for x, w, b, upstream in cases:
    given = [part.clone().requires_grad_() for part in (x, w.T, b)]
    y = torch.nn.functional.linear(*given)
    by_x, by_w, by_b = torch.autograd.grad(y, given, upstream)
    assert torch.equal(y, x @ w + b)
    assert torch.equal(by_w.T, x.T @ upstream)
    assert torch.equal(by_b, upstream.sum(0))
    assert torch.equal(by_x, upstream @ w.T)
x, w, b, upstream = cases[0]
assert (x @ w + b).tolist() == [[11, 22, 30], [13, 20, 36]]
assert (x.T @ upstream).tolist() == [[1, 3, 5], [2, 0, 4]]
assert (upstream @ w.T).tolist() == [[5, -2], [2, 0]]
print(f"{len(cases)} batches: PyTorch {torch.__version__} has the same Y, ∂L/∂W, ∂L/∂b and ∂L/∂X to the last bit")
