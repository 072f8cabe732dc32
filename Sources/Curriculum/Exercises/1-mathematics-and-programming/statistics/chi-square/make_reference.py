"""χ² tests by SciPy, their p-values again by mpmath.

usage: make_reference.py DATASETS > reference.json

Written with SciPy 1.17 and mpmath 1.4.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
import numpy
from scipy import stats

mpmath.mp.dps = 40


def tail(statistic, degrees):
    return mpmath.gammainc(mpmath.mpf(degrees) / 2, mpmath.mpf(statistic.numerator) / statistic.denominator / 2,
                           regularized=True)


def independence(table):
    table = numpy.array(table)
    n, rows, columns = int(table.sum()), table.sum(axis=1), table.sum(axis=0)
    exact = sum(
        (Fraction(int(table[i, j])) - Fraction(int(rows[i] * columns[j]), n)) ** 2 / Fraction(int(rows[i] * columns[j]), n)
        for i in range(len(rows)) for j in range(len(columns)))
    result = stats.chi2_contingency(table, correction=False)
    assert abs(result.statistic / float(exact) - 1) < 1e-13
    p = tail(exact, result.dof)
    assert abs(result.pvalue / float(p) - 1) < 1e-9
    v = stats.contingency.association(table, method="cramer", correction=False)
    return {
        "table": table.tolist(), "statistic": float(exact), "degreesOfFreedom": int(result.dof), "p": float(p),
        "cramersV": float(v),
    }


def fit(observed, probabilities, estimated):
    n = sum(observed)
    exact = sum((o - n * p) ** 2 / (n * p) for o, p in zip(observed, probabilities))
    result = stats.chisquare(observed, [float(n * p) for p in probabilities], ddof=estimated)
    assert abs(result.statistic / float(exact) - 1) < 1e-13
    p = tail(exact, len(observed) - 1 - estimated)
    assert abs(result.pvalue / float(p) - 1) < 1e-12
    return {"observed": observed, "statistic": float(exact), "p": float(p)}


with open(sys.argv[1] + "/titanic/titanic.csv", encoding="utf-8") as file:
    people = [row for row in csv.DictReader(file) if row["class"] != "*"]


def count(column, values):
    return [[sum(p[column] == v and p["survived"] == s for p in people) for s in "01"] for v in values]


with open(sys.argv[1] + "/titanic/titanic.csv", encoding="utf-8") as file:
    everybody = list(csv.DictReader(file))
bySex = [[sum(p["sex"] == v and p["survived"] == s for p in everybody) for s in "01"] for v in ["male", "female"]]
with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    birds = list(csv.DictReader(file))
species = ["Adelie", "Gentoo", "Chinstrap"]
byYear = [[sum(b["species"] == s and b["year"] == y for b in birds) for y in ["2007", "2008", "2009"]] for s in species]
json.dump(
    {
        "class x survived": independence(count("class", ["1st", "2nd", "3rd"])),
        "sex x survived": independence(bySex),
        "sex x survived, Yates": float(stats.chi2_contingency(bySex).statistic),
        "species x year": independence(byYear),
        "two by five": independence([[3, 0, 7, 2, 11], [5, 4, 1, 13, 6]]),
        "peas": fit([315, 108, 101, 32], [Fraction(k, 16) for k in (9, 3, 3, 1)], 0),
        "estimated": fit([18, 7, 30, 5, 11, 13], [Fraction(k, 20) for k in (5, 2, 6, 1, 3, 3)], 2),
    }, sys.stdout, indent=1)
print()
