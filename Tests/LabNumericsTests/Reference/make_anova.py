"""Writes anova.json, the reference values of the tests of the analysis of variance.

Run `python3 make_anova.py` in this folder. For each of NIST's sets, the table in exact fractions of the Doubles nearest to
the printed data, rounded once at the end: what a program that reads Doubles can at best return. The p-values are mpmath
1.3.0's, at 50 digits.
"""

import json
import math
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 50
FOLDER = Path(__file__).resolve().parents[3] / "datasets/nist/anova"


def root(x):
    scale = 10**60
    return Fraction(math.isqrt(x.numerator * scale**2 // x.denominator), scale)


def groups(path):
    lines = path.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Data:  ") and line.split()[-1] in ("Response", "Resistance"))
    table = {}
    for line in lines[start + 1:]:
        words = line.split()
        if len(words) == 2:
            table.setdefault(words[0], []).append(Fraction(float(words[1])))
    return list(table.values())


def analysis(data):
    n, k = sum(map(len, data)), len(data)
    mean = sum(map(sum, data)) / n
    means = [sum(g) / len(g) for g in data]
    between = sum(len(g) * (m - mean) ** 2 for g, m in zip(data, means))
    within = sum(sum((x - m) ** 2 for x in g) for g, m in zip(data, means))
    f = (between / (k - 1)) / (within / (n - k))
    a, b = mp.mpf(k - 1) / 2, mp.mpf(n - k) / 2
    x = mp.mpf((n - k) * f.denominator) / ((n - k) * f.denominator + (k - 1) * f.numerator)
    return {
        "between": float(between), "within": float(within), "f": float(f), "rSquared": float(between / (between + within)),
        "residualStandardDeviation": float(root(within / (n - k))),
        "pValue": float(mp.betainc(b, a, 0, x, regularized=True))}


sets = {path.stem: analysis(groups(path)) for path in sorted(FOLDER.glob("*.dat"))}
with open("anova.json", "w") as file:
    json.dump(sets, file)
    file.write("\n")
