"""Logistic regression of bad credits with a normal prior: mode, curvature, and intervals by quadrature.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and SciPy 1.17. The mode is asserted to have no score; the quadrature, on a grid of ±6 standard
deviations along the axes of the curvature, is asserted not to change when the grid is refined.
"""

import csv
import itertools
import json
import sys

import numpy as np
from scipy import stats
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

with open(sys.argv[1] + "/tabular/german_credit.csv", encoding="utf-8") as file:
    table = list(itertools.islice(csv.DictReader(file), 500))
x = np.array([[1, (float(row["duration"]) - 20) / 12, row["checking_status"] == "<0"] for row in table], dtype=float)
y = np.array([row["class"] == "bad" for row in table], dtype=float)
ridge = 0.25


def log_density(beta):
    eta = beta @ x.T
    return eta @ y - np.logaddexp(0, eta).sum(-1) - ridge / 2 * (beta**2).sum(-1)


mode = np.zeros(3)
for _ in range(50):
    mean = 1 / (1 + np.exp(-x @ mode))
    curvature = x.T @ (x * (mean * (1 - mean))[:, None]) + ridge * np.eye(3)
    mode = mode + np.linalg.solve(curvature, x.T @ (y - mean) - ridge * mode)
assert np.abs(x.T @ (y - 1 / (1 + np.exp(-x @ mode))) - ridge * mode).max() < 1e-10
covariance = np.linalg.inv(curvature)
deviations = np.sqrt(np.diag(covariance))
laplace = mode[:, None] + deviations[:, None] * stats.norm.ppf([0.05, 0.95])


def quadrature(points):
    """The 5 % and 95 % quantiles of each coefficient: the one a grid of its own, the others along the conditional."""
    result = []
    for j in range(3):
        others = [k for k in range(3) if k != j]
        root = np.linalg.cholesky(np.linalg.inv(curvature[np.ix_(others, others)]))
        steps = np.linspace(-6, 6, points)
        plane = np.stack(np.meshgrid(steps, steps, indexing="ij"), -1).reshape(-1, 2) @ root.T
        values = mode[j] + deviations[j] * np.linspace(-5, 5, 101)
        heights = []
        for value in values:
            beta = np.empty((len(plane), 3))
            beta[:, j] = value
            shift = covariance[others, j] / covariance[j, j] * (value - mode[j])
            beta[:, others] = mode[others] + shift + plane
            heights.append(np.exp(log_density(beta) - log_density(mode[None])[0]).sum())
        density = CubicSpline(values, heights)
        distribution = density.antiderivative()
        total = distribution(values[-1])
        result.append([brentq(lambda v: distribution(v) / total - p, values[0], values[-1]) for p in (0.05, 0.95)])
    return np.array(result)


exact = quadrature(41)
assert np.abs(exact - quadrature(61)).max() < 1e-6
width = exact[:, 1] - exact[:, 0]
print(np.abs(exact - laplace) / width[:, None], file=sys.stderr)
print(np.count_nonzero(y), mode, deviations, exact, file=sys.stderr)
assert (np.abs(exact - laplace) < 0.03 * width[:, None]).all()
json.dump(
    {"mode": mode.tolist(), "covariance": covariance.tolist(), "laplace": laplace.tolist(), "exact": exact.tolist()},
    sys.stdout, indent=1)
print()
