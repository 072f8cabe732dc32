"""Permutation tests of penguins' flippers and bills by SciPy, exact.

usage: make_reference.py DATASETS > reference.json

Written with SciPy 1.17. SciPy compares with a tolerance of 100·ε; every p is counted again in rational arithmetic.
"""

import csv
import itertools
import json
import math
import sys
from fractions import Fraction

import numpy
from scipy import stats

with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    birds = [row for row in csv.DictReader(file) if row["species"] == "Adelie" and row["sex"] == "female"]


def measures(name, island, year, count):
    found = [row[name] for row in birds if row["island"] == island and row["year"] == str(year)]
    return found[:count]


def difference(x, y, axis=-1):
    return numpy.abs(numpy.mean(x, axis=axis) - numpy.mean(y, axis=axis))


def signed(x, y, axis=-1):
    return numpy.mean(x, axis=axis) - numpy.mean(y, axis=axis)


def exact(x, y, statistic):
    x, y = [Fraction(v) for v in x], [Fraction(v) for v in y]
    pooled, m = x + y, len(x)
    observed = statistic(x, y)
    count = 0
    for chosen in itertools.combinations(range(len(pooled)), m):
        first = [pooled[i] for i in chosen]
        rest = [pooled[i] for i in range(len(pooled)) if i not in chosen]
        count += statistic(first, rest) >= observed
    return count, math.comb(len(pooled), m)


def mean_difference(x, y):
    return sum(x) / len(x) - sum(y) / len(y)


answers = {}
for name, island, m, n in [("flipper_length_mm", "Dream", 7, 8), ("bill_length_mm", "Biscoe", 5, 8)]:
    x = measures(name, "Torgersen", 2007, m)
    y = measures(name, island, 2009 if island == "Dream" else 2008, n)
    assert len(x) == m and len(y) == n, (len(x), len(y))
    result = {"x": x, "y": y}
    for kind, vector, scalar in [
        ("twoSided", difference, lambda a, b: abs(mean_difference(a, b))), ("greater", signed, mean_difference),
    ]:
        p = stats.permutation_test(
            ([float(v) for v in x], [float(v) for v in y]), vector, alternative="greater", n_resamples=numpy.inf).pvalue
        count, splits = exact(x, y, scalar)
        assert abs(p - count / splits) < 1e-15, (p, count, splits)
        result[kind] = [count, splits]
    answers[name] = result

# Small cases in tenths, where rounding breaks ties.
for x, y in [(["0.1", "0.7", "0.4"], ["0.3", "0.2", "0.6", "0.8"]), (["0.3", "0.6"], ["0.1", "0.2", "0.7"])]:
    answers[str((x, y))] = exact(x, y, lambda a, b: abs(mean_difference(a, b)))

# 16 values in two groups of 8: 12,870 splits, too many for the exact branch.
x = ["3", "8", "1", "12", "5", "9", "4", "14"]
y = ["7", "15", "11", "6", "18", "13", "10", "20"]
answers["eightAndEight"] = {"x": x, "y": y, "twoSided": exact(x, y, lambda a, b: abs(mean_difference(a, b)))}
json.dump(answers, sys.stdout, indent=1)
print()
