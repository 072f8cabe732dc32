"""PyTorch's batch normalisation: of stored rows, and beside the formulas of the statement.

usage: make_reference.py > reference.json

Written with torch 2.13, all in double precision. reference.json, where Checks.swift has its numbers from, is what PyTorch makes
of five rows. Before that both are compared on five random batches: y, the running statistics, dx, dγ and dβ, and y in
evaluation. The largest differences go to the standard error stream.
"""

import json
import sys

import torch

EPSILON = 1e-5
torch.manual_seed(1)
columns = torch.tensor([5, -1, 0]).double(), torch.tensor([2, 0.3, 0.02]).double()
gamma, beta = torch.tensor([1.5, -0.7, 2]).double(), torch.tensor([0.5, 1, -2]).double()
mean, variance = torch.tensor([4, -0.5, 0.25]).double(), torch.tensor([5, 0.5, 0.01]).double()

layer = torch.nn.BatchNorm1d(3, eps=EPSILON, momentum=0.1).double()
with torch.no_grad():
    for stored, value in [(layer.weight, gamma), (layer.bias, beta), (layer.running_mean, mean),
                          (layer.running_var, variance)]:
        stored.copy_(value)
worst = {}


def compare(name, theirs, ours):
    apart = ((theirs - ours).abs().max() / ours.abs().max()).item()
    worst[name] = max(worst.get(name, 0), apart)
    # As in Checks.swift: 10⁻¹¹, for deviations of 0.02 beside sums of seven numbers.
    assert apart <= 1e-11, (name, apart)


for _ in range(5):
    x = (columns[0] + columns[1] * torch.randn(7, 3).double()).requires_grad_()
    upstream = torch.randn(7, 3).double()
    y = layer(x)
    slopes = torch.autograd.grad(y, [x, layer.weight, layer.bias], upstream)
    rows = x.detach()
    n, mu = len(rows), rows.mean(0)
    square = ((rows - mu) ** 2).sum(0) / n
    root = (square + EPSILON).sqrt()
    hat = (rows - mu) / root
    by_beta, by_gamma = upstream.sum(0), (upstream * hat).sum(0)
    mean, variance = 0.9 * mean + 0.1 * mu, 0.9 * variance + 0.1 * square * n / (n - 1)
    compare("y in training", y.detach(), gamma * hat + beta)
    compare("running mean", layer.running_mean, mean)
    compare("running variance, divisor n − 1", layer.running_var, variance)
    compare("dx", slopes[0], gamma / (n * root) * (n * upstream - by_beta - hat * by_gamma))
    compare("dγ", slopes[1], by_gamma)
    compare("dβ", slopes[2], by_beta)
layer.eval()
compare("y in evaluation", layer(rows).detach(), gamma * (rows - mean) / (variance + EPSILON).sqrt() + beta)
compare("running mean", layer.running_mean, mean)  # evaluation moves nothing
for name, apart in worst.items():
    print(f"{name}: PyTorch {torch.__version__} is {apart:.1e} of the largest entry apart", file=sys.stderr)

x = torch.tensor(
    [[5.5, -1.25, 0.01], [3.25, -0.75, -0.02], [8.0, -1.0, 0.03], [4.75, -1.5, 0.0], [6.0, -0.875, 0.015]],
    dtype=torch.float64, requires_grad=True)
upstream = torch.tensor(
    [[0.5, -1.25, 2.0], [-1.5, 0.75, 0.25], [1.0, 0.5, -0.75], [0.25, -2.0, 1.5], [-0.75, 1.0, -1.0]],
    dtype=torch.float64)
layer = torch.nn.BatchNorm1d(3, eps=EPSILON, momentum=0.1, dtype=torch.float64)
with torch.no_grad():
    for stored, values in [(layer.weight, [1.5, -0.75, 2.0]), (layer.bias, [0.5, 1.0, -2.0]),
                           (layer.running_mean, [4.0, -0.5, 0.25]), (layer.running_var, [5.0, 0.5, 0.01])]:
        stored.copy_(torch.tensor(values, dtype=torch.float64))
y = layer(x)
y.backward(upstream)
in_training = y.detach()
layer.eval()
answers = {
    "y in training": in_training, "running mean": layer.running_mean, "running variance": layer.running_var,
    "dx": x.grad, "dgamma": layer.weight.grad, "dbeta": layer.bias.grad, "y in evaluation": layer(x).detach(),
}
json.dump({name: value.tolist() for name, value in answers.items()}, sys.stdout, indent=1)
print()
