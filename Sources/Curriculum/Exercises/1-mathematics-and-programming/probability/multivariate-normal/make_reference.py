"""Log densities of iris flowers under the normal distribution with their mean and covariance (n − 1), by SciPy.

usage: make_reference.py DATASETS > reference.json

Mean and covariance are formed from exact fractions; mpmath computes each log density again to 40 digits. The conditional
of petal width on the other three must be the least-squares line through all flowers.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
import numpy
from scipy import stats

mpmath.mp.dps = 40
with open(sys.argv[1] + "/tabular/iris.csv") as file:
    rows = list(csv.DictReader(file))
names = [name for name in rows[0] if name != list(rows[0])[-1]]
exact = [[Fraction(row[name]) for name in names] for row in rows]
n = len(exact)
mean = [sum(row[j] for row in exact) / n for j in range(4)]
covariance = [
    [sum((row[i] - mean[i]) * (row[j] - mean[j]) for row in exact) / (n - 1) for j in range(4)] for i in range(4)
]
number = lambda x: mpmath.mpf(x.numerator) / x.denominator
sigma = mpmath.matrix([[number(x) for x in row] for row in covariance])
inverse, determinant = sigma**-1, mpmath.det(sigma)
law = stats.multivariate_normal([float(x) for x in mean], [[float(x) for x in row] for row in covariance])
values = []
for index in [0, 41, 106, 149]:
    d = mpmath.matrix([number(exact[index][j] - mean[j]) for j in range(4)])
    value = -(4 * mpmath.log(2 * mpmath.pi) + mpmath.log(determinant) + (d.T * inverse * d)[0]) / 2
    assert abs(law.logpdf([float(x) for x in exact[index]]) - value) < 1e-11
    values.append([index, float(value)])
table = numpy.array([[float(x) for x in row] for row in exact])
design = numpy.column_stack([numpy.ones(n), table[:, :3]])
line = numpy.linalg.lstsq(design, table[:, 3], rcond=None)[0]
known = mpmath.matrix([[sigma[i, j] for j in range(3)] for i in range(3)]) ** -1
slopes = known * mpmath.matrix([sigma[i, 3] for i in range(3)])
assert max(abs(line[i + 1] - slopes[i]) for i in range(3)) < 1e-12
residual = sigma[3, 3] - sum(sigma[i, 3] * slopes[i] for i in range(3))
json.dump(
    {
        "columns": names,
        "logDensities": values,
        "petalWidthOnTheOthers": {"line": [float(x) for x in line], "variance": float(residual)},
    },
    sys.stdout,
    indent=1,
)
print()
