"""DBSCAN of iris in millimetres, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. Asserted: all squared distances are whole numbers, and no border row is within
reach of two clusters.
"""

import csv
import json
import sys

import numpy
from sklearn.cluster import DBSCAN

with open(sys.argv[1] + "/tabular/iris.csv", encoding="utf-8") as file:
    x = numpy.array([[round(10 * float(cell)) for cell in row[:4]] for row in list(csv.reader(file))[1:]], dtype=float)
radius, minimum = 4, 8
model = DBSCAN(eps=radius, min_samples=minimum, algorithm="brute").fit(x)
squares = ((x[:, None] - x[None]) ** 2).sum(axis=2)
core = numpy.zeros(len(x), bool)
core[model.core_sample_indices_] = True
assert (core == ((squares <= radius**2).sum(axis=1) >= minimum)).all()
for row in numpy.flatnonzero(~core):
    reached = {int(label) for label in model.labels_[core & (squares[row] <= radius**2)]}
    assert len(reached) <= 1 and (reached or {-1}) == {int(model.labels_[row])}
json.dump({"labels": model.labels_.tolist(), "cores": int(core.sum())}, sys.stdout)
print()
