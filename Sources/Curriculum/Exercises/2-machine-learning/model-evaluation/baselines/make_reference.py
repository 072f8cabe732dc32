"""Baselines for the monthly means of CO2 at Mauna Loa, by scikit-learn's dummies and by NumPy.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. Training: January 1965 to December 1998; test: the 35 months after that.
"""

import csv
import json
import sys

import numpy
from sklearn.dummy import DummyRegressor

months = {}
with open(sys.argv[1] + "/timeseries/co2_weekly.csv") as file:
    for row in csv.DictReader(file):
        if row["co2"] not in ("", "NA") and "196501" <= row["date"] < "200112":
            months.setdefault(row["date"][:6], []).append(float(row["co2"]))
names = sorted(months)

assert names == [f"{y}{m:02}" for y in range(1965, 2002) for m in range(1, 13)][: len(names)]
values = numpy.array([sum(months[name]) / len(months[name]) for name in names])
train, test = values[:408], values[408:]
answers = {"months": len(values)}
for name, strategy in (("squared", "mean"), ("absolute", "median")):
    dummy = DummyRegressor(strategy=strategy).fit(numpy.zeros((len(train), 1)), train)
    constant = float(dummy.predict([[0]])[0])

    def cost(p):
        error = test - p
        return float(numpy.sum(error**2 if name == "squared" else numpy.abs(error)))

    fitted = lambda c: float(numpy.sum((train - c) ** 2 if name == "squared" else numpy.abs(train - c)))
    assert all(fitted(constant) <= fitted(constant + d) for d in (-1e-3, 1e-3))
    answers[name] = {
        "constant": constant,
        "last": 1 - cost(train[-1]) / cost(constant),
        "seasonal": 1 - cost(numpy.resize(train[-12:], len(test))) / cost(constant),
    }
json.dump(answers, sys.stdout, indent=1)
print()
