"""What forests and trees reach on wine, by scikit-learn: where the gate of Checks.swift comes from.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9.
"""

import csv
import json
import sys
import warnings

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore", message="Some inputs do not have OOB scores")
with open(sys.argv[1] + "/tabular/wine.csv", encoding="utf-8") as file:
    rows = list(csv.reader(file))[1:]
x = numpy.array([[float(cell) for cell in row[:13]] for row in rows])
y = numpy.array([int(row[13]) for row in rows])


def forest(y, state):
    return float(RandomForestClassifier(40, max_features=3, oob_score=True, random_state=state).fit(x, y).oob_score_)


def tree(state):
    rows = numpy.random.default_rng(state).integers(0, len(y), len(y))
    rest = numpy.setdiff1d(numpy.arange(len(y)), rows)
    model = DecisionTreeClassifier(max_features=3, random_state=state).fit(x[rows], y[rows])
    return float((model.predict(x[rest]) == y[rest]).mean())


answer = {
    "forests": [forest(y, s) for s in range(40)],
    "mean of single trees": float(numpy.mean([tree(s) for s in range(40)])),
    "shuffled": [forest(numpy.random.default_rng(s).permutation(y), s) for s in range(10)],
}
assert min(answer["forests"]) > 0.95 > answer["mean of single trees"] + 0.04
assert max(answer["shuffled"]) < 0.5
json.dump(answer, sys.stdout)
print()
