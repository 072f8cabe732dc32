"""A mixture of two normal distributions on two columns of iris, by scikit-learn, from the clusters of its k-means.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, SciPy 1.17 and scikit-learn 1.9. One more step of EM is asserted to change nothing.
"""

import csv
import json
import sys

import numpy
from scipy.special import logsumexp
from scipy.stats import multivariate_normal
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

with open(sys.argv[1] + "/tabular/iris.csv", encoding="utf-8") as file:
    x = numpy.array([[float(row[0]), float(row[3])] for row in list(csv.reader(file))[1:]])
n, floor = len(x), 1e-3
labels = KMeans(2, init=x[[0, 100]], n_init=1, tol=0, algorithm="lloyd").fit(x).labels_
rows = [x[labels == k] for k in range(2)]
state = (
    numpy.array([len(part) / n for part in rows]), numpy.array([part.mean(axis=0) for part in rows]),
    numpy.array([numpy.cov(part, rowvar=False, bias=True) + floor * numpy.eye(2) for part in rows]))
model = GaussianMixture(
    2, means_init=state[1], weights_init=state[0], precisions_init=numpy.linalg.inv(state[2]), reg_covar=floor,
    tol=1e-15, max_iter=100000).fit(x)


def step(weights, means, covariances):
    logs = numpy.stack(
        [numpy.log(w) + multivariate_normal(m, c).logpdf(x) for w, m, c in zip(weights, means, covariances)], axis=1)
    total = logsumexp(logs, axis=1)
    r = numpy.exp(logs - total[:, None])
    count = r.sum(axis=0)
    centres = r.T @ x / count[:, None]
    spread = [
        ((r[:, k, None] * (x - centres[k])).T @ (x - centres[k])) / count[k] + floor * numpy.eye(2) for k in range(2)
    ]
    return count / n, centres, numpy.array(spread), total.sum()


weights, means, covariances, likelihood = step(model.weights_, model.means_, model.covariances_)
assert numpy.abs(weights - model.weights_).max() < 1e-7
likelihoods = []
for count in range(1000):
    *state, likelihood = step(*state)
    likelihoods.append(likelihood)
assert abs(likelihoods[-1] - likelihoods[-2]) < 1e-11
assert numpy.abs(state[1] - model.means_).max() < 1e-5
print("steps until 1e-9 a row:", next(i for i in range(1, 1000) if likelihoods[i] - likelihoods[i - 1] < 1e-9 * n), file=sys.stderr)
json.dump(
    {"clusters": [len(part) for part in rows], "weights": state[0].tolist(), "means": state[1].tolist(), "covariances": state[2].tolist(),
     "logLikelihood": likelihoods[-1], "first": likelihoods[:4]}, sys.stdout, indent=1)
print()
