"""Precision and F1 of confusion matrices by scikit-learn.

usage: make_reference.py > reference.json

Written with scikit-learn 1.9. Every value is computed again in fractions. Only labels that occur are averaged, as
scikit-learn does by itself when it is given no list of labels.
"""

import json
import sys
from fractions import Fraction

import numpy
from sklearn.metrics import f1_score, precision_score

matrices = {
    "three": [[5, 1, 0], [2, 7, 3], [0, 4, 11]],
    "neverPredicted": [[4, 0, 2], [1, 0, 3], [0, 0, 6]],
    "absent": [[3, 0, 1], [0, 0, 0], [2, 0, 5]],
}
answers = {}
for name, c in matrices.items():
    truth = [t for t in range(3) for p in range(3) for _ in range(c[t][p])]
    predicted = [p for t in range(3) for p in range(3) for _ in range(c[t][p])]
    answers[name] = {a: float(f1_score(truth, predicted, average=a, zero_division=0)) for a in ("macro", "micro", "weighted")}
    answers[name]["precision of 1"] = float(precision_score(truth, predicted, labels=[1], average=None, zero_division=numpy.nan)[0])
    rows = [(c[k][k], sum(c[j][k] for j in range(3)), sum(c[k])) for k in range(3)]
    rows = [(hits, called, true) for hits, called, true in rows if called + true > 0]
    scores = [Fraction(2 * hits, called + true) for hits, called, true in rows]
    exact = {
        "macro": sum(scores) / len(scores),
        "micro": Fraction(2 * sum(r[0] for r in rows), sum(r[1] + r[2] for r in rows)),
        "weighted": sum(s * r[2] for s, r in zip(scores, rows)) / sum(r[2] for r in rows),
    }
    assert all(abs(answers[name][a] - float(exact[a])) < 1e-15 for a in exact)
    if numpy.isnan(answers[name]["precision of 1"]):
        answers[name]["precision of 1"] = None
json.dump(answers, sys.stdout, indent=1)
print()
