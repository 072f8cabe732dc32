"""Writes distributions.json, the reference values of DistributionsTests.swift and SpecialFunctionsTests.swift.

Run `python3 make_distributions.py` in this folder (a few minutes). Written with mpmath 1.3.0. Every Double is taken as
the exact number it is; the working precision follows the smallest tail. The incomplete functions are summed here by
their positive power series (DLMF 8.7.1, 8.17.8) in integers, not by the methods of the library.
"""

import json
from multiprocessing import Pool

from mpmath import erfc, erfinv, exp, gamma, log, loggamma, mp, mpf, pi, sqrt

SMALLEST = mpf(10) ** -300


def lower_gamma(a, x):
    """P(a, x) from the series, in fixed point."""
    a, x = mpf(a), mpf(x)
    one = 1 << mp.prec
    # Both as integers over a common power of two.
    shift = mp.prec + 64
    ai, xi, step = int(a * (mpf(2) ** shift)), int(x * (mpf(2) ** shift)), 1 << shift
    total, term = 0, one
    while term:
        total += term
        ai += step
        term = term * xi // ai
    return exp(a * log(x) - x - loggamma(a + 1)) * mpf(total) / one


def lower_beta(x, y, a, b):
    """I(x; a, b) from the series with x ≤ ½."""
    one = 1 << mp.prec
    shift = mp.prec + 64
    scale = mpf(2) ** shift
    top, bottom, step = int((mpf(a) + b) * scale), int((mpf(a) + 1) * scale), 1 << shift
    xi = int(x * one)
    total, term = 0, one
    while term:
        total += term
        term = (term * xi >> mp.prec) * top // bottom
        top += step
        bottom += step
    front = exp(a * log(x) + b * log(y) + loggamma(mpf(a) + b) - loggamma(mpf(a) + 1) - loggamma(b))
    return front * mpf(total) / one


def gamma_tails(a, x):
    for digits in (60, 130, 400):
        mp.dps = digits
        p = lower_gamma(a, x)
        q = 1 - p
        if q > mpf(10) ** (25 - digits):
            break
    return p, q


def beta_tails(x, y, a, b):
    for digits in (60, 130, 400):
        mp.dps = digits
        if x <= 0.5:
            low = lower_beta(x, y, a, b)
            high = 1 - low
        else:
            high = lower_beta(y, x, b, a)
            low = 1 - high
        if min(low, high) > mpf(10) ** (25 - digits):
            break
    return low, high


def normal(m, s, x):
    mp.dps = 60
    z = (mpf(x) - m) / s
    return exp(-z * z / 2) / sqrt(2 * pi) / s, erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2


def gamma_case(a, s, x):
    mp.dps = 60
    z = mpf(x) / s
    p, q = gamma_tails(a, z)
    return exp(mpf(a) * log(z) - z - loggamma(a)) / x, p, q


def chi(n, x):
    return gamma_case(mpf(n) / 2, 2, x)


def beta_case(a, b, x):
    mp.dps = 400
    x = mpf(x)
    y = 1 - x
    low, high = beta_tails(x, y, mpf(a), mpf(b))
    mp.dps = 60
    a, b = mpf(a), mpf(b)
    return exp((a - 1) * log(x) + (b - 1) * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b)), low, high


def student(n, t):
    mp.dps = 400
    n, t = mpf(n), mpf(t)
    out, inside = beta_tails(n / (n + t * t), t * t / (n + t * t), n / 2, mpf(1) / 2)
    mp.dps = 60
    density = exp(loggamma((n + 1) / 2) - loggamma(n / 2) - (n + 1) / 2 * log(1 + t * t / n)) / sqrt(n * pi)
    mp.dps = 400
    small, large = out / 2, 1 - out / 2
    return (density, large, small) if t > 0 else (density, small, large)


def snedecor(m, n, f):
    mp.dps = 400
    m, n, f = mpf(m), mpf(n), mpf(f)
    x, y = m * f / (m * f + n), n / (m * f + n)
    low, high = beta_tails(x, y, m / 2, n / 2)
    mp.dps = 60
    density = exp(
        m / 2 * log(x) + n / 2 * log(y) + loggamma((m + n) / 2) - loggamma(m / 2) - loggamma(n / 2)) / f
    return density, low, high


def poisson(mean, k):
    q, p = gamma_tails(mpf(k) + 1, mean)
    mp.dps = 60
    return exp(k * log(mpf(mean)) - mean - loggamma(mpf(k) + 1)), p, q


def binomial(n, p, k):
    mp.dps = 400
    p = mpf(p)
    if k == n:
        low, high = mpf(1), mpf(0)
    else:
        high, low = beta_tails(p, 1 - p, mpf(k) + 1, mpf(n - k))
    mp.dps = 60
    choose = loggamma(mpf(n) + 1) - loggamma(mpf(k) + 1) - loggamma(mpf(n - k) + 1)
    return exp(choose + k * log(p) + (n - k) * log(1 - p)), low, high


def exponential(rate, x):
    mp.dps = 60
    z = mpf(rate) * x
    return rate * exp(-z), -mp.expm1(-z), exp(-z)


def uniform(a, b, x):
    mp.dps = 60
    a, b, x = mpf(a), mpf(b), mpf(x)
    return 1 / (b - a), (x - a) / (b - a), (b - x) / (b - a)


Z = [-36.5, -20, -8, -3, -1, -0.1, 0.3, 1, 3, 8, 20, 36.5]


def spread(mean, deviation, low=0.0, high=float("inf")):
    """Points in deviations from the mean, and some of other sizes."""
    points = [mean + z * deviation for z in Z] + [mean * s for s in (1e-9, 1e-3, 0.1, 0.5, 0.9, 1.1, 2, 10)]
    return sorted({float(x) for x in points if low < x < high})


def grid():
    for m, s in [(0, 1), (100, 15), (-1e8, 1e-3), (3e-200, 1e-200), (0.1, 1e10)]:
        for z in Z + [-1e-3, 1e-9, 37]:
            yield "normal", [float(m), float(s)], m + z * s
    for a, s in [
        (1e-8, 1.0), (1e-3, 2.0), (0.1, 1.0), (0.5, 3.0), (0.99, 1.0), (1.0, 0.7), (2.5, 1e-30), (9.9, 1.0),
        (30.0, 1e20), (499.0, 1.0), (501.0, 1.0), (1234.5, 0.1), (1e5, 1.0), (1e8, 3.0), (1e10, 1.0)]:
        points = spread(a * s, a**0.5 * s)
        if a < 50:
            points += [s * x for x in (1e-270, 1e-30, 1e-5, 0.05, 0.5, 1.0, 1.2, 3.0, 20.0, 600.0)]
        if a > 1e3:
            points = [x for x in points if abs(x / s - a) < (38 if a < 1e6 else 21 if a < 1e9 else 9) * a**0.5]
        for x in points:
            yield "gamma", [a, s], x
    for n in [0.01, 1.0, 2.0, 3.0, 10.0, 101.0, 1e4, 1e7]:
        points = spread(n, (2 * n) ** 0.5)
        for x in points if n < 1e3 else [x for x in points if abs(x - n) < (38 if n < 1e6 else 21) * (2 * n) ** 0.5]:
            yield "chiSquared", [n], x
    for a, b in [
        (1e-8, 1e-8), (1e-3, 2.0), (0.5, 0.5), (0.3, 200.0), (1.0, 1.0), (2.0, 3.0), (0.01, 1e5), (8.0, 15.0),
        (40.0, 0.7), (100.0, 100.0), (3.0, 1e6), (1e4, 3e4), (1e6, 1e6), (1e8, 2e8), (1e10, 1.0)]:
        mean = a / (a + b)
        deviation = (a * b / (a + b + 1)) ** 0.5 / (a + b)
        points = spread(mean, deviation, high=1.0)
        if max(a, b) < 1e5:
            points += [1e-300, 1e-20, 1e-4, 0.03, 0.2, 0.5, 0.8, 0.97, 0.9999, 1 - 2.0**-50]
        if max(a, b) > 9e3:
            points = [x for x in points if abs(x - mean) < (38 if max(a, b) < 1e7 else 9) * deviation]
        for x in points:
            yield "beta", [a, b], x
    for n in [0.01, 0.5, 1.0, 2.0, 3.5, 10.0, 29.0, 100.0, 1e4, 1e7, 1e10]:
        for t in [1e-20, 1e-5, 0.01, 0.3, 0.7, 1.0, 2.0, 3.5, 7.0, 20.0, 35.0] + ([1e3, 1e10, 1e120] if n < 1e4 else []):
            yield "t", [n], t
        yield "t", [n], -2.5
        yield "t", [n], -1e-3
    for m, n in [(0.1, 0.1), (1.0, 1.0), (1.0, 10.0), (2.0, 5.0), (5.0, 2.0), (10.0, 1e3), (3.0, 1e7), (1e5, 1e5), (7.0, 40.0)]:
        near = 6 * (2 / m + 2 / n) ** 0.5
        for f in [1e-30, 1e-5, 0.01, 0.3, 0.8, 1.0, 1.2, 2.0, 5.0, 30.0, 1e3, 1e8]:
            if max(m, n) < 1e4 or abs(log(f)) < near:
                yield "f", [m, n], f
    for mean in [1e-10, 0.01, 0.7, 3.0, 12.5, 100.0, 1e3, 123456.7, 1e8, 1e10]:
        if mean < 20:
            counts = [0, 1, 2, 3, 5, 10, 30, 100]
        else:
            counts = sorted({int(mean + z * mean**0.5) for z in Z if mean + z * mean**0.5 >= 0})
        if mean > 1e7:
            counts = [k for k in counts if abs(k - mean) < 9 * mean**0.5]
        for k in counts:
            yield "poisson", [mean], k
    for n, p in [
        (1, 0.3), (10, 0.5), (10, 1e-9), (37, 0.9), (100, 0.01), (1000, 0.25), (10**5, 1e-5), (10**6, 0.5),
        (10**6, 0.999), (10**9, 1e-8), (10**9, 0.3)]:
        mean, deviation = n * p, (n * p * (1 - p)) ** 0.5
        counts = {int(mean + z * deviation) for z in Z} | ({0, 1, 2, n // 2, n - 1, n} if n <= 1000 else {0} if mean < 99 else set())
        if n > 10**8:
            counts = {k for k in counts if abs(k - mean) < 9 * deviation}
        for k in sorted(k for k in counts if 0 <= k <= n):
            yield "binomial", [float(n), p], k
    for rate in [1.0, 1e-200, 3e7]:
        for z in [1e-20, 1e-3, 0.7, 5.0, 100.0, 680.0]:
            yield "exponential", [rate], z / rate
    for a, b in [(0.0, 1.0), (-3.0, 5.5), (1e9, 1e9 + 1)]:
        for u in [0.0, 1e-3, 0.3, 0.75, 1.0]:
            yield "uniform", [a, b], a + u * (b - a)


functions = {
    "normal": normal, "gamma": gamma_case, "chiSquared": chi, "beta": beta_case, "t": student, "f": snedecor,
    "poisson": poisson, "binomial": lambda n, p, k: binomial(int(n), p, k), "exponential": exponential,
    "uniform": uniform,
}


def number(x):
    """The nearest Double, or nothing where it is not a normal number."""
    return float(x) if x == 0 or SMALLEST < x < 1 / SMALLEST else None


def case(point):
    name, parameters, x = point
    mp.dps = 60
    density, low, high = functions[name](*parameters, x)
    return [name, parameters, float(x), number(density), number(low), number(high)]


def main():
    with Pool() as pool:
        cases = pool.map(case, grid(), chunksize=1)
    mp.dps = 60
    special = []

    def add(name, arguments, value):
        special.append([name, [float(a) for a in arguments], float(value)])

    for x in [0.0, 1e-20, 0.01, 0.3, 0.9, 1.0, 2.5, 4.9, 5.1, 10.0, 26.0, 26.7, 100.0, 1e10, 1e200, -0.5, -3.0, -20.0]:
        add("erfcx", [x], exp(mpf(x) ** 2) * erfc(x) if abs(x) < 1e5 else 1 / (sqrt(pi) * x))
    for x in [-0.5, -0.49, -0.1, -1e-9, 1e-300, 1e-5, 0.2, 0.5, 1 / 3]:
        add("logGammaOnePlus", [x], mp.log(gamma(1 + mpf(x))) if abs(x) > 1e-15 else -mp.euler * mpf(x))
    for x in [-0.999, -0.5, -0.3, -1e-3, 1e-10, 1e-3, 0.1, 0.7, 0.99, 1.5, 50.0]:
        add("logOnePlusMinus", [x], log(1 + mpf(x)) - x)
    for a, b in [(1e-10, 1e-10), (0.5, 0.5), (1e-5, 9.0), (3.0, 4.0), (0.2, 1e6), (11.0, 5.0), (20.0, 1e9), (1e6, 3e6), (1e200, 2.0)]:
        mp.dps = 250
        add("logBeta", [a, b], loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + mpf(b)))
        mp.dps = 60
    for q in [1e-300, 1e-100, 1e-20, 1e-5, 0.02, 0.2, 0.24, 0.26, 0.4, 0.5 - 1e-12, 0.5 + 2.0**-40, 0.6, 0.76, 0.999]:
        mp.dps = 350
        guess = mp.sqrt(2) * erfinv(1 - 2 * mpf(q)) if q > 1e-15 else mp.sqrt(-2 * log(mpf(q)))
        f = lambda z: log(erfc(z / sqrt(2)) / 2) - log(mpf(q))
        add("normalUpperQuantile", [q], mp.findroot(f, guess) if q <= 1e-15 else guess)
        mp.dps = 60
    for y in [1e-200, 1e-9, 0.3, 0.49, 0.51, 0.9, 1 - 2.0**-30, -0.7]:
        add("inverseErf", [y], erfinv(mpf(y)))
    with open("distributions.json", "w") as file:
        rows = ",\n".join(json.dumps(case) for case in cases)
        extra = ",\n".join(json.dumps(case) for case in special)
        file.write('{"distributions": [\n' + rows + '\n], "functions": [\n' + extra + "\n]}\n")


if __name__ == "__main__":
    main()
