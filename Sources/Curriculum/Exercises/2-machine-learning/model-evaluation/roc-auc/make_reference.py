"""ROC curve of the tumours' mean radius, rounded to whole millimetres, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with scikit-learn 1.9 and SciPy 1.17. Positive is malignant. The area of the unrounded radii is computed again
as Mann and Whitney's U.
"""

import csv
import json
import sys

import numpy
import scipy.stats
from sklearn.metrics import roc_auc_score, roc_curve

with open(sys.argv[1] + "/tabular/breast_cancer.csv") as file:
    rows = list(csv.DictReader(file))
last = list(rows[0])[-1]
radius = numpy.array([float(r["mean_radius"]) for r in rows])
label = numpy.array([int(r[last] == "malignant") for r in rows])
fpr, tpr, threshold = roc_curve(label, numpy.floor(radius), drop_intermediate=False)
area = roc_auc_score(label, radius)
u = scipy.stats.mannwhitneyu(radius[label == 1], radius[label == 0]).statistic
assert abs(area - u / (sum(label == 1) * sum(label == 0))) < 1e-15
json.dump(
    {
        "column": last,
        "rows": len(rows),
        "positives": int(sum(label)),
        "area": area,
        "areaOfWhole": roc_auc_score(label, numpy.floor(radius)),
        "alarms": [int(round(x * sum(label == 0))) for x in fpr],
        "hits": [int(round(x * sum(label == 1))) for x in tpr],
        "thresholds": [None if numpy.isinf(t) else float(t) for t in threshold],
    },
    sys.stdout,
    indent=1,
)
print()
