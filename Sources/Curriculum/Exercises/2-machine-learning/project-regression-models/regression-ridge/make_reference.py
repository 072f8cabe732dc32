"""Ridge regressions of log prices of Ames, made with NumPy 2.4, SciPy 1.17 and scikit-learn 1.9.

usage: make_reference.py DATASETS > reference.json

Learned from the rows with i mod 5 ≠ 0, 5 folds by the place among them. For each λ the root mean squared error out of
fold, the standard error of the mean square, and the error on the hidden rows; also for numbers without logarithms.
"""

import collections
import csv
import json
import sys

import numpy
import scipy.stats
import sklearn.linear_model
import sklearn.preprocessing

WORDS = ["Neighborhood", "Overall_Cond", "Functional", "Sale_Condition", "Bsmt_Exposure", "Exterior_1st", "MS_Zoning",
         "MS_SubClass"]
LEAST = 10
LAMBDAS = [1, 300, 1000, 10, 3, 100, 30]

with open(sys.argv[1] + "/tabular/ames.csv") as file:
    table = list(csv.DictReader(file))
y = numpy.log([float(row["Sale_Price"]) for row in table])


def is_number(name):
    try:
        return all(numpy.isfinite(float(row[name])) for row in table)
    except ValueError:
        return False


NUMBERS = [name for name in table[0] if name != "Sale_Price" and is_number(name)]
cells = {name: numpy.array([row[name] for row in table]) for name in table[0]}
x = {name: cells[name].astype(float) for name in NUMBERS}


def features(learn, rows, words, logarithms):
    columns = []
    for name in NUMBERS:
        values = x[name]
        if logarithms and scipy.stats.skew(values[learn]) > 1 and values[learn].min() >= 0:
            values = numpy.log1p(numpy.maximum(values, 0))
        columns.append(values[rows])
    for name in words:
        counts = collections.Counter(cells[name][learn])
        columns += [cells[name][rows] == level for level in sorted(counts) if counts[level] >= LEAST]
    return numpy.array(columns, dtype=float).T


def predictions(learn, rows, words, logarithms):
    train, other = features(learn, learn, words, logarithms), features(learn, rows, words, logarithms)
    scaler = sklearn.preprocessing.StandardScaler().fit(train)
    return [
        sklearn.linear_model.Ridge(alpha=alpha, solver="cholesky", tol=0).fit(scaler.transform(train), y[learn])
        .predict(scaler.transform(other)) for alpha in LAMBDAS]


index = numpy.arange(len(table))
training, hidden = index[index % 5 != 0], index[index % 5 == 0]


def report(words, logarithms):
    place = numpy.arange(len(training)) % 5
    folds = [training[place == fold] for fold in range(5)]
    out = numpy.zeros((len(LAMBDAS), len(table)))
    for fold in range(5):
        out[:, folds[fold]] = predictions(training[place != fold], folds[fold], words, logarithms)
    squares = (out - y) ** 2
    of_folds = numpy.array([squares[:, rows].mean(axis=1) for rows in folds])
    return {
        "errors": list(map(float, numpy.sqrt(squares[:, training].mean(axis=1)))),
        "margins": list(map(float, of_folds.std(axis=0, ddof=1) / numpy.sqrt(5))),
        "hidden": [float(numpy.sqrt(((p - y[hidden]) ** 2).mean()))
                   for p in predictions(training, hidden, words, logarithms)],
    }


json.dump(
    {"lambdas": LAMBDAS, "all": report(WORDS, True), "numbers": report([], True), "raw": report(WORDS, False),
     "rawNumbers": report([], False)},
    sys.stdout, indent=2)
print()
