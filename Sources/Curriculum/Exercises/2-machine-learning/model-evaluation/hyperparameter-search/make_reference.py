"""The far tails of the expected improvement, errors of support vector machines over a table, and what searches reach.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, mpmath 1.4 and scikit-learn 1.9. The search by a Gaussian process is that of the statement,
in NumPy.
"""

import csv
import itertools
import json
import math
import sys

import mpmath
import numpy
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

mpmath.mp.dps = 60


def tails():
    """z·Φ(z) + φ(z)."""
    return [[z, float(z * mpmath.ncdf(z) + mpmath.npdf(z))] for z in (-30, -20, -8, -3, 0, 3, 30)]


def machines():
    """Wrong answers of 569 in five folds, row i in fold i mod 5: row C = 10^(−2 + i/2), column γ = 10^(−5 + j/2)."""
    with open(sys.argv[1] + "/tabular/breast_cancer.csv", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    x = numpy.array([[float(cell) for cell in row[:-1]] for row in rows])
    y = numpy.array([row[-1] for row in rows])
    fold = numpy.arange(len(y)) % 5

    def wrong(c, gamma):
        count = 0
        for f in range(5):
            scaler = StandardScaler().fit(x[fold != f])
            machine = SVC(C=c, gamma=gamma).fit(scaler.transform(x[fold != f]), y[fold != f])
            count += int((machine.predict(scaler.transform(x[fold == f])) != y[fold == f]).sum())
        return count

    return [[wrong(10 ** (-2 + i / 2), 10 ** (-5 + j / 2)) for j in range(13)] for i in range(13)]


def improvement(mean, variance, best):
    s = numpy.sqrt(variance)
    z = (best - mean) / s
    cdf = numpy.array([math.erfc(-t / math.sqrt(2)) / 2 for t in z])
    return (best - mean) * cdf + s * numpy.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def search(candidates, losses, start, budget, lengths):
    asked = list(start)
    while len(asked) < budget:
        x, y = candidates[asked], losses[asked]
        y = (y - y.mean()) / y.std()
        fits = []
        for length in lengths:
            square = ((x[:, None] - x[None]) ** 2).sum(-1)
            factor = numpy.linalg.cholesky(numpy.exp(-square / 2 / length**2) + 1e-4 * numpy.eye(len(x)))
            weights = numpy.linalg.solve(factor.T, numpy.linalg.solve(factor, y))
            fits.append((-y @ weights / 2 - numpy.log(numpy.diag(factor)).sum(), length, factor, weights))
        _, length, factor, weights = max(fits, key=lambda fit: fit[0])
        rest = [i for i in range(len(candidates)) if i not in asked]
        near = numpy.exp(-((candidates[rest][:, None] - x[None]) ** 2).sum(-1) / 2 / length**2)
        variance = numpy.maximum(1 - (numpy.linalg.solve(factor, near.T) ** 2).sum(0), 1e-300)
        value = improvement(near @ weights, variance, y.min())
        asked.append(rest[int(numpy.flatnonzero(value >= value.max() - 1e-6)[0])])
    return float(losses[asked].min())


def lattice(count, axes):
    """The fractions of ½ + k/ρ^(j + 1), ρ^(d + 1) = ρ + 1 (Roberts), k from 1."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (axes + 1))
    return numpy.array([[(0.5 + k / ratio ** (j + 1)) % 1 for j in range(axes)] for k in range(1, count + 1)])


def branin(u):
    x, y = 15 * u[0] - 5, 15 * u[1]
    parabola = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return parabola**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def narrow(u):
    """One axis of four matters."""
    return 20 * (u[2] - 0.37) ** 2 + 0.05 * math.cos(6 * u[0]) + 0.05 * u[1] * u[3]


def starts(s, count):
    return [(20 * s + 33 * k) % count for k in range(5)]


def compare(f, axes, points, budget):
    """The best of a grid with its ends, of one of middles, of random points (2000 times), of eight searches."""
    grid = min(f(u) for u in itertools.product(*[[i / (points - 1) for i in range(points)]] * axes))
    middles = min(f(u) for u in itertools.product(*[[(i + 0.5) / points for i in range(points)]] * axes))
    random = numpy.random.default_rng(0)
    drawn = numpy.array([min(f(u) for u in random.random((budget, axes))) for _ in range(2000)])
    candidates = lattice(160, axes)
    losses = numpy.array([f(u) for u in candidates])
    return {
        "grid": grid,
        "grid of middles": middles,
        "median of random": float(numpy.median(drawn)),
        "share of random below them": [float((drawn < grid).mean()), float((drawn < middles).mean())],
        "model": [search(candidates, losses, starts(s, 160), budget, [0.15, 0.3, 0.6]) for s in range(8)],
    }


table = machines()
unit = numpy.array([[i / 12, j / 12] for i in range(13) for j in range(13)])
logs = numpy.log(numpy.array(table).ravel() / 569)
answer = {
    "tails": tails(),
    "machines": table,
    "best machines": [
        round(569 * math.exp(search(unit, logs, starts(s, 169), 16, [0.15, 0.3, 0.6]))) for s in range(8)
    ],
    "branin": compare(branin, 2, 5, 25),
    "narrow": compare(narrow, 4, 2, 16),
}
assert max(answer["best machines"]) <= 16
assert max(answer["branin"]["model"]) < 1 < 2 < answer["branin"]["grid"]
assert max(answer["narrow"]["model"]) < 0.2 < 2 < answer["narrow"]["grid"]
json.dump(answer, sys.stdout)
print()
