"""Errors of a line through the cars' weights, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The predictions are a rounded line, so that they are the same everywhere:
miles per gallon from weight in pounds, 46 − 0.0075·weight.
"""

import csv
import json
import sys

import numpy
from sklearn import metrics

with open(sys.argv[1] + "/tabular/auto_mpg.csv") as file:
    rows = [(float(r["mpg"]), float(r["weight"])) for r in csv.DictReader(file)]
truth = numpy.array([y for y, _ in rows])
predictions = numpy.array([46 - 0.0075 * w for _, w in rows])
error = truth - predictions
answers = {
    "rows": len(rows),
    "meanAbsoluteError": metrics.mean_absolute_error(truth, predictions),
    "rootMeanSquaredError": metrics.root_mean_squared_error(truth, predictions),
    "meanAbsolutePercentageError": metrics.mean_absolute_percentage_error(truth, predictions),
    "pinballLoss": metrics.mean_pinball_loss(truth, predictions, alpha=0.9),
    "rSquared": metrics.r2_score(truth, predictions),
}
assert abs(answers["pinballLoss"] - numpy.mean(numpy.where(error > 0, 0.9 * error, -0.1 * error))) < 1e-12
assert abs(answers["rSquared"] - (1 - numpy.sum(error**2) / numpy.sum((truth - truth.mean()) ** 2))) < 1e-12
json.dump({k: float(v) for k, v in answers.items()}, sys.stdout, indent=1)
print()
