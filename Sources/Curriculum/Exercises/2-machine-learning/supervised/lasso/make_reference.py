"""A lasso path on the fuel consumption of cars, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. Tolerances are tightened, and the conditions of optimality asserted.
"""

import csv
import json
import sys

import numpy
from sklearn.linear_model import Lasso

with open(sys.argv[1] + "/tabular/auto_mpg.csv", encoding="utf-8") as file:
    cars = list(csv.DictReader(file))
names = ["cyl", "displ", "hp", "weight", "accel", "yr", "origin"]
x = numpy.array([[float(car[name]) for name in names] for car in cars])
y = numpy.array([float(car["mpg"]) for car in cars])
x = (x - x.mean(axis=0)) / x.std(axis=0)
path = []
for l1 in (3, 1, 0.3, 0.1):
    model = Lasso(alpha=l1, tol=1e-14, max_iter=1000000).fit(x, y)
    slope = x.T @ (y - model.predict(x)) / len(y)
    active = model.coef_ != 0
    assert numpy.all(numpy.abs(slope[active] - l1 * numpy.sign(model.coef_[active])) < 1e-11)
    assert numpy.all(numpy.abs(slope[~active]) < l1) and abs(model.intercept_ - y.mean()) < 1e-10
    path.append({"lambda": l1, "intercept": float(model.intercept_), "coefficients": model.coef_.tolist()})
gram = x.T @ x / len(y)
json.dump({"path": path, "least eigenvalue": float(numpy.linalg.eigvalsh(gram)[0])}, sys.stdout)
print()
