"""Ridge regressions of fuel consumption on polynomials of seven columns, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The gradient of the penalised sum is asserted to vanish, and the gate of the
checks to fail straight planes, the mean, and shuffled answers.
"""

import csv
import json
import sys

import numpy
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

with open(sys.argv[1] + "/tabular/auto_mpg.csv", encoding="utf-8") as file:
    cars = list(csv.DictReader(file))
names = ["cyl", "displ", "hp", "weight", "accel", "yr", "origin"]
x = numpy.array([[float(car[name]) for name in names] for car in cars])
y = numpy.array([float(car["mpg"]) for car in cars])


def model(degree, l2):
    return make_pipeline(
        PolynomialFeatures(degree, include_bias=False), StandardScaler(), Ridge(alpha=l2, solver="svd"))


def pooled(y, degree, l2):
    errors = numpy.empty(len(y))
    for fold in range(5):
        held = numpy.arange(len(y)) % 5 == fold
        errors[held] = y[held] - model(degree, l2).fit(x[~held], y[~held]).predict(x[held])
    return float(numpy.sqrt(numpy.mean(errors**2)))


columns = [1, 3, 5]  # displacement, weight, year: 9 columns of degree 2
fitted = model(2, 3).fit(x[:, columns], y)
ridge, z = fitted[-1], fitted[:-1].transform(x[:, columns])
residual = y - ridge.predict(z)
assert numpy.all(numpy.abs(z.T @ residual - 3 * ridge.coef_) < 1e-9) and abs(residual.sum()) < 1e-9
assert abs(ridge.intercept_ - y.mean()) < 1e-12
curve = {f"degree {degree}, λ = {l2}": pooled(y, degree, l2) for degree in (1, 2) for l2 in (1e-9, 0.1, 1, 10, 1000, 1e6)}
shuffled = min(pooled(numpy.random.default_rng(seed).permutation(y), 2, 1) for seed in range(5))
print(curve, shuffled, file=sys.stderr)
assert curve["degree 2, λ = 1"] < 2.88 < curve["degree 2, λ = 1e-09"] < curve["degree 1, λ = 1"] and shuffled > 7
json.dump(
    {"coefficients": ridge.coef_.tolist(), "intercept": float(ridge.intercept_),
     "predicted": fitted.predict(x[:3, columns]).tolist(), "curve": curve},
    sys.stdout,
)
print()
