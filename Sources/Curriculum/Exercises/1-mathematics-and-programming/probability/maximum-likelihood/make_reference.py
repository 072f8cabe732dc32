"""Maximum likelihood estimates of an exponential and a gamma distribution for the rain of Seattle's wet days.

usage: make_reference.py DATASETS > reference.json

The gamma shape solves ln a − ψ(a) = ln x̄ − mean ln x to 40 digits by mpmath; the gradient of the likelihood is asserted
to vanish, the likelihood to be lower at the neighbours, and SciPy's fit (with floc=0, or it would fit a location, too) to
agree. Standard errors are from the inverse of the Hessian by mpmath's derivatives.
"""

import csv
import json
import sys

import mpmath
from mpmath import digamma, log, loggamma, mpf
from scipy import stats

mpmath.mp.dps = 40
with open(sys.argv[1] + "/timeseries/seattle_weather.csv") as file:
    rain = [mpf(row["precipitation"]) for row in csv.DictReader(file)]
wet = [x for x in rain if x > 0]
doubles = [float(x) for x in wet]
wet = [mpf(x) for x in doubles]
n, mean = len(wet), sum(wet) / len(wet)
logs = sum(log(x) for x in wet)


def log_likelihood(a, theta):
    return (a - 1) * logs - n * mean / theta - n * (a * log(theta) + loggamma(a))


s = log(mean) - logs / n
a = mpmath.findroot(lambda a: log(a) - digamma(a) - s, 0.7)
theta = mean / a
top = log_likelihood(a, theta)
assert abs(mpmath.diff(log_likelihood, (a, theta), (1, 0))) < mpf(10) ** -15
assert abs(mpmath.diff(log_likelihood, (a, theta), (0, 1))) < mpf(10) ** -15
for u in (0.99, 1.01):
    assert log_likelihood(a * u, theta) < top and log_likelihood(a, theta * u) < top
shape, _, scale = stats.gamma.fit(doubles, floc=0)
assert abs(shape / a - 1) < 1e-6 and abs(scale / theta - 1) < 1e-6
h = mpmath.matrix(2, 2)
for i, j, order in [(0, 0, (2, 0)), (0, 1, (1, 1)), (1, 1, (0, 2))]:
    h[i, j] = h[j, i] = -mpmath.diff(log_likelihood, (a, theta), order)
errors = h**-1
rate = 1 / mean
assert abs(float(rate) * stats.expon.fit(doubles, floc=0)[1] - 1) < 1e-12
text = lambda value: mpmath.nstr(value, 17)
json.dump(
    {
        "wetDays": n,
        "exponential": {"rate": text(rate), "logLikelihood": text(n * log(rate) - n)},
        "gamma": {
            "shape": text(a),
            "scale": text(theta),
            "standardErrors": [text(errors[0, 0] ** 0.5), text(errors[1, 1] ** 0.5)],
            "logLikelihood": text(top),
        },
    },
    sys.stdout,
    indent=1,
)
print()
