"""Quantiles of the penguins' body masses by NumPy's default method, type 7.

usage: make_reference.py DATASETS > reference.json

Each is computed again from its definition in fractions of the Doubles.
"""

import csv
import json
import sys
from fractions import Fraction

import numpy

with open(sys.argv[1] + "/penguins/penguins.csv") as file:
    masses = [float(row["body_mass_g"]) for row in csv.DictReader(file) if row["body_mass_g"] not in ("", "NA")]
ordered = [Fraction(x) for x in sorted(masses)]
values = []
for p in [0, 0.05, 0.1, 0.25, 1 / 3, 0.5, 0.9, 0.99, 1]:
    quantile = float(numpy.quantile(masses, p, method="linear"))
    h = (len(ordered) - 1) * Fraction(p)
    j = min(int(h), len(ordered) - 2)
    assert abs(ordered[j] + (h - j) * (ordered[j + 1] - ordered[j]) - Fraction(quantile)) < Fraction(quantile) / 10**13
    values.append([p, quantile])
json.dump({"count": len(masses), "quantiles": values}, sys.stdout, indent=1)
print()
