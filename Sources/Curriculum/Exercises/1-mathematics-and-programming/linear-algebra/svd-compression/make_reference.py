"""Errors of the best approximations of rank k of one picture of Fashion-MNIST, a pullover.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4. Each error is computed twice: from the singular values left out, and from the pixels.
"""

import gzip
import json
import sys

import numpy

with gzip.open(sys.argv[1] + "/images/fashion-test-2k-images-idx3-ubyte.gz") as file:
    data = file.read()
pictures = numpy.frombuffer(data[16:], numpy.uint8).reshape(-1, 28, 28)
picture = pictures[1].astype(float)
u, sigma, v = numpy.linalg.svd(picture)
errors = {}
for k in (0, 1, 2, 5, 10, 15):
    tail = numpy.sqrt((sigma[k:] ** 2).sum())
    direct = numpy.linalg.norm(picture - (u[:, :k] * sigma[:k]) @ v[:k])
    assert abs(tail - direct) < 28 * 2.0**-52 * 30 * sigma[0]
    errors[k] = tail
ranks = {}
for share in (0.5, 0.2, 0.1, 0.05, 0.01):
    tails = [numpy.sqrt((sigma[k:] ** 2).sum()) / errors[0] for k in range(29)]
    ranks[share] = next(k for k in range(29) if tails[k] <= share)
    assert all(abs(tail / share - 1) > 1e-3 for tail in tails)  # no rank depends on rounding

json.dump({"errors": errors, "ranks": ranks}, sys.stdout, indent=2)
print()
