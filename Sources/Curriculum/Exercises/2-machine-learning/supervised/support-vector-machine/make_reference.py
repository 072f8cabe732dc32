"""A support vector machine with a Gaussian kernel on two measures of iris, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The tolerance is tightened and the gap of the optimality conditions asserted.
"""

import csv
import json
import sys

import numpy
from sklearn.svm import SVC

with open(sys.argv[1] + "/tabular/iris.csv", encoding="utf-8") as file:
    rows = [row for row in list(csv.reader(file))[1:] if row[4] != "setosa"]
x = numpy.array([[float(row[0]), float(row[2])] for row in rows])
y = numpy.array([1 if row[4] == "virginica" else -1 for row in rows])
c, gamma = 2.0, 0.5
kept = numpy.arange(len(y)) % 2 == 0
model = SVC(C=c, kernel="rbf", gamma=gamma, tol=1e-10).fit(x[kept], y[kept])
alpha = numpy.zeros(kept.sum())
alpha[model.support_] = numpy.abs(model.dual_coef_[0])
k = numpy.exp(-gamma * ((x[kept][:, None] - x[kept][None]) ** 2).sum(axis=2))
# libsvm keeps kernels in single precision. With its sets of free and bound α the conditions are linear: solve them again.
labels = y[kept].astype(float)
free = numpy.flatnonzero((alpha > 0) & (alpha < c))
bound = numpy.flatnonzero(alpha == c)
system = numpy.block([[k[numpy.ix_(free, free)] * labels[free], numpy.ones((len(free), 1))], [labels[free], 0]])
right = numpy.append(
    labels[free] - k[numpy.ix_(free, bound)] @ (c * labels[bound]), -c * labels[bound].sum())
solution = numpy.linalg.solve(system, right)
alpha[free], bias = solution[:-1], solution[-1]
assert abs(bias - model.intercept_[0]) < 1e-5 and numpy.all((alpha >= 0) & (alpha <= c))
f = labels - k @ (alpha * labels)
up, low = numpy.where(labels > 0, alpha < c, alpha > 0), numpy.where(labels > 0, alpha > 0, alpha < c)
gap = f[up].max() - f[low].min()
assert gap < 1e-12 and abs(alpha @ labels) < 1e-12, (gap, alpha @ labels)
held = numpy.exp(-gamma * ((x[~kept][:, None] - x[kept][None]) ** 2).sum(axis=2))
decisions = held @ (alpha * labels) + bias
assert numpy.max(numpy.abs(decisions - model.decision_function(x[~kept]))) < 1e-5
json.dump(
    {"decisions": decisions[::5].tolist(), "dual": float(alpha.sum() - (alpha * labels) @ k @ (alpha * labels) / 2),
     "bias": float(bias), "free": len(free), "bound": len(bound), "right": float(numpy.mean((decisions > 0) == (y[~kept] > 0)))},
    sys.stdout,
)
print()
