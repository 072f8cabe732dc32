"""Densities and tails of six distributions at Doubles, by mpmath to 20 digits; written to reference.json.

Each lower and upper tail is computed by itself, and the two must add up to 1. SciPy must agree to its own accuracy.
"""

import json
from pathlib import Path

import scipy.stats
from mpmath import beta, betainc, binomial, erfc, exp, gamma, gammainc, log1p, mp, mpf, nstr, pi, sqrt

mp.dps = 50


def normal(mean, deviation):
    z = lambda x: (mpf(x) - mpf(mean)) / mpf(deviation)
    return (
        lambda x: exp(-z(x) ** 2 / 2) / (mpf(deviation) * sqrt(2 * pi)),
        lambda x: erfc(-z(x) / sqrt(2)) / 2,
        lambda x: erfc(z(x) / sqrt(2)) / 2,
        scipy.stats.norm(mean, deviation),
    )


def student_t(v):
    v = mpf(v)

    def tail(x):  # beyond |x|
        return betainc(v / 2, mpf(1) / 2, 0, v / (v + mpf(x) ** 2), regularized=True) / 2

    return (
        lambda x: (1 + mpf(x) ** 2 / v) ** (-(v + 1) / 2) / (sqrt(v) * beta(v / 2, mpf(1) / 2)),
        lambda x: tail(x) if x < 0 else 1 - tail(x),
        lambda x: 1 - tail(x) if x < 0 else tail(x),
        scipy.stats.t(float(v)),
    )


def chi_squared(v):
    a = mpf(v) / 2
    return (
        lambda x: (mpf(x) / 2) ** (a - 1) * exp(-mpf(x) / 2) / (2 * gamma(a)),
        lambda x: gammainc(a, 0, mpf(x) / 2, regularized=True),
        lambda x: gammainc(a, mpf(x) / 2, regularized=True),
        scipy.stats.chi2(v),
    )


def f(m, n):
    m, n = mpf(m), mpf(n)
    return (
        lambda x: m / n * (m / n * mpf(x)) ** (m / 2 - 1) * (1 + m / n * mpf(x)) ** (-(m + n) / 2) / beta(m / 2, n / 2),
        lambda x: betainc(m / 2, n / 2, 0, m * mpf(x) / (m * mpf(x) + n), regularized=True),
        lambda x: betainc(n / 2, m / 2, 0, n / (m * mpf(x) + n), regularized=True),
        scipy.stats.f(float(m), float(n)),
    )


def count(mass, ratio, upper_end, frozen):
    """Tails by summing the masses from x outwards; ratio(k) is mass(k + 1)/mass(k)."""

    def lower(x):
        k, term, total = int(x), mass(int(x)), mpf(0)
        while k >= 0 and (term > total * mpf(10) ** -45):
            total += term
            k -= 1
            term = term / ratio(k) if k >= 0 else 0
        return total

    def upper(x):
        k = int(x) + 1
        if k > upper_end:
            return mpf(0)
        term, total = mass(k), mpf(0)
        while k <= upper_end and term > total * mpf(10) ** -45:
            total += term
            term *= ratio(k)
            k += 1
        return total

    return (lambda x: mass(int(x)), lower, upper, frozen)


def binomial_law(n, p):
    p_ = mpf(p)
    return count(
        lambda k: binomial(n, k) * p_**k * exp((n - k) * log1p(-p_)),
        lambda k: mpf(n - k) / (k + 1) * p_ / (1 - p_),
        n,
        scipy.stats.binom(n, p),
    )


def poisson(mean):
    m = mpf(mean)
    return count(
        lambda k: m**k * exp(-m) / gamma(k + 1), lambda k: m / (k + 1), 10**9, scipy.stats.poisson(mean)
    )


cases = {
    "normal(mean: 0, standardDeviation: 1)": (normal(0, 1), [-10, -1.96, 0, 0.5, 2, 10, 37]),
    "normal(mean: 1.5, standardDeviation: 2)": (normal(1.5, 2), [-3, 4]),
    "studentT(degreesOfFreedom: 1)": (student_t(1), [-3, 0.5, 1e4]),
    "studentT(degreesOfFreedom: 2.5)": (student_t(2.5), [1]),
    "studentT(degreesOfFreedom: 5)": (student_t(5), [-1e3, 0, 2.5]),
    "studentT(degreesOfFreedom: 300)": (student_t(300), [3]),
    "chiSquared(degreesOfFreedom: 1)": (chi_squared(1), [0.01, 0.5, 30]),
    "chiSquared(degreesOfFreedom: 7)": (chi_squared(7), [0.125, 6, 40]),
    "chiSquared(degreesOfFreedom: 1000)": (chi_squared(1000), [850, 1150]),
    "f(numerator: 3, denominator: 10)": (f(3, 10), [1e-8, 0.01, 2.5, 25, 1e4]),
    "f(numerator: 1, denominator: 5)": (f(1, 5), [0.25, 4, 1e6]),
    "f(numerator: 200, denominator: 57)": (f(200, 57), [0.5, 1.75]),
    "binomial(trials: 10, probability: 0.3)": (binomial_law(10, 0.3), [0, 3, 7, 10]),
    "binomial(trials: 1000, probability: 0.01)": (binomial_law(1000, 0.01), [2, 25, 60]),
    "binomial(trials: 1000000, probability: 0.5)": (binomial_law(10**6, 0.5), [490000, 498500, 500100, 501500]),
    "binomial(trials: 1000000, probability: 1e-6)": (binomial_law(10**6, 1e-6), [0, 6]),
    "poisson(mean: 3.5)": (poisson(3.5), [0, 4, 15]),
    "poisson(mean: 1000)": (poisson(1000), [900, 1005, 1150]),
}
values = []
for name, ((density, lower, upper, frozen), points) in cases.items():
    for x in points:
        d, p, q = density(x), lower(x), upper(x)
        assert abs(p + q - 1) < mpf(10) ** -30, (name, x, p, q)
        law = getattr(frozen, "pdf", None) if hasattr(frozen.dist, "pdf") else frozen.pmf
        assert abs(law(x) / d - 1) < 1e-7 and abs(frozen.cdf(x) / p - 1) < 1e-7 and abs(frozen.sf(x) - q) <= 1e-7 * q
        values.append([name, x, *(nstr(v, 20) for v in (d, p, q))])

quantiles = []
for name, p in [
    ("normal(mean: 0, standardDeviation: 1)", 0.975),
    ("studentT(degreesOfFreedom: 5)", 0.975),
    ("chiSquared(degreesOfFreedom: 7)", 0.95),
    ("f(numerator: 3, denominator: 10)", 0.95),
]:
    _, lower, _, frozen = cases[name][0]
    x = mp.findroot(lambda x: lower(x) - mpf(p), frozen.ppf(p))
    assert abs(lower(x) - mpf(p)) < mpf(10) ** -30
    quantiles.append([name, p, nstr(x, 20)])

Path(__file__).with_name("reference.json").write_text(
    json.dumps({"values": values, "quantiles": quantiles}, indent=1) + "\n", encoding="utf-8"
)
