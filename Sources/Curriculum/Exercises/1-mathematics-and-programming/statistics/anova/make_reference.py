"""One-way analysis of variance of the penguins' flipper lengths by species, by SciPy and from exact sums.

usage: make_reference.py DATASETS > reference.json

Sums of squares are computed as fractions; p by mpmath from the incomplete beta function.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
from scipy import stats

mpmath.mp.dps = 40
with open(sys.argv[1] + "/penguins/penguins.csv") as file:
    rows = [row for row in csv.DictReader(file) if row["flipper_length_mm"] not in ("", "NA")]
groups = [
    [Fraction(row["flipper_length_mm"]) for row in rows if row["species"] == species]
    for species in ["Adelie", "Chinstrap", "Gentoo"]
]
numbers = [x for group in groups for x in group]
grand = sum(numbers) / len(numbers)
means = [sum(group) / len(group) for group in groups]
between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(groups, means))
within = sum((x - mean) ** 2 for group, mean in zip(groups, means) for x in group)
assert between + within == sum((x - grand) ** 2 for x in numbers)
m, n = len(groups) - 1, len(numbers) - len(groups)
f = between / m / (within / n)
y = mpmath.mpf(n) / (n + m * mpmath.mpf(f.numerator) / f.denominator)
p = mpmath.betainc(mpmath.mpf(n) / 2, mpmath.mpf(m) / 2, 0, y, regularized=True)
test = stats.f_oneway(*[[float(x) for x in group] for group in groups])
assert abs(test.statistic / float(f) - 1) < 1e-11 and abs(test.pvalue / float(p) - 1) < 1e-8
json.dump(
    {
        "counts": [len(group) for group in groups],
        "between": float(between),
        "within": float(within),
        "degrees": [m, n],
        "f": float(f),
        "p": mpmath.nstr(p, 17),
    },
    sys.stdout,
    indent=1,
)
print()
