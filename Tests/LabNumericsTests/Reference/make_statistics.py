"""Writes statistics.json, the reference values of the tests of statistics.

Run `python3 make_statistics.py` in this folder. In exact fractions of the Doubles, rounded once at the end. The quantiles
are Hyndman and Fan's formulas (The American Statistician 50, 1996) with the shares as exact hundredths, and are held
against NumPy 2.4.6's nine methods here.
"""

import json
import math
import random
from fractions import Fraction

import numpy as np

random.seed(20240601)
METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased"]


def root(x):
    """√x of a fraction, to more digits than a Double has."""
    scale = 10**60
    return Fraction(math.isqrt(x.numerator * scale**2 // x.denominator), scale)


def moments(data):
    x = [Fraction(v) for v in data]
    n = len(x)
    mean = sum(x) / n
    m2, m3, m4 = (sum((v - mean) ** k for v in x) / n for k in (2, 3, 4))
    return {
        "mean": float(mean),
        "variance": float(m2 * n / (n - 1)),
        "skewness": float(m3 / (m2 * root(m2))),
        "excessKurtosis": float(m4 / m2**2 - 3),
    }


def quantile(data, p, kind):
    x, n = sorted(Fraction(v) for v in data), len(data)
    m = [0, 0, Fraction(-1, 2), 0, Fraction(1, 2), p, 1 - p, (p + 1) / 3, p / 4 + Fraction(3, 8)][kind - 1]
    j = math.floor(n * p + m)
    g = n * p + m - j
    if kind == 1:
        weight = 0 if g == 0 else 1
    elif kind == 2:
        weight = Fraction(1, 2) if g == 0 else 1
    elif kind == 3:
        weight = 0 if g == 0 and j % 2 == 0 else 1
    else:
        weight = g
    element = lambda k: x[min(max(k, 1), n) - 1]
    return (1 - weight) * element(j) + weight * element(j + 1)


def quantiles(n):
    data = [random.randint(-40, 40) / 8 for _ in range(n)]
    hundredths = sorted({0, 1, 5, 10, 20, 25, 30, 33, 50, 60, 70, 75, 90, 99, 100})
    rows = []
    for kind, method in enumerate(METHODS, 1):
        row = [float(quantile(data, Fraction(h, 100), kind)) for h in hundredths]
        for h, value in zip(hundredths, row):
            # NumPy has no allowance for the rounding of n·p, and so may jump where that is whole.
            if kind > 3 or (n * h) % 50:
                assert abs(np.quantile(data, h / 100, method=method) - value) < 1e-12, (n, h, method)
        rows.append(row)
    return {"data": data, "shares": [h / 100 for h in hundredths], "types": rows}


def pair(n, shift):
    x = [random.gauss(0, 1) + shift for _ in range(n)]
    y = [0.5 * (v - shift) + random.gauss(0, 1) for v in x]
    a, b = [Fraction(v) for v in x], [Fraction(v) for v in y]
    ma, mb = sum(a) / n, sum(b) / n
    cov = sum((u - ma) * (v - mb) for u, v in zip(a, b))
    va, vb = sum((u - ma) ** 2 for u in a), sum((v - mb) ** 2 for v in b)
    return {"x": x, "y": y, "covariance": float(cov / (n - 1)), "correlation": float(cov / root(va * vb))}


def alternating(middle, low, high):
    return [middle] + [low, high] * 500


numerical = {
    "NumAcc1": [10000001.0, 10000003.0, 10000002.0],
    "NumAcc2": alternating(1.2, 1.1, 1.3),
    "NumAcc3": alternating(1000000.2, 1000000.1, 1000000.3),
    "NumAcc4": alternating(10000000.2, 10000000.1, 10000000.3),
}
lopsided = [random.expovariate(1) for _ in range(60)]
reference = {
    "accuracy": {name: moments(data) for name, data in numerical.items()},
    "lopsided": {"data": lopsided, "moments": moments(lopsided)},
    "quantiles": [quantiles(n) for n in (1, 2, 3, 4, 5, 10, 11, 20)],
    "pairs": [pair(20, 0), pair(20, 1e6), pair(3, -1e3)],
}

with open("statistics.json", "w") as file:
    json.dump(reference, file, indent=0)
    file.write("\n")
