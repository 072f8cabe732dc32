"""Heights of the merges of the wines, standardised, by SciPy; silhouettes of the cuts by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, SciPy 1.17 and scikit-learn 1.9. Asserted: all distances differ, and the heights do not depend on the rows' order.
"""

import csv
import json
import sys

import numpy
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.metrics import silhouette_score

with open(sys.argv[1] + "/tabular/wine.csv", encoding="utf-8") as file:
    rows = list(csv.reader(file))[1:]
x = numpy.array([[float(cell) for cell in row[:13]] for row in rows])
x = (x - x.mean(axis=0)) / x.std(axis=0)
distances = numpy.sort(pdist(x))
assert numpy.diff(distances).min() > 1e-9
order = numpy.random.default_rng(1).permutation(len(x))
answer = {}
for method in ["single", "complete", "average", "ward"]:
    tree = linkage(x, method)
    assert numpy.abs(linkage(x[order], method)[:, 2] - tree[:, 2]).max() < 1e-10
    labels = fcluster(tree, 3, "maxclust")
    answer[method] = {
        "sum": float(tree[:, 2].sum()), "last": tree[-3:, 2].tolist(), "sizes": sorted(numpy.bincount(labels)[1:].tolist()),
        "silhouettes": [float(silhouette_score(x, fcluster(tree, k, "maxclust"))) for k in range(2, 9)]}
json.dump(answer, sys.stdout, indent=1)
print()
