"""Adjusted p-values by statsmodels, and those of the penguins' pairs of measures.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, SciPy 1.17 and statsmodels 0.15. Each answer is compared with the definition in rationals: the
smallest level at which the procedure as published (step down, step up) rejects.
"""

import csv
import itertools
import json
import sys
from fractions import Fraction

import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests

methods = {"bonferroni": "bonferroni", "holm": "holm", "benjaminiHochberg": "fdr_bh"}


def rejects(method, p, level):
    """Which hypotheses the published procedure rejects at this level, in rationals."""
    m, order = len(p), sorted(range(len(p)), key=lambda i: p[i])
    if method == "bonferroni":
        return {i for i in range(m) if m * p[i] <= level}
    if method == "holm":
        rejected = set()
        for k, i in enumerate(order):
            if (m - k) * p[i] > level:
                break
            rejected.add(i)
        return rejected
    last = max((k for k, i in enumerate(order) if m * p[i] <= (k + 1) * level), default=-1)
    return set(order[: last + 1])


def adjusted(method, p):
    p = [Fraction(float(v)) for v in p]
    m = len(p)
    factors = [Fraction(m), *(Fraction(m - k) for k in range(m)), *(Fraction(m, k + 1) for k in range(m))]
    levels = sorted({min(Fraction(1), v * f) for v in p for f in factors} | {Fraction(1)})
    answer = [Fraction(1)] * m
    for level in reversed(levels):
        for i in rejects(method, p, level):
            answer[i] = min(answer[i], level)
    return [float(v) for v in answer]


with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    birds = [row for row in csv.DictReader(file) if row["species"] == "Chinstrap"]
names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
years = ["2007", "2008", "2009"]
tests, chinstrap = [], []
for name, (a, b) in itertools.product(names, itertools.combinations(years, 2)):
    x, y = [[float(row[name]) for row in birds if row["year"] == year] for year in (a, b)]
    tests.append(f"{name} {a} {b}")
    chinstrap.append(float(f"{stats.ttest_ind(x, y, equal_var=False).pvalue:.6g}"))

cases = {
    "by hand": [0.01, 0.04, 0.03, 0.005],
    "Benjamini and Hochberg 1995": [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
        0.7590, 1.0],
    "chinstrap": chinstrap,
}
rng = numpy.random.default_rng(1)
cases["mixed"] = [float(f"{v:.4g}") for v in rng.permutation(numpy.r_[rng.uniform(size=9), rng.uniform(size=4) ** 4 / 50])]
answers = {"tests": tests}
for case, p in cases.items():
    answers[case] = {"p": p}
    for name, method in methods.items():
        value = multipletests(p, method=method)[1]
        assert numpy.allclose(value, adjusted(name, p), rtol=1e-14, atol=0), (case, name, value, adjusted(name, p))
        answers[case][name] = value.tolist()
json.dump(answers, sys.stdout, indent=1)
print()
