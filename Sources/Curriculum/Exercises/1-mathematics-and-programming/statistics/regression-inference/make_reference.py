"""A regression table of the penguins by statsmodels.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and statsmodels 0.15; coefficients, errors and R² are asserted against exact rationals.
"""

import csv
import json
import sys
from fractions import Fraction

import mpmath
import numpy
import statsmodels.api as sm

mpmath.mp.dps = 50
names = ["flipper_length_mm", "bill_length_mm", "bill_depth_mm"]
with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    birds = [row for row in csv.DictReader(file) if row["body_mass_g"] != "NA"]
columns = [[Fraction(row[name]) for name in names] for row in birds]
y = [Fraction(row["body_mass_g"]) for row in birds]


def table(rows, y, intercept):
    rows = [[Fraction(1)] * intercept + list(row) for row in rows]
    n, p = len(rows), len(rows[0])
    gram = mpmath.matrix([[mpmath.mpf(int(v.numerator)) / int(v.denominator) for v in (
        sum(r[i] * r[j] for r in rows) for j in range(p))] for i in range(p)])
    right = mpmath.matrix([mpmath.mpf(int(v.numerator)) / int(v.denominator) for v in (
        sum(r[i] * t for r, t in zip(rows, y)) for i in range(p))])
    inverse = gram**-1
    beta = inverse * right
    as_mp = [[mpmath.mpf(v.numerator) / v.denominator for v in r] for r in rows]
    targets = [mpmath.mpf(v.numerator) / v.denominator for v in y]
    rest = [t - sum(a * b for a, b in zip(r, beta)) for r, t in zip(as_mp, targets)]
    rss = sum(v * v for v in rest)
    mean = sum(targets) / n if intercept else 0
    tss = sum((t - mean) ** 2 for t in targets)
    s = mpmath.sqrt(rss / (n - p))
    errors = [s * mpmath.sqrt(inverse[i, i]) for i in range(p)]
    leverages = [sum(r[i] * inverse[i, j] * r[j] for i in range(p) for j in range(p)) for r in as_mp]

    x = numpy.array([[float(v) for v in r] for r in rows])
    result = sm.OLS(numpy.array([float(v) for v in y]), x, hasconst=bool(intercept)).fit()
    influence = result.get_influence()
    k = p - intercept
    f = (tss - rss) / k / (s * s)

    def two_tails(t):
        return mpmath.betainc(mpmath.mpf(n - p) / 2, 0.5, 0, (n - p) / (n - p + t * t), regularized=True)

    p_f = mpmath.betainc(mpmath.mpf(n - p) / 2, mpmath.mpf(k) / 2, 0, (n - p) / (n - p + k * f), regularized=True)
    answer = {
        "coefficients": [float(v) for v in beta], "standardErrors": [float(v) for v in errors],
        "tStatistics": [float(b / e) for b, e in zip(beta, errors)],
        "pValues": [float(two_tails(b / e)) for b, e in zip(beta, errors)],
        "residualStandardDeviation": float(s), "rSquared": float(1 - rss / tss),
        "adjustedRSquared": float(1 - rss / tss * (n - intercept) / (n - p)), "fStatistic": float(f), "fPValue": float(p_f),
        "leverages": [float(v) for v in leverages[:3]],
        "standardizedResiduals": [float(r / (s * mpmath.sqrt(1 - h))) for r, h in zip(rest[:3], leverages[:3])],
        "shape": [n, p],
    }
    theirs = {
        "coefficients": result.params, "standardErrors": result.bse, "tStatistics": result.tvalues,
        "pValues": result.pvalues, "residualStandardDeviation": result.mse_resid**0.5, "rSquared": result.rsquared,
        "adjustedRSquared": result.rsquared_adj, "fStatistic": result.fvalue, "fPValue": result.f_pvalue,
        "leverages": influence.hat_matrix_diag[:3], "standardizedResiduals": influence.resid_studentized_internal[:3],
    }
    for key, value in theirs.items():
        assert numpy.allclose(value, answer[key], rtol=1e-7, atol=0), (key, value, answer[key])
    return answer


json.dump({"with constant": table(columns, y, 1), "without": table(columns, y, 0)}, sys.stdout, indent=1)
print()
