"""A penalised logistic regression of breast cancer, by scikit-learn, and its accuracy on rows held out.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The solver is tightened, and the gradient of the penalised loss asserted to
vanish; the gate of the checks is asserted to fail shuffled answers and the model that is hardly penalised.
"""

import csv
import json
import sys
import warnings

import numpy
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
with open(sys.argv[1] + "/tabular/breast_cancer.csv", encoding="utf-8") as file:
    rows = list(csv.reader(file))[1:]
x = numpy.array([[float(value) for value in row[:-1]] for row in rows])
y = numpy.array([row[-1] == "malignant" for row in rows], dtype=int)
folds = 5


def fit(x, y, l2):
    model = LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x, y)
    return float(model.intercept_[0]), model.coef_[0]


def pooled(y, l2):
    right = 0
    for fold in range(folds):
        held = numpy.arange(len(y)) % folds == fold
        mean, deviation = x[~held].mean(axis=0), x[~held].std(axis=0)
        b, w = fit((x[~held] - mean) / deviation, y[~held], l2)
        right += numpy.sum(((x[held] - mean) / deviation @ w + b > 0) == (y[held] == 1))
    return right / len(y)


scaled = (x - x.mean(axis=0)) / x.std(axis=0)
b, w = fit(scaled, y, 3)
p = 1 / (1 + numpy.exp(-(scaled @ w + b)))
assert abs(numpy.sum(p - y)) < 1e-9 and numpy.all(numpy.abs(scaled.T @ (p - y) + 3 * w) < 1e-9)
scores = {"l2 = 1": pooled(y, 1), "l2 = 3": pooled(y, 3), "l2 = 1e-10": pooled(y, 1e-10)}
shuffled = [float(pooled(numpy.random.default_rng(seed).permutation(y), 3)) for seed in range(5)]
print(scores, shuffled, file=sys.stderr)
assert scores["l2 = 3"] >= 0.971 > scores["l2 = 1e-10"] and max(shuffled) < 0.7
json.dump({"rows": len(y), "malignant": int(y.sum()), "intercept": b, "coefficients": w.tolist(), "scores": scores}, sys.stdout)
print()
