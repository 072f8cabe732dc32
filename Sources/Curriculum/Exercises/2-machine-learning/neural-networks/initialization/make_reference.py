"""PyTorch's uniform initialisations beside the bounds of the statement.

Both were run, with torch 2.13: of 10⁶ weights drawn by PyTorch none is beyond √(3·v), and the largest comes within 10⁻³ of
it. PyTorch's W has the shape (outputs, inputs).
"""

import math

import torch

torch.manual_seed(1)
for inputs, outputs in [(4, 250_000), (1000, 1000), (250_000, 4)]:
    w = torch.empty(outputs, inputs, dtype=torch.float64)
    for name, draw, variance in [
        ("Xavier", torch.nn.init.xavier_uniform_, 2 / (inputs + outputs)),
        ("He", lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"), 2 / inputs),
    ]:
        share = draw(w).abs().max().item() / math.sqrt(3 * variance)
        assert 0.999 < share <= 1 + 4 * 2**-52, (name, inputs, outputs, share)
        print(f"{name}, {inputs} → {outputs}: PyTorch {torch.__version__} draws up to {share:.7f} of the bound")
