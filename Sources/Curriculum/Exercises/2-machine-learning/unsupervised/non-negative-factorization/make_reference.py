"""Non-negative factors of a hundred digits after 20 multiplicative steps, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The same steps in NumPy are asserted to give the same.
"""

import csv
import gzip
import json
import sys
import warnings

import numpy
from sklearn.decomposition import NMF

warnings.filterwarnings("ignore")
with gzip.open(sys.argv[1] + "/images/digits_8x8.csv.gz", "rt") as file:
    x = numpy.array([[float(cell) for cell in row[:64]] for row in list(csv.reader(file))[1:101]])
rank = 6
w = numpy.array([[(1 + (7 * i + 3 * a) % 5) / 4 for a in range(rank)] for i in range(100)])
h = numpy.array([[(1 + (5 * a + 3 * j) % 7) / 4 for j in range(64)] for a in range(rank)])
model = NMF(rank, init="custom", solver="mu", tol=0, max_iter=20)
their_w = model.fit_transform(x, W=w.copy(), H=h.copy())
losses = [((x - w @ h) ** 2).sum()]
for step in range(20):
    w *= (x @ h.T) / (w @ h @ h.T)
    numerator, denominator = w.T @ x, w.T @ w @ h
    h = numpy.divide(h * numerator, denominator, out=h.copy(), where=denominator > 0)
    losses.append(((x - w @ h) ** 2).sum())
assert numpy.abs(w - their_w).max() < 1e-9 * w.max() and numpy.abs(h - model.components_).max() < 1e-9 * h.max()
assert all(a >= b for a, b in zip(losses, losses[1:]))
json.dump({"losses": [losses[0], losses[1], losses[5], losses[20]], "w0": w[0].tolist(), "h": h[0, 18:24].tolist()}, sys.stdout, indent=1)
print()
