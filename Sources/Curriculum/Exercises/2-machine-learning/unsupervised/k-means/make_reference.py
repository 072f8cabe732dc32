"""Writes reference.json: Lloyd's rounds of scikit-learn on iris in centimetres from the rows 0, 50 and 100.

scikit-learn 1.9, NumPy 2.4. It asserts that the answer is a fixed point: every row at its nearest centre, every centre
the mean of its rows.
"""
import csv
import json
import os

import numpy as np
from sklearn.cluster import KMeans

here = os.path.dirname(os.path.abspath(__file__))
root = here.split("/Sources/")[0]
with open(f"{root}/datasets/tabular/iris.csv") as file:
    x = np.array([[float(v) for v in list(row.values())[:4]] for row in csv.DictReader(file)])
model = KMeans(3, init=x[[0, 50, 100]], n_init=1, algorithm="lloyd", tol=0, max_iter=300).fit(x)
distances = ((x[:, None] - model.cluster_centers_) ** 2).sum(2)
assert (distances.argmin(1) == model.labels_).all()
for k in range(3):
    assert np.abs(x[model.labels_ == k].mean(0) - model.cluster_centers_[k]).max() < 1e-12
with open(f"{here}/reference.json", "w") as file:
    json.dump({"inertia": model.inertia_, "sizes": np.bincount(model.labels_).tolist(),
               "centres": model.cluster_centers_.tolist()}, file, indent=1)
