"""Linear and quadratic discriminant analysis of wine by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, mpmath 1.3 and scikit-learn 1.9, whose covariances are divided by n and by the n of each class.
"""

import csv
import json
import sys

import mpmath
import numpy
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis

with open(sys.argv[1] + "/tabular/wine.csv", encoding="utf-8") as file:
    rows = list(csv.reader(file))[1:]
x = numpy.array([[float(cell) for cell in row[:13]] for row in rows])
names = sorted({row[13] for row in rows})
y = numpy.array([names.index(row[13]) for row in rows])
asked = [0, 61, 73, 121, 177]
mpmath.mp.dps = 40


def by_definition(pooled):
    """log p(k | x) in 40 digits."""
    d = x.shape[1]
    means, covariances = [], []
    for k in range(3):
        part = [[mpmath.mpf(float(v)) for v in row] for row in x[y == k]]
        mean = [sum(row[j] for row in part) / len(part) for j in range(d)]
        sums = mpmath.matrix(d, d)
        for row in part:
            c = mpmath.matrix([row[j] - mean[j] for j in range(d)])
            sums += c * c.T
        means.append(mean)
        covariances.append(sums if pooled else sums / len(part))
    if pooled:
        covariances = [(covariances[0] + covariances[1] + covariances[2]) / len(x)] * 3
    result = []
    for i in asked:
        scores = []
        for k in range(3):
            c = mpmath.matrix([mpmath.mpf(float(x[i, j])) - means[k][j] for j in range(d)])
            square = (c.T * mpmath.lu_solve(covariances[k], c))[0]
            scores.append(mpmath.log(mpmath.mpf(int((y == k).sum())) / len(x))
                          - (square + mpmath.log(mpmath.det(covariances[k]))) / 2)
        total = mpmath.log(sum(mpmath.exp(s) for s in scores))
        result.append([float(s - total) for s in scores])
    return result


answer = {"names": names, "rows": asked}
for name, model, pooled in [
    ("linear", LinearDiscriminantAnalysis(solver="lsqr"), True),
    ("quadratic", QuadraticDiscriminantAnalysis(), False),
]:
    mine = by_definition(pooled)
    theirs = model.fit(x, y).predict_log_proba(x[asked])
    near = numpy.array(mine) > -30  # scikit-learn takes logarithms of probabilities
    assert numpy.allclose(numpy.array(mine)[near], theirs[near], rtol=1e-9, atol=1e-9), (mine, theirs)
    answer[name] = mine
folds = numpy.arange(len(y)) % 10


def right(y):
    return int(sum(
        (LinearDiscriminantAnalysis(solver="lsqr").fit(x[folds != f], y[folds != f]).predict(x[folds == f])
         == y[folds == f]).sum() for f in range(10)))


answer["right of 178"] = right(y)
answer["shuffled"] = [right(numpy.random.default_rng(s).permutation(y)) for s in range(5)]
assert answer["right of 178"] > 0.98 * 178 > max(answer["shuffled"])
json.dump(answer, sys.stdout)
print()
