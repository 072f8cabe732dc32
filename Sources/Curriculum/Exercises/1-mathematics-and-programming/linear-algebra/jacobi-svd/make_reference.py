"""Singular values of a graded matrix and of the centred measurements of wine.

usage: make_reference.py DATASETS > reference.json

Written with mpmath 1.4 and NumPy 2.4, from exact numbers.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
import numpy

mpmath.mp.dps = 120


def singular_values(rows):
    """The roots of the eigenvalues of AᵀA, in 120 digits, descending."""
    a = mpmath.matrix(rows)
    values, vectors = mpmath.eigsy(a.T * a)
    for k in range(a.cols):
        v = vectors[:, k]
        assert mpmath.norm(a.T * (a * v) - values[k] * v) < mpmath.mpf(10) ** -100
    return sorted((mpmath.sqrt(value) for value in values), reverse=True)


# Whole numbers in columns of sizes 1, 2⁻²⁰, 2⁻⁴⁰, 2⁻⁶⁰.
base = [[3, 1, -2, 1], [1, 4, 0, 2], [-1, 2, 5, 1], [2, 0, 1, 3], [0, -1, 1, 4]]
graded = singular_values([[mpmath.mpf(x) * mpmath.mpf(2) ** (-20 * j) for j, x in enumerate(row)] for row in base])
lengths = numpy.linalg.norm(numpy.array(base, dtype=float), axis=0)
condition = numpy.linalg.cond(numpy.array(base) / lengths)
assert condition < 6

with open(sys.argv[1] + "/tabular/wine.csv") as file:
    rows = [[Fraction(cell) for cell in row[:13]] for row in list(csv.reader(file))[1:]]
n = len(rows)
means = [sum(row[j] for row in rows) / n for j in range(13)]
centred = [[row[j] - means[j] for j in range(13)] for row in rows]
wine = singular_values([[mpmath.mpf(x.numerator) / x.denominator for x in row] for row in centred])
double = numpy.linalg.svd(numpy.array(centred, dtype=float), compute_uv=False)
assert max(abs(a - float(b)) for a, b in zip(double, wine)) < 1e-10

json.dump(
    {
        "graded": [mpmath.nstr(value, 20) for value in graded],
        "conditionOfTheGradedColumnsDividedByTheirLengths": round(float(condition), 2),
        "wine": [mpmath.nstr(value, 20) for value in wine],
    },
    sys.stdout, indent=2)
print()
