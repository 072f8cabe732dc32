"""The log determinant of the digits' covariance, and how far rounding can move it.

usage: make_reference.py DATASETS > reference.json

Written with mpmath 1.3 and NumPy 2.4; the covariance is formed from exact integers.
"""

import csv
import gzip
import json
import sys

import mpmath
import numpy

mpmath.mp.dps = 50
with gzip.open(sys.argv[1] + "/images/digits_8x8.csv.gz", "rt") as file:
    rows = [[int(cell) for cell in row[:64]] for row in list(csv.reader(file))[1:]]
pixels = numpy.array(rows)
n = len(pixels)
sums, products = pixels.sum(axis=0), pixels.T @ pixels
exact = mpmath.matrix(64, 64)
for i in range(64):
    for j in range(64):
        exact[i, j] = mpmath.mpf(int(n * products[i, j] - sums[i] * sums[j])) / (n * (n - 1))
assert exact[0, 0] == 0  # minor 1 is not positive
for i in range(64):
    exact[i, i] += mpmath.mpf("0.001")
factor = mpmath.cholesky(exact)
logarithm = 2 * sum(mpmath.log(factor[i, i]) for i in range(64))

double = numpy.cov(pixels, rowvar=False) + 1e-3 * numpy.eye(64)
sign, rounded = numpy.linalg.slogdet(double)
assert sign == 1 and abs(rounded - float(logarithm)) < 1e-11
l = numpy.abs(numpy.linalg.cholesky(double))
reach = numpy.trace(numpy.abs(numpy.linalg.inv(double)) @ l @ l.T)

json.dump(
    {"logDeterminant": mpmath.nstr(logarithm, 20), "traceOfInverseTimesFactors": round(float(reach), 1)},
    sys.stdout, indent=2)
print()
