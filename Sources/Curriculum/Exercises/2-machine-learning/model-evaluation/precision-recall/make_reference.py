"""Probabilities of a bad loan for German credit, out of fold, and what scikit-learn says of them.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9: logistic regression, C = 0.1, standardised columns, 10 stratified folds,
seed 0. The probabilities are kept in thousandths, so that they have ties; everything else is computed from those.
"""

import csv
import json
import sys

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

with open(sys.argv[1] + "/tabular/german_credit.csv") as file:
    rows = list(csv.DictReader(file))
y = numpy.array([int(row["class"] == "bad") for row in rows])
columns = []
for name in rows[0]:
    values = [row[name] for row in rows]
    if name == "class":
        continue
    try:
        columns.append([float(value) for value in values])
    except ValueError:
        columns += [[float(value == level) for value in values] for level in sorted(set(values))]
x = numpy.array(columns).T
p = numpy.zeros(len(y))
for train, test in StratifiedKFold(10, shuffle=True, random_state=0).split(x, y):
    scaler = StandardScaler().fit(x[train])
    model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12).fit(scaler.transform(x[train]), y[train])
    z = scaler.transform(x[train])
    gradient = 0.1 * z.T @ (model.predict_proba(z)[:, 1] - y[train]) + model.coef_[0]
    assert numpy.max(numpy.abs(gradient)) < 1e-8
    p[test] = model.predict_proba(scaler.transform(x[test]))[:, 1]
thousandths = numpy.round(1000 * p).astype(int)
p = thousandths / 1000


def cost(t, rows=slice(None)):
    return float(numpy.mean(5 * ((p[rows] < t) & (y[rows] == 1)) + ((p[rows] >= t) & (y[rows] == 0))))


# Controls: at one half the model is worse than refusing everybody, and shuffled probabilities miss the gate.
shuffled = numpy.random.default_rng(1).permutation(p)
assert cost(0.5) > 0.7 and cost(1 / 6) < 0.57
assert numpy.mean(5 * ((shuffled < 1 / 6) & (y == 1)) + ((shuffled >= 1 / 6) & (y == 0))) > 0.57
even, odd = slice(0, None, 2), slice(1, None, 2)
candidates = [float("inf")] + sorted(set(p[even]), reverse=True)
tuned = min(candidates, key=lambda t: (round(cost(t, even) * 500), -t))
json.dump(
    {
        "averagePrecision": average_precision_score(y, p),
        "half": cost(0.5),
        "sixth": cost(1 / 6),
        "tunedOnEven": float(tuned),
        "costOfTunedOnEven": cost(tuned, even),
        "costOfTunedOnOdd": cost(tuned, odd),
        "thousandths": "".join(f"{value:03}" for value in thousandths),
    },
    sys.stdout,
    indent=1,
)
print()
