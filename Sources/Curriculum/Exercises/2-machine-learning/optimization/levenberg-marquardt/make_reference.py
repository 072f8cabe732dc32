"""Minima of three least squares problems, by SciPy's MINPACK.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and SciPy 1.17. The scaled slope at each answer is asserted, and the sums of squares against those
that Moré, Garbow and Hillstrom (1981) print. `sigma` is the smallest singular value of J·D⁻¹, `start` is ‖r(x₀)‖, `d`
are the norms of J's columns: what the bounds in Checks.swift are made of.
"""

import csv
import json
import sys

import numpy
from scipy.optimize import least_squares


def bard():
    y = numpy.array([0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39])
    u = numpy.arange(1.0, 16)
    v = 16 - u
    w = numpy.minimum(u, v)

    def jacobian(x):
        low = v * x[1] + w * x[2]
        return numpy.stack([-numpy.ones_like(u), u * v / low**2, u * w / low**2], 1)

    return lambda x: y - (x[0] + u / (v * x[1] + w * x[2])), jacobian, [1.0, 1, 1], 8.21487e-3


def meyer():
    y = numpy.array([34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872.0])
    t = 45 + 5 * numpy.arange(1.0, 17)

    def jacobian(x):
        power = numpy.exp(x[1] / (t + x[2]))
        return numpy.stack([power, x[0] * power / (t + x[2]), -x[0] * x[1] * power / (t + x[2]) ** 2], 1)

    return lambda x: x[0] * numpy.exp(x[1] / (t + x[2])) - y, jacobian, [0.02, 4000.0, 250], 87.9458


def carbon_dioxide():
    weeks = {}
    with open(sys.argv[1] + "/timeseries/co2_weekly.csv", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        for date, value in reader:
            if value not in ("", "NA"):
                weeks.setdefault(int(date[:4]), []).append(float(value))
    years = [year for year in range(1959, 2002) if len(weeks.get(year, [])) >= 40]
    t = numpy.array([(year - 1980) / 10 for year in years])
    y = numpy.array([sum(weeks[year]) / len(weeks[year]) for year in years])

    def jacobian(x):
        power = numpy.exp(x[2] * t)
        return numpy.stack([numpy.ones_like(t), power, x[1] * t * power], 1)

    return lambda x: x[0] + x[1] * numpy.exp(x[2] * t) - y, jacobian, [280.0, 50, 0.1], None


answers = {}
for problem in (bard, meyer, carbon_dioxide):
    residuals, jacobian, start, published = problem()
    end = least_squares(
        residuals, start, jacobian, method="lm", x_scale="jac", xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=20000
    )
    j, r = jacobian(end.x), residuals(end.x)
    d = numpy.linalg.norm(j, axis=0)
    first = numpy.linalg.norm(residuals(numpy.array(start)))
    assert max(abs(j.T @ r) / d) < 1e-10 * first
    assert published is None or abs(r @ r / published - 1) < 1e-6
    answers[problem.__name__] = {
        "x": end.x.tolist(), "squares": float(r @ r), "sigma": float(numpy.linalg.svd(j / d)[1][-1]),
        "start": float(first), "d": d.tolist(),
    }
json.dump(answers, sys.stdout)
print()
