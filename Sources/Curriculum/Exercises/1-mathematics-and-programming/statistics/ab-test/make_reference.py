"""Tests, power and sample sizes of two proportions by statsmodels, mpmath and enumeration.

usage: make_reference.py > reference.json

Written with NumPy 2.4, SciPy 1.17, statsmodels 0.15 and mpmath 1.4.
"""

import json
import math
import sys

import mpmath
import numpy
from scipy import stats
from statsmodels.stats.proportion import power_proportions_2indep, proportions_ztest

mpmath.mp.dps = 30


def quantile(p):
    return mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(p) - 1)


def deviations(p1, p2):
    p1, p2 = mpmath.mpf(p1), mpmath.mpf(p2)
    mean = (p1 + p2) / 2
    return mpmath.sqrt(2 * mean * (1 - mean)), mpmath.sqrt(p1 * (1 - p1) + p2 * (1 - p2)), abs(p1 - p2)


def power(p1, p2, n, level):
    null, real, gap = deviations(p1, p2)
    z = quantile(1 - mpmath.mpf(level) / 2)
    value = sum(mpmath.ncdf((sign * gap * mpmath.sqrt(n) - z * null) / real) for sign in (1, -1))
    theirs = power_proportions_2indep(
        float(p1) - float(p2), float(p2), n, alpha=float(level), return_results=False) if p1 != p2 else float(level)
    assert abs(float(value) - theirs) < 1e-10, (value, theirs)
    return float(value)


def size(p1, p2, level, wanted):
    null, real, gap = deviations(p1, p2)
    exact = ((quantile(1 - mpmath.mpf(level) / 2) * null + quantile(wanted) * real) / gap) ** 2
    assert abs(exact - round(exact)) > 1e-3  # rounding up is not a question of the last digit
    return math.ceil(exact)


def test(a, m, b, n):
    z, p = proportions_ztest([b, a], [n, m])
    pooled = mpmath.mpf(a + b) / (m + n)
    exact = (mpmath.mpf(b) / n - mpmath.mpf(a) / m) / mpmath.sqrt(pooled * (1 - pooled) * (mpmath.mpf(1) / m + mpmath.mpf(1) / n))
    tail = mpmath.erfc(abs(exact) / mpmath.sqrt(2))
    assert abs(float(exact) - z) < 1e-11 and abs(p / float(tail) - 1) < 1e-9
    return {"counts": [a, m, b, n], "z": float(exact), "p": float(tail)}


def enumerated(p1, p2, n, level):
    """The exact power of the test: the probability of all pairs of counts at which it rejects."""
    k = numpy.arange(n + 1)
    a, b = numpy.meshgrid(k, k, indexing="ij")
    pooled = (a + b) / (2 * n)
    with numpy.errstate(invalid="ignore"):
        z = (b - a) / n / numpy.sqrt(pooled * (1 - pooled) * 2 / n)
    rejects = numpy.abs(z) >= stats.norm.ppf(1 - level / 2)
    return float(stats.binom.pmf(k, n, p1) @ rejects @ stats.binom.pmf(k, n, p2))


answers = {
    "tests": [test(142, 851, 308, 462), test(200, 10000, 260, 9500), test(31, 120, 22, 140), test(3, 7, 4, 11)],
    "powers": [
        {"arguments": list(case), "power": power(*case), "exact": enumerated(*map(float, case[:2]), case[2], float(case[3]))}
        for case in [("0.02", "0.03", 3825, "0.05"), ("0.2", "0.35", 90, "0.05"), ("0.5", "0.4", 150, "0.01"),
                     ("0.35", "0.2", 40, "0.1"), ("0.3", "0.3", 50, "0.05")]
    ],
    "sizes": [
        {"arguments": list(case), "size": size(*case)}
        for case in [("0.02", "0.03", "0.05", "0.8"), ("0.03", "0.02", "0.05", "0.8"), ("0.1", "0.12", "0.05", "0.9"),
                     ("0.5", "0.45", "0.01", "0.8"), ("0.2", "0.35", "0.05", "0.8"), ("0.01", "0.9", "0.05", "0.5")]
    ],
}

# How often do ten looks find something where nothing is?
rng = numpy.random.default_rng(1)
a, b = [rng.binomial(50, 0.3, size=(20000, 10)).cumsum(axis=1) for _ in range(2)]
n = 50 * numpy.arange(1, 11)
pooled = (a + b) / (2 * n)
p = 2 * stats.norm.sf(numpy.abs(b - a) / n / numpy.sqrt(pooled * (1 - pooled) * 2 / n))
answers["falseAlarms"] = {"at any look": float((p <= 0.05).any(axis=1).mean()),
                          "with a tenth of the level": float((p <= 0.005).any(axis=1).mean())}
json.dump(answers, sys.stdout, indent=1)
print()
