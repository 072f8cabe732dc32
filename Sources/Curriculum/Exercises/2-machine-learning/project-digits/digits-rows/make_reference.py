"""The figures of Checks.swift and of the statement, computed with whole numbers from scikit-learn's copy of the file."""

import numpy
from sklearn.datasets import load_digits

x, y = load_digits(return_X_y=True)
x = x.astype(int)
assert x.shape == (1797, 64)
squares = (x**2).sum(1)
distances = squares[:, None] + squares[None, :] - 2 * x @ x.T


def hits(train, test):
    """argmin takes the first of equals, as the statement asks."""
    return (y[train][distances[numpy.ix_(test, train)].argmin(1)] == y[test]).sum()


print("of each digit:", numpy.bincount(y).tolist(), "ink in sixteenths:", x.sum())
rows = numpy.arange(1797)
print("end of the file:", hits(rows[:1437], rows[1437:]), "of 360")
for seed in range(5):
    order = numpy.random.default_rng(seed).permutation(1797)
    by_class = numpy.concatenate([order[y[order] == k] for k in range(10)])
    folds = [by_class[k::5] for k in range(5)]
    print("five folds by chance:", sum(hits(numpy.setdiff1d(rows, fold), fold) for fold in folds) / 1797)
