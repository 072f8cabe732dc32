"""Welch's and the paired t test by SciPy: penguins, and Student's sleep data (Biometrika 6, 1908).

usage: make_reference.py DATASETS > reference.json

t and ν are computed again from the formulas, p by mpmath from the incomplete beta function.
"""

import csv
import json
import sys

import mpmath
import numpy
from scipy import stats

mpmath.mp.dps = 40
with open(sys.argv[1] + "/penguins/penguins.csv") as file:
    rows = list(csv.DictReader(file))


def column(name, species, sex=None):
    return [
        float(row[name])
        for row in rows
        if row["species"] == species and row[name] not in ("", "NA") and (sex is None or row["sex"] == sex)
    ]


def p_value(t, v):
    t, v = mpmath.mpf(t), mpmath.mpf(v)
    return mpmath.betainc(v / 2, mpmath.mpf(1) / 2, 0, v / (v + t * t), regularized=True)


def check(test, difference, error, degrees):
    assert abs(test.statistic / (difference / error) - 1) < 1e-11
    assert abs(test.df / degrees - 1) < 1e-11
    p = p_value(test.statistic, test.df)
    assert abs(test.pvalue / p - 1) < 1e-9
    return [float(test.statistic), float(test.df), float(p)]


def welch(a, b):
    a, b = numpy.array(a), numpy.array(b)
    u, v = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    degrees = (u + v) ** 2 / (u**2 / (len(a) - 1) + v**2 / (len(b) - 1))
    return check(stats.ttest_ind(a, b, equal_var=False), a.mean() - b.mean(), (u + v) ** 0.5, degrees)


def paired(a, b):
    d = numpy.array(a) - numpy.array(b)
    return check(stats.ttest_rel(a, b), d.mean(), d.std(ddof=1) / len(d) ** 0.5, len(d) - 1)


first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
json.dump(
    {
        "mass, Adelie and Chinstrap": welch(column("body_mass_g", "Adelie"), column("body_mass_g", "Chinstrap")),
        "flippers, Adelie and Gentoo": welch(
            column("flipper_length_mm", "Adelie"), column("flipper_length_mm", "Gentoo")
        ),
        "bills, Chinstrap female and male": welch(
            column("bill_length_mm", "Chinstrap", "female"), column("bill_length_mm", "Chinstrap", "male")
        ),
        "sleep, paired": paired(first, second),
        "sleep, Welch": welch(first, second),
        "(4, 6, 8) and (1, 3)": welch([4, 6, 8], [1, 3]),
    },
    sys.stdout,
    indent=1,
)
print()
