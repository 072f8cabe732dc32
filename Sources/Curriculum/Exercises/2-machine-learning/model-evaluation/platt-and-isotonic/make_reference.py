"""Platt's sigmoid and isotonic regression of 40 scores, by Newton in NumPy and by scikit-learn.

usage: make_reference.py > reference.json

Written with NumPy 2.4 and scikit-learn 1.9, whose sigmoid stops at a gradient of about 1e-5: it is only compared.
"""

import json
import sys

import numpy
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

random = numpy.random.default_rng(11)
scores = random.integers(-20, 21, 40) / 8
labels = (random.random(40) < 1 / (1 + numpy.exp(-1.5 * scores - 0.5))).astype(int)
positives = labels.sum()
targets = numpy.where(labels == 1, (positives + 1) / (positives + 2), 1 / (40 - positives + 2))
design = numpy.column_stack([scores, numpy.ones(40)])
theta = numpy.zeros(2)
for _ in range(50):
    p = 1 / (1 + numpy.exp(-design @ theta))
    theta -= numpy.linalg.solve(design.T * (p * (1 - p)) @ design, design.T @ (p - targets))
p = 1 / (1 + numpy.exp(-design @ theta))
assert numpy.max(numpy.abs(design.T @ (p - targets))) < 1e-13
a, b = _sigmoid_calibration(scores, labels)
assert abs(-a - theta[0]) < 1e-3 and abs(-b - theta[1]) < 1e-3
isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
at = [-3, -1.55, -0.3, 0.2, 1.01, 3]
json.dump(
    {
        "eighths": (8 * scores).astype(int).tolist(),
        "labels": "".join(map(str, labels)),
        "slope": theta[0],
        "intercept": theta[1],
        "at": at,
        "isotonic": isotonic.predict(at).tolist(),
    },
    sys.stdout,
)
print()
