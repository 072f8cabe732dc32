"""A Gaussian process of the yearly carbon dioxide, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. Evidence and gradient are asserted against their formulas.
"""

import csv
import json
import sys

import numpy
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

weeks = {}
with open(sys.argv[1] + "/timeseries/co2_weekly.csv", encoding="utf-8") as file:
    reader = csv.reader(file)
    next(reader)
    for date, value in reader:
        if value not in ("", "NA"):
            weeks.setdefault(int(date[:4]), []).append(float(value))
years = [year for year in range(1959, 2002) if len(weeks.get(year, [])) >= 40]
x = numpy.array([[(year - 1980) / 10] for year in years])
y = numpy.array([sum(weeks[year]) / len(weeks[year]) for year in years])
y -= y.mean()
kernel = ConstantKernel(400.0) * RBF(1.5)
model = GaussianProcessRegressor(kernel, alpha=0.25, optimizer=None).fit(x, y)
places = numpy.array([[-2.3], [-0.55], [0.0], [1.0], [3.0]])
mean, deviation = model.predict(places, return_std=True)
evidence = model.log_marginal_likelihood()
noisy = GaussianProcessRegressor(kernel + WhiteKernel(0.25), alpha=0, optimizer=None).fit(x, y)
value, gradient = noisy.log_marginal_likelihood(noisy.kernel_.theta, eval_gradient=True)
covariance = kernel(x) + 0.25 * numpy.eye(len(x))
direct = -0.5 * y @ numpy.linalg.solve(covariance, y) - 0.5 * numpy.linalg.slogdet(covariance)[1] - len(y) / 2 * numpy.log(2 * numpy.pi)
assert abs(direct - evidence) < 1e-8 and abs(value - evidence) < 1e-8
json.dump(
    {"years": len(years), "mean": mean.tolist(), "variance": (deviation**2).tolist(), "evidence": float(evidence),
     "gradient": gradient.tolist(), "condition": float(numpy.linalg.cond(covariance))},
    sys.stdout,
)
print()
