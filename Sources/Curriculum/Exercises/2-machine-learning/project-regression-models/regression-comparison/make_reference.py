"""Two simple models of log prices of Ames, blended and compared, made with NumPy 2.4 and SciPy 1.17.

usage: make_reference.py DATASETS > reference.json

A is the mean of the neighbourhood (of all, where it was not seen), B the least-squares line in the logarithm of the living
area; learned from the rows with i mod 5 ≠ 0, 5 folds by the place among them.
"""

import csv
import json
import sys

import numpy
import scipy.optimize
import scipy.stats

with open(sys.argv[1] + "/tabular/ames.csv") as file:
    table = list(csv.DictReader(file))
y = numpy.log([float(row["Sale_Price"]) for row in table])
area = numpy.log([float(row["Gr_Liv_Area"]) for row in table])
place = numpy.array([row["Neighborhood"] for row in table])


def neighbourhood(learn, rows):
    means = {name: y[learn][place[learn] == name].mean() for name in set(place[learn])}
    return numpy.array([means.get(place[row], y[learn].mean()) for row in rows])


def line(learn, rows):
    slope, intercept = numpy.polyfit(area[learn], y[learn], 1)
    return intercept + slope * area[rows]


def weight(rows, a, b):
    return scipy.optimize.lsq_linear((b - a)[:, None], y[rows] - a, bounds=(0, 1), tol=1e-15).x[0]


index = numpy.arange(len(table))
training, hidden = index[index % 5 != 0], index[index % 5 == 0]
fold = numpy.arange(len(training)) % 5
a, b, blended = (numpy.zeros(len(training)) for _ in range(3))
for f in range(5):
    learn, rows = training[fold != f], training[fold == f]
    a[fold == f], b[fold == f] = neighbourhood(learn, rows), line(learn, rows)
for f in range(5):
    w = weight(training[fold != f], a[fold != f], b[fold != f])
    blended[fold == f] = (1 - w) * a[fold == f] + w * b[fold == f]
truth = y[training]
d = numpy.array([((truth - a) ** 2 - (truth - b) ** 2)[fold == f].mean() for f in range(5)])
e = numpy.array([((truth - a) ** 2 - (truth - blended) ** 2)[fold == f].mean() for f in range(5)])


def comparison(d):
    error = numpy.sqrt(d.var(ddof=1) * (1 / 5 + 1 / 4))
    half = error * scipy.stats.t.ppf(0.95, 4)
    return list(map(float, [d.mean(), error, d.mean() - half, d.mean() + half]))


w = weight(training, a, b)
residuals = numpy.sort(abs(truth - blended))
half = residuals[int(numpy.ceil((len(truth) + 1) * 0.9)) - 1]
final = (1 - w) * neighbourhood(training, hidden) + w * line(training, hidden)


def root(x):
    return float(numpy.sqrt((x ** 2).mean()))


json.dump(
    {"errors": [root(truth - a), root(truth - b), root(truth - blended)], "weight": float(w),
     "aAgainstB": comparison(d), "aAgainstBlend": comparison(e), "halfWidth": float(half),
     "hidden": root(y[hidden] - final), "coverage": float((abs(y[hidden] - final) <= half).mean())},
    sys.stdout, indent=2)
print()
