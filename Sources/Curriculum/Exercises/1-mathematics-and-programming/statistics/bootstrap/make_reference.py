"""Percentile and BCa intervals by SciPy from bootstrap distributions that Checks.swift makes, too.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and SciPy 1.17. SciPy is handed the numbers and draws none itself.
"""

import csv
import json
import sys

import mpmath
import numpy
from scipy import stats
from scipy.stats._resampling import BootstrapResult


def indices(count, n):
    """count resamples of n indices from the linear congruential generator of C's standard."""
    state, result = 1, []
    for _ in range(count):
        row = []
        for _ in range(n):
            state = (1103515245 * state + 12345) % 2**31
            row.append((state >> 16) * n >> 15)
        result.append(row)
    return result


def deviation(x, axis=-1):
    return numpy.std(x, ddof=1, axis=axis)


def variation(x, axis=-1):
    return numpy.std(x, ddof=1, axis=axis) / numpy.mean(x, axis=axis)


def bca(x, statistic, numbers, level):
    """The definition once more, with mpmath's Φ."""
    mpmath.mp.dps = 30
    estimate = statistic(x)
    share = mpmath.mpf(int(2 * numpy.sum(numbers < estimate) + numpy.sum(numbers == estimate))) / (2 * len(numbers))
    z0 = mpmath.sqrt(2) * mpmath.erfinv(2 * share - 1)
    left = [statistic(numpy.delete(x, i)) for i in range(len(x))]
    d = [mpmath.mpf(float(sum(left) / len(left) - v)) for v in left]
    a = sum(v**3 for v in d) / (6 * sum(v**2 for v in d) ** mpmath.mpf(1.5))
    ends = []
    for p in [(1 - mpmath.mpf(level)) / 2, (1 + mpmath.mpf(level)) / 2]:
        z = mpmath.sqrt(2) * mpmath.erfinv(2 * p - 1)
        ends.append(float(mpmath.ncdf(z0 + (z0 + z) / (1 - a * (z0 + z)))))
    return numpy.quantile(numbers, ends), float(z0), float(a)


def case(x, statistic, count, level):
    x = numpy.array(x)
    numbers = numpy.array([statistic(x[row]) for row in indices(count, len(x))])
    given = BootstrapResult(None, numbers, numpy.std(numbers, ddof=1))
    answer = {"x": x.tolist(), "numbers": count, "level": level}
    for method in ["percentile", "BCa"]:
        interval = stats.bootstrap(
            (x,), statistic, n_resamples=0, bootstrap_result=given, confidence_level=level, method=method
        ).confidence_interval
        answer[method] = [float(interval.low), float(interval.high)]
    mine, answer["z0"], answer["a"] = bca(x, statistic, numbers, level)
    assert numpy.allclose(mine, answer["BCa"], rtol=1e-11, atol=0), (mine, answer["BCa"])
    return answer


exponentials = numpy.round(numpy.random.default_rng(7).exponential(size=19), 3)
with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    masses = [float(row["body_mass_g"]) for row in csv.DictReader(file) if row["species"] == "Chinstrap"]
json.dump(
    {
        "deviation of exponentials": case(exponentials, deviation, 499, 0.9),
        "variation of Chinstraps": case(masses, variation, 300, 0.8),
    }, sys.stdout)
print()
