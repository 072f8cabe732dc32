"""Mean and sample variance of NIST's NumAcc data and of the penguins' body masses, exactly, rounded once.

usage: make_reference.py DATASETS > reference.json

The NumAcc sets are generated from their definition. The Doubles are taken as they are and added up as fractions. NumPy's
two passes must agree within n·ε·κ, κ = √(Σx²/Σ(x − x̄)²), the bound that the checks use.
"""

import csv
import json
import sys
from fractions import Fraction

import numpy


def alternating(first, low, high):
    return [first] + [low, high] * 500


with open(sys.argv[1] + "/penguins/penguins.csv") as file:
    masses = [float(row["body_mass_g"]) for row in csv.DictReader(file) if row["body_mass_g"] not in ("", "NA")]
sets = {
    "NumAcc1": [10000001.0, 10000003.0, 10000002.0],
    "NumAcc2": alternating(1.2, 1.1, 1.3),
    "NumAcc3": alternating(1000000.2, 1000000.1, 1000000.3),
    "NumAcc4": alternating(10000000.2, 10000000.1, 10000000.3),
    "masses": masses,
    "massesPlusBillion": [1e9 + mass for mass in masses],
}
values = {}
for name, numbers in sets.items():
    exact = [Fraction(x) for x in numbers]
    n = len(exact)
    mean = sum(exact) / n
    squares = sum((x - mean) ** 2 for x in exact)
    condition = float(sum(x * x for x in exact) / squares) ** 0.5
    variance = squares / (n - 1)
    assert abs(numpy.var(numbers, ddof=1) / float(variance) - 1) <= n * 2**-52 * condition
    values[name] = {"count": n, "mean": float(mean), "variance": float(variance), "condition": round(condition, 2)}
json.dump(values, sys.stdout, indent=1)
print()
