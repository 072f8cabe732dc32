"""A linear regression of fuel consumption on seven columns, by statsmodels, and its error on rows held out.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and statsmodels 0.15. The residual is asserted to be orthogonal to every column, and the gate of
the checks to separate the model from shuffled answers and from the mean.
"""

import csv
import json
import sys

import numpy
import statsmodels.api as sm

with open(sys.argv[1] + "/tabular/auto_mpg.csv", encoding="utf-8") as file:
    cars = list(csv.DictReader(file))
names = ["cyl", "displ", "hp", "weight", "accel", "yr", "origin"]
x = numpy.array([[float(car[name]) for name in names] for car in cars])
y = numpy.array([float(car["mpg"]) for car in cars])
result = sm.OLS(y, sm.add_constant(x)).fit()
columns = numpy.column_stack([numpy.ones(len(y)), x])
assert numpy.all(numpy.abs(columns.T @ result.resid) <= 1e-10 * numpy.linalg.norm(columns, axis=0) * numpy.linalg.norm(y))


def pooled(x, y):
    """The root mean square error over ten folds, row i in fold i mod 10."""
    errors = numpy.empty(len(y))
    for fold in range(10):
        held = numpy.arange(len(y)) % 10 == fold
        model = sm.OLS(y[~held], sm.add_constant(x[~held])).fit()
        errors[held] = y[held] - model.predict(sm.add_constant(x[held], has_constant="add"))
    return float(numpy.sqrt(numpy.mean(errors**2)))


shuffled = [pooled(x, numpy.random.default_rng(seed).permutation(y)) for seed in range(5)]
assert pooled(x, y) < 3.44 < min(shuffled) and numpy.std(y) > 7
json.dump(
    {
        "rows": len(y), "intercept": float(result.params[0]), "coefficients": result.params[1:].tolist(),
        "rSquared": float(result.rsquared), "condition": float(numpy.linalg.cond(columns / numpy.linalg.norm(columns, axis=0))),
        "pooled": pooled(x, y), "shuffled": min(shuffled), "mean": float(numpy.std(y)),
    },
    sys.stdout,
)
print()
