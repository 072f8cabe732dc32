"""The eigenvalues of the covariance (divisor n − 1) of the 13 measurements of wine.

usage: make_reference.py DATASETS > reference.json

Written with mpmath 1.4 and NumPy 2.4; the covariance is formed from exact decimals.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
import numpy

mpmath.mp.dps = 50
with open(sys.argv[1] + "/tabular/wine.csv") as file:
    rows = [[Fraction(cell) for cell in row[:13]] for row in list(csv.reader(file))[1:]]
n = len(rows)
assert n == 178
means = [sum(row[j] for row in rows) / n for j in range(13)]
exact = mpmath.matrix(13, 13)
for i in range(13):
    for j in range(13):
        entry = sum((row[i] - means[i]) * (row[j] - means[j]) for row in rows) / (n - 1)
        exact[i, j] = mpmath.mpf(entry.numerator) / entry.denominator
values, vectors = mpmath.eigsy(exact)
for k in range(13):  # an eigenpair, to 40 digits
    v = vectors[:, k]
    assert mpmath.norm(exact * v - values[k] * v) < mpmath.mpf(10) ** -40
descending = sorted((value for value in values), reverse=True)
double = numpy.linalg.eigvalsh(numpy.cov(numpy.array(rows, dtype=float), rowvar=False))[::-1]
assert max(abs(a - float(b)) for a, b in zip(double, descending)) < 1e-9

json.dump({"eigenvalues": [mpmath.nstr(value, 20) for value in descending]}, sys.stdout, indent=2)
print()
