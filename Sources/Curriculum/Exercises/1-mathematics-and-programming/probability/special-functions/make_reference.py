"""ln Γ, P, Q and I at Doubles, to 20 digits by mpmath; written to reference.json.

Every value is computed twice, in two ways: by mpmath's function and by numerical integration or the recurrence of Γ.
"""

import json
from pathlib import Path

from mpmath import betainc, exp, gammainc, log, loggamma, mp, mpf, nstr, quad

mp.dps = 60

logarithms = [1e-300, 1e-10, 0.1, 0.5, 0.9, 1.0001, 1.5, 2.5, 3.7, 10.0, 33.25, 171.5, 200.25, 1e4, 1e6, 1e305]
gammas = [
    (0.5, 0.1), (0.5, 5.0), (0.5, 50.0), (0.001, 1e-5), (0.02, 0.75), (1.0, 0.25), (2.0, 700.0), (3.5, 0.01),
    (5.0, 1e-20), (10.0, 3.0), (10.0, 10.5), (10.0, 30.0), (100.0, 80.0), (100.0, 130.0), (1e4, 9.7e3),
    (1e4, 1.03e4), (1e5, 9.95e4), (1e5, 1.004e5),
]
betas = [
    (0.3, 2.0, 5.0), (0.001, 0.5, 0.5), (0.999, 0.5, 0.5), (0.9, 20.0, 3.0), (0.55, 20.0, 3.0), (1e-10, 2.5, 3.5),
    (0.02, 0.5, 30.0), (0.75, 0.02, 0.03), (0.48, 5e3, 5e3), (0.52, 5e3, 5e3), (0.0096, 1e3, 1e5), (0.995, 300.0, 0.5),
]


def check(value, again):
    assert abs(value / again - 1) < mpf(10) ** -25, (value, again)


def log_gamma(x):
    x = mpf(x)
    value = loggamma(x)
    check(value, loggamma(x + 3) - log(x) - log(x + 1) - log(x + 2))
    return value


def gamma_p_q(a, x):
    a, x = mpf(a), mpf(x)
    p, q = gammainc(a, 0, x, regularized=True), gammainc(a, x, regularized=True)
    check(p + q, 1)
    # The series of P and the recurrence of Q for comparison.
    term = total = exp(a * log(x) - x - loggamma(a + 1))
    n = a
    while term > total * mpf(10) ** -40:
        n += 1
        term *= x / n
        total += term
    check(p, total)
    check(q, 1 - total) if q > mpf(10) ** -20 else None
    return p, q


def beta_i(x, a, b):
    x, a, b = mpf(x), mpf(a), mpf(b)
    value = betainc(a, b, 0, x, regularized=True)
    # Integration in u = tᵃ: no singularity at 0; only where the peak is not too sharp.
    if a + b < 100 and x < 0.9:
        scale = exp(loggamma(a + b) - loggamma(a) - loggamma(b)) / a
        check(value, scale * quad(lambda u: (1 - u ** (1 / a)) ** (b - 1), [0, x**a / 2, x**a]))
    return value


def text(value):
    return nstr(value, 20)


Path(__file__).with_name("reference.json").write_text(
    json.dumps(
        {
            "logGamma": [[x, text(log_gamma(x))] for x in logarithms],
            "gamma": [[a, x, *map(text, gamma_p_q(a, x))] for a, x in gammas],
            "beta": [[x, a, b, text(beta_i(x, a, b))] for x, a, b in betas],
        },
        indent=1,
    )
    + "\n",
    encoding="utf-8",
)
