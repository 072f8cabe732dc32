"""Condition numbers of Hilbert's matrices and of Longley's columns.

usage: make_reference.py DATASETS > reference.json

Written with mpmath 1.4 and NumPy 2.4. SciPy and NumPy are no oracle here: from n = 10 on their values for Hilbert's
matrices are wrong in the third digit, for the rounding of 1/3 alone changes that much.
"""

import json
import sys

import mpmath
import numpy

mpmath.mp.dps = 80


def condition(a):
    """σ₀/σ_last through the eigenvalues of AᵀA, in 80 digits."""
    values, vectors = mpmath.eigsy(a.T * a)
    values = sorted(values)
    assert values[0] > 0
    return mpmath.sqrt(values[-1] / values[0])


hilbert = {}
for n in range(2, 12):
    a = mpmath.matrix(n, n)
    for i in range(n):
        for j in range(n):
            a[i, j] = mpmath.mpf(1) / (i + j + 1)
    hilbert[n] = condition(a)
    if n < 9:
        double = numpy.linalg.cond([[1 / (i + j + 1) for j in range(n)] for i in range(n)])
        assert abs(double / float(hilbert[n]) - 1) <= n * 2.0**-52 * float(hilbert[n])
assert 10 * 2.0**-52 * float(hilbert[10]) < 0.1 < 11 * 2.0**-52 * float(hilbert[11])

with open(sys.argv[1] + "/nist/Longley.dat") as file:
    cells = [line.split() for line in file.read().splitlines()[60:76]]
longley = mpmath.matrix([[1] + [mpmath.mpf(cell) for cell in row[1:]] for row in cells])
assert longley.rows == 16 and longley.cols == 7

json.dump(
    {
        "hilbert": {n: mpmath.nstr(value, 17) for n, value in hilbert.items()},
        "longley": mpmath.nstr(condition(longley), 17),
    },
    sys.stdout, indent=2)
print()
