"""A logistic regression of the Titanic and a Poisson regression of cancelled flights, by statsmodels.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and statsmodels 0.15. The score is asserted to vanish, and the likelihood to fall at neighbours.
"""

import csv
import datetime
import gzip
import json
import sys

import numpy
import statsmodels.api as sm

datasets = sys.argv[1]


def fit(x, y, family):
    x, y = numpy.array(x, dtype=float), numpy.array(y, dtype=float)
    result = sm.GLM(y, x, family=family).fit(tol=1e-14, maxiter=100)
    mean = result.mu
    assert numpy.all(numpy.abs(x.T @ (y - mean)) <= 1e-9 * (numpy.abs(x).T @ numpy.maximum(mean, y)))
    best = result.model.loglike(result.params)
    for j, error in enumerate(result.bse):
        for sign in (-1, 1):
            moved = result.params.copy()
            moved[j] += sign * error / 100
            assert result.model.loglike(moved) < best
    return {
        "coefficients": result.params.tolist(), "standardErrors": result.bse.tolist(), "deviance": float(result.deviance),
        "rows": len(y),
    }


with open(datasets + "/titanic/titanic.csv", encoding="utf-8") as file:
    people = [row for row in csv.DictReader(file) if row["class"] != "*" and row["age"] not in ("", "NA")]
x = [
    [1, person["sex"] == "female", person["class"] == "2nd", person["class"] == "3rd", float(person["age"])]
    for person in people
]
answers = {"titanic": fit(x, [int(person["survived"]) for person in people], sm.families.Binomial())}

# Flights that never left in January 2013, by airport and day.
with gzip.open(datasets + "/flights/flights_2013-01.csv.gz", "rt") as file:
    flights = [(row["origin"], int(row["day"])) for row in csv.DictReader(file) if row["dep_time"] in ("", "NA")]
airports = ["EWR", "JFK", "LGA"]
counts = {airport: [flights.count((airport, day)) for day in range(1, 32)] for airport in airports}
x, y = [], []
for airport in airports:
    for day in range(1, 32):
        weekend = datetime.date(2013, 1, day).weekday() >= 5
        x.append([1, airport == "JFK", airport == "LGA", weekend, day / 31])
        y.append(counts[airport][day - 1])
answers["cancelled"] = {"counts": counts, **fit(x, y, sm.families.Poisson())}
json.dump(answers, sys.stdout)
print()
