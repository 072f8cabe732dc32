"""Writes extremes.json, the reference values of DistributionExtremesTests.swift.

Run `python3 make_extremes.py` in this folder (a few minutes). Written with mpmath 1.3.0. Every Double is taken as the
exact number it is. A tail is the integral of its density from the place outward, by Gauss and Legendre's rule on panels
that are halved until two rules agree to 40 digits: not a method of the library, and as quick for 10¹² degrees of
freedom as for 10.
"""

import json
from multiprocessing import Pool

from mpmath import exp, log, loggamma, mp, mpf, pi, sqrt

mp.dps = 90
SMALLEST = mpf(2) ** -1022
AGREEMENT = mpf(10) ** -40


def legendre(n):
    """Nodes and weights on 0 ... 1 from Newton's iteration on Legendre's polynomial."""
    rule = []
    for i in range(n):
        x = mp.cos(pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(9):
            p, q = mpf(1), mpf(0)
            for k in range(n):
                p, q = ((2 * k + 1) * x * p - k * q) / (k + 1), p
            slope = n * (x * p - q) / (x * x - 1)
            x -= p / slope
        rule.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return rule


RULES = legendre(24), legendre(40)


def outward(log_density, u, direction):
    """The integral of exp(log_density), which is concave, from u to the end of the line."""
    top = log_density(u)

    def f(s):
        return exp(log_density(u + direction * s) - top)

    length = mpf(10) ** -9
    while f(length) > mpf(10) ** -50:
        length *= 2

    def panel(a, b, scale):
        coarse, fine = (sum(w * f(a + (b - a) * x) for x, w in rule) * (b - a) for rule in RULES)
        if abs(fine - coarse) <= AGREEMENT * scale:
            return fine
        middle = (a + b) / 2
        return panel(a, middle, scale) + panel(middle, b, scale)

    # What is beyond the length is below 10⁻⁴⁷ of the whole, since the density is concave in its logarithm.
    first = panel(mpf(0), length / 64, length * AGREEMENT + length / 64)
    return exp(top) * (first + panel(length / 64, length, first))


def tails(log_density, slope, u):
    """Lower and upper, the one that is outward of the mode integrated."""
    if slope > 0:
        low = outward(log_density, u, -1)
        return low, 1 - low
    high = outward(log_density, u, 1)
    return 1 - high, high


def gamma_tails(a, x):
    """In the coordinate log x."""
    a, x = mpf(a), mpf(x)
    constant = loggamma(a)
    return tails(lambda u: a * u - exp(u) - constant, a - x, log(x))


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def beta_tails(odds, a, b):
    """In the coordinate log(x/(1 − x))."""
    constant = log_beta(a, b)
    density = lambda u: -a * log(1 + exp(-u)) - b * log(1 + exp(u)) - constant
    return tails(density, a - (a + b) * odds / (1 + odds), log(odds))


def gamma_case(a, s, x):
    z = mpf(x) / mpf(s)
    return (exp(mpf(a) * log(z) - z - loggamma(mpf(a))) / mpf(x), *gamma_tails(a, z))


def chi(n, x):
    return gamma_case(mpf(n) / 2, 2, x)


def beta_case(a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    density = exp((a - 1) * log(x) + (b - 1) * log(1 - x) - log_beta(a, b))
    return (density, *beta_tails(x / (1 - x), a, b))


def student(n, t):
    n, t = mpf(n), mpf(t)
    constant = loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2
    density = exp(constant - (n + 1) / 2 * log(1 + t * t / n))
    # Outward of t > 0 half of the tail of t²/n, which is a ratio of gammas.
    low, high = beta_tails(t * t / n, mpf(1) / 2, n / 2)
    return (density, 1 - high / 2, high / 2) if t > 0 else (density, high / 2, 1 - high / 2)


def snedecor(m, n, f):
    m, n, f = mpf(m) / 2, mpf(n) / 2, mpf(f)
    odds = m * f / n
    density = exp(m * log(odds) - (m + n) * log(1 + odds) - log_beta(m, n)) / f
    return (density, *beta_tails(odds, m, n))


def poisson(mean, k):
    high, low = gamma_tails(k + 1, mean)
    return exp(k * log(mpf(mean)) - mpf(mean) - loggamma(mpf(k) + 1)), low, high


def binomial(n, p, k):
    n, p, k = mpf(n), mpf(p), mpf(k)
    choose = loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)
    mass = exp(choose + k * log(p) + (n - k) * log(1 - p))
    if k == n:
        return mass, mpf(1), mpf(0)
    high, low = beta_tails(p / (1 - p), k + 1, n - k)
    return mass, low, high


# Deviations from the mean: tails of 10⁻³⁰⁰ are at 37 of a normal distribution, the smallest normal number at 37.6.
Z = [-37.4, -37.0, -25.0, -12.0, -5.0, -2.0, -0.7, -0.05, 1e-3, 0.4, 1.5, 4.0, 9.0, 20.0, 37.0, 37.4]


def grid():
    for a, s in [(1e8, 1.0), (1e8, 3e-200), (1e8, 7e250), (1e6, 1.0), (1e12, 1.0), (1e15, 1.0), (777.0, 1.0)]:
        for z in Z:
            # The gamma distribution is skewed: in the cube root it is nearly normal (Wilson and Hilferty).
            yield "gamma", [a, s], a * max(1 - 1 / (9 * a) + z / (3 * a**0.5), 0.01) ** 3 * s
        yield "gamma", [a, s], a * s
    for a in [500.0, 499.0, 2000.0]:
        for ratio in [0.2, 0.33, 0.74, 0.76, 1.24, 1.26, 1.6, 2.3]:
            yield "gamma", [a, 1.0], a * ratio
    for a, x in [(1e-8, 1e-300), (1e-8, 600.0), (1e-8, 1e-5), (1e-3, 690.0), (0.5, 700.0), (1.0, 705.0), (30.0, 1e-9), (30.0, 800.0), (3.0, 1e-100)]:
        yield "gamma", [a, 1.0], x
    for n in [1e8, 1e10]:
        for z in Z:
            yield "chiSquared", [n], n * (1 - 2 / (9 * n) + z * (2 / (9 * n)) ** 0.5) ** 3
    for a, b in [
        (1e8, 1e8), (1e8, 3e8), (1e8, 1e6), (1e8, 1e4), (1e8, 50.0), (50.0, 1e8), (1e10, 1e10), (1e12, 1e11),
        (1e3, 1e3), (1e15, 1e15)]:
        for z in Z:
            odds = log(mpf(a) / b) + z * sqrt(1 / mpf(a) + 1 / mpf(b))
            x = float(1 / (1 + exp(-odds)))
            if 0 < x < 1:
                yield "beta", [a, b], x
    for a, b in [(1e8, 1.0), (1e8, 0.5), (1e8, 1e-3), (1e8, 1e-8), (1e10, 3.5)]:
        for tail in [1e-13, 1e-9, 3e-8, 3e-7, 1e-6, 6.6e-6]:
            yield "beta", [a, b], 1 - tail
            yield "beta", [b, a], tail
            yield "beta", [b, a], tail * 1e-60
    for n in [1e10, 1e15, 1e6]:
        for t in [1e-9, 1e-3, 0.3, 1.0, 2.5, 7.0, 20.0, 36.9, 37.4, -1.0, -9.0, -37.0]:
            yield "t", [n], t
    yield "t", [3.0], 1e100
    yield "t", [1.0], 1e299
    yield "t", [0.02], 1e150
    yield "t", [30.0], 1e10
    for m, n in [(1e10, 1e10), (1e8, 1e10), (1e10, 1e3), (1e15, 1e15)]:
        for z in Z:
            f = exp(z * sqrt(2 / mpf(m) + 2 / mpf(n)))
            yield "f", [m, n], float(f)
            yield "f", [n, m], float(f)
    for m in [1.0, 5.0, 0.3, 200.0]:
        for f in [1e-250, 1e-60, 1e-3, 0.3, 0.99, 1.0, 1.3, 6.0, 40.0, 270.0, 1370.0]:
            if m * f < 1390 and m * log(mpf(f)) / 2 > -680:
                yield "f", [m, 1e10], f
                yield "f", [1e10, m], float(1 / mpf(f))
    for mean in [1e6, 1e12]:
        for z in Z:
            yield "poisson", [mean], int(mean * (1 + z / (3 * mean**0.5)) ** 3 if abs(z) > 5 else mean + z * mean**0.5)
    for mean, k in [(1e6, 950_000), (700.0, 0), (1e-3, 90), (0.5, 150), (300.0, 1500)]:
        yield "poisson", [mean], k
    for n, p in [(10**6, 0.5), (10**6, 0.3), (10**6, 0.999), (10**6, 1e-3), (10**12, 0.25)]:
        for z in Z:
            k = int(n * p + z * (n * p * (1 - p)) ** 0.5 + (1 - 2 * p) * (z * z - 1) / 6)
            if 0 <= k <= n:
                yield "binomial", [float(n), p], k
    for p, counts in [(1e-6, [0, 1, 5, 40, 140]), (1e-12, [0, 1, 10, 40]), (6e-4, [0, 1]), (0.9999999, [999_999, 999_990, 999_960])]:
        for k in counts:
            yield "binomial", [1e6, p], k


functions = {
    "gamma": gamma_case, "chiSquared": chi, "beta": beta_case, "t": student, "f": snedecor, "poisson": poisson,
    "binomial": binomial,
}


def number(x):
    """The nearest Double, or nothing where it is not a normal number."""
    return float(x) if x == 0 or SMALLEST < x < 1 / SMALLEST else None


def case(point):
    name, parameters, x = point
    density, low, high = functions[name](*parameters, x)
    return [name, parameters, float(x), number(density), number(low), number(high)]


def main():
    with Pool() as pool:
        cases = pool.map(case, grid(), chunksize=1)
    with open("extremes.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
