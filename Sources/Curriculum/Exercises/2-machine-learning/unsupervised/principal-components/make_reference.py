"""Principal components of iris, in centimetres, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The components are asserted to be eigenvectors of the covariance.
"""

import csv
import json
import sys

import numpy
from sklearn.decomposition import PCA

with open(sys.argv[1] + "/tabular/iris.csv", encoding="utf-8") as file:
    x = numpy.array([[float(cell) for cell in row[:4]] for row in list(csv.reader(file))[1:]])
model = PCA(n_components=2, svd_solver="full").fit(x)
covariance = numpy.cov(x, rowvar=False)
for value, vector in zip(model.explained_variance_, model.components_):
    assert numpy.abs(covariance @ vector - value * vector).max() < 1e-13
assert numpy.allclose(numpy.linalg.eigvalsh(covariance)[::-1][:2], model.explained_variance_, rtol=1e-13, atol=0)
json.dump(
    {
        "mean": model.mean_.tolist(), "variance": model.explained_variance_.tolist(),
        "ratio": model.explained_variance_ratio_.tolist(),
        "projector": (model.components_.T @ model.components_).tolist(),
    }, sys.stdout, indent=1)
print()
