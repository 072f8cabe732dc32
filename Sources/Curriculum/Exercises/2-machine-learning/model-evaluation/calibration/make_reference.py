"""Brier score and reliability curve of 60 probabilities by scikit-learn.

usage: make_reference.py > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The probabilities are hundredths; the labels are 1 with probability p².
"""

import json
import sys

import numpy
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

random = numpy.random.default_rng(7)
hundredths = random.integers(0, 101, 60)
p = hundredths / 100
y = (random.random(60) < p**2).astype(int)
rate, mean = calibration_curve(y, p, n_bins=5, strategy="uniform")
edges = [k / 5 for k in range(6)]
bins = [(p > lo) & (p <= hi) | (p == 0) & (lo == 0) for lo, hi in zip(edges, edges[1:])]
assert all(b.any() for b in bins)
assert numpy.allclose([p[b].mean() for b in bins], mean, rtol=1e-14)
assert numpy.allclose([y[b].mean() for b in bins], rate, rtol=1e-14)
brier = brier_score_loss(y, p)
groups = [(v, y[p == v]) for v in sorted(set(p))]
o = y.mean()
parts = [
    sum(len(g) * (v - g.mean()) ** 2 for v, g in groups) / 60,
    sum(len(g) * (g.mean() - o) ** 2 for v, g in groups) / 60,
    o * (1 - o),
]
assert abs(parts[0] - parts[1] + parts[2] - brier) < 1e-15
json.dump(
    {
        "hundredths": hundredths.tolist(),
        "labels": "".join(map(str, y)),
        "brier": float(brier),
        "parts": [float(v) for v in parts],
        "counts": [int(b.sum()) for b in bins],
        "mean": mean.tolist(),
        "rate": rate.tolist(),
        "ece": float(sum(b.sum() * abs(m - r) for b, m, r in zip(bins, mean, rate)) / 60),
    },
    sys.stdout,
)
print()
