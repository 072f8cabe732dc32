"""The regression of log prices in Ames, by NumPy and SciPy.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and SciPy 1.17. The posterior comes from least squares with the prior as rows, and the evidence
from SciPy's multivariate t density of all responses at once; the formulas of the statement are asserted to agree.
"""

import csv
import itertools
import json
import sys

import numpy as np
from scipy import stats
from scipy.special import gammaln

names = ["Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Garage_Cars", "Fireplaces"]
with open(sys.argv[1] + "/tabular/ames.csv", encoding="utf-8") as file:
    table = list(itertools.islice(csv.DictReader(file), 1000))
features = np.array([[float(row[name]) for name in names] for row in table])
prices = np.log([float(row["Sale_Price"]) for row in table])
is_test = np.arange(len(table)) % 5 == 0


def study(features, prices):
    training = features[~is_test]
    scaled = (features - training.mean(0)) / training.std(0)
    x = np.column_stack([np.ones(len(features)), scaled])
    p = x.shape[1]
    m, precision, a, b = np.array([12.0] + [0.0] * (p - 1)), np.eye(p), 2.0, 0.1
    xt, yt = x[~is_test], prices[~is_test]
    n = len(yt)
    mean, rest, _, _ = np.linalg.lstsq(np.vstack([xt, np.eye(p)]), np.concatenate([yt, m]), rcond=None)
    after, shape, rate = precision + xt.T @ xt, a + n / 2, b + rest[0] / 2
    assert np.allclose(mean, np.linalg.solve(after, m + xt.T @ yt), rtol=1e-10)
    evidence = stats.multivariate_t(loc=xt @ m, shape=b / a * (np.eye(n) + xt @ xt.T), df=2 * a).logpdf(yt)
    volumes = (np.linalg.slogdet(precision)[1] - np.linalg.slogdet(after)[1]) / 2
    formula = volumes + a * np.log(b) - shape * np.log(rate) + gammaln(shape) - gammaln(a) - n / 2 * np.log(2 * np.pi)
    assert abs(formula - evidence) < 1e-7
    scale = np.sqrt(rate / shape * (1 + np.einsum("ij,jk,ik->i", x[is_test], np.linalg.inv(after), x[is_test])))
    law = stats.t(df=2 * shape, loc=x[is_test] @ mean, scale=scale)
    lower, upper = law.interval(0.9)
    seen = prices[is_test]
    return {
        "mean": mean.tolist(), "shape": shape, "rate": float(rate), "logEvidence": float(formula),
        "rootMeanSquare": float(np.sqrt(np.mean((seen - x[is_test] @ mean) ** 2))),
        "logScore": float(law.logpdf(seen).mean()),
        "coverage": float(np.mean((lower <= seen) & (seen <= upper))),
        "firstLocation": float(x[is_test][0] @ mean), "firstScale": float(scale[0]),
    }


answers = {"features": study(features, prices), "constant": study(features[:, :0], prices)}
orders = np.random.default_rng(1)
for _ in range(20):  # with shuffled prices the features gain nothing, in evidence or on the hold-out
    shuffled = orders.permutation(prices)
    full, constant = study(features, shuffled), study(features[:, :0], shuffled)
    assert full["logEvidence"] < constant["logEvidence"]
    assert full["logScore"] < constant["logScore"] + 0.05
json.dump(answers, sys.stdout, indent=1)
print()
