"""Covariances and correlations of the penguins' four measures, by NumPy and SciPy.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and SciPy 1.17; the covariances are checked against exact rational arithmetic.
"""

import csv
import json
import sys
from fractions import Fraction

import numpy
from scipy import stats

names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    birds = [row for row in csv.DictReader(file) if all(row[name] != "NA" for name in names)]
x = numpy.array([[float(bird[name]) for name in names] for bird in birds])
n = len(x)
assert n == 342
covariance = numpy.cov(x, rowvar=False)
correlation = numpy.corrcoef(x, rowvar=False)
for i in range(4):
    for j in range(4):
        a, b = [[Fraction(float(v)) for v in x[:, k]] for k in (i, j)]
        exact = (n * sum(p * q for p, q in zip(a, b)) - sum(a) * sum(b)) / (n * (n - 1))
        assert abs(covariance[i, j] - float(exact)) <= n * 2.0**-52 * abs(float(exact))
        assert abs(correlation[i, j]) > 0.2
species = [bird["species"] for bird in birds]
within = {
    name: numpy.corrcoef(x[[s == name for s in species], :2], rowvar=False)[0, 1]
    for name in dict.fromkeys(species)
}
json.dump(
    {
        "covariance": covariance.tolist(),
        "correlation": correlation.tolist(),
        "billLengthDepthWithin": {name: float(value) for name, value in within.items()},
        "spearmanBillLengthFlipper": float(stats.spearmanr(x[:, 0], x[:, 2]).statistic),
        "spearmanDepthMass": float(stats.spearmanr(x[:, 1], x[:, 3]).statistic),
    },
    sys.stdout, indent=1)
print()
