"""Intervals by SciPy: for the penguins' body mass by species, and for proportions; and exact coverages at p = 0.05.

usage: make_reference.py DATASETS > reference.json

The ends of each exact interval are put back into the binomial tails that define them.
"""

import csv
import json
import sys

import numpy
from scipy import stats

with open(sys.argv[1] + "/penguins/penguins.csv") as file:
    rows = [row for row in csv.DictReader(file) if row["body_mass_g"] not in ("", "NA")]
means = []
for species in ["Adelie", "Chinstrap", "Gentoo"]:
    x = numpy.array([float(row["body_mass_g"]) for row in rows if row["species"] == species])
    low, high = stats.t.interval(0.95, len(x) - 1, x.mean(), stats.sem(x))
    means.append([species, len(x), low, high])

proportions = []
for k, n, level in [(0, 20, 0.95), (1, 20, 0.95), (7, 20, 0.9), (20, 20, 0.95), (3, 1000, 0.99), (165, 333, 0.95)]:
    test = stats.binomtest(k, n)
    wilson = test.proportion_ci(level, "wilson")
    exact = test.proportion_ci(level, "exact")
    tail = (1 - level) / 2
    assert k == 0 or abs(stats.binom.sf(k - 1, n, exact.low) - tail) < 1e-10
    assert k == n or abs(stats.binom.cdf(k, n, exact.high) - tail) < 1e-10
    proportions.append([k, n, level, wilson.low, wilson.high, exact.low, exact.high])


def coverage(n, p, method):
    total = 0.0
    for k in range(n + 1):
        if method == "wald":
            share = k / n
            half = stats.norm.ppf(0.975) * (share * (1 - share) / n) ** 0.5
            low, high = share - half, share + half
        else:
            low, high = stats.binomtest(k, n).proportion_ci(0.95, method)
        total += stats.binom.pmf(k, n, p) * (low <= p <= high)
    return total


json.dump(
    {
        "means": means,
        "proportions": proportions,
        "coverage": {method: coverage(20, 0.05, method) for method in ["wald", "wilson", "exact"]},
    },
    sys.stdout,
    indent=1,
)
print()
