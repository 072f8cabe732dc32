"""A tree by scikit-learn, and how well trees tell penguins apart.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. The data are multiples of 2⁻¹⁰, as scikit-learn's trees keep Float32, and
such that twenty random states, which order equal splits differently, agree on the tree.
"""

import csv
import json
import sys

import numpy
from sklearn.tree import DecisionTreeClassifier


def numbers(count, state):
    """Multiples of 2⁻¹⁰ in [0, 32) from the linear congruential generator of C's standard."""
    result = []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        result.append((state >> 16) / 1024)
    return numpy.array(result)


def flat(tree, node=0):
    """The nodes, parent before left before right: [column, threshold] or [-1, counts …]."""
    if tree.children_left[node] < 0:
        counts = numpy.rint(tree.value[node][0] * tree.n_node_samples[node])
        return [[-1.0, *counts.tolist()]]
    return (
        [[float(tree.feature[node]), float(tree.threshold[node])]]
        + flat(tree, tree.children_left[node])
        + flat(tree, tree.children_right[node])
    )


def labels(x):
    """Three classes with blurred borders."""
    return ((x[:, 0] + 0.6 * x[:, 1] > 24).astype(int) + (x[:, 2] + 0.3 * x[:, 0] > 22)) % 3


def reference():
    for state in range(1, 200):
        x = numbers(61 * 3, state).reshape(61, 3)
        y = labels(x)
        y[::7] = (y[::7] + 1) % 3
        trees = [
            flat(DecisionTreeClassifier(max_depth=3, random_state=s).fit(x, y).tree_) for s in range(20)
        ]
        if all(tree == trees[0] for tree in trees) and len(trees[0]) == 15:
            return {"state": state, "x": x.tolist(), "y": y.tolist(), "tree": trees[0]}
    raise AssertionError("no data with one tree")


def penguins():
    """Correct answers of 342 in ten folds, row i in fold i mod 10, lowest of twenty random states."""
    names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["bill_length_mm"] != "NA"]
    x = numpy.array([[float(row[name]) for name in names] for row in rows])
    y = numpy.array([["Adelie", "Chinstrap", "Gentoo"].index(row["species"]) for row in rows])
    folds = numpy.arange(len(y)) % 10

    def right(y, depth, state):
        return int(sum(
            (DecisionTreeClassifier(max_depth=depth, random_state=state).fit(x[folds != f], y[folds != f])
             .predict(x[folds == f]) == y[folds == f]).sum()
            for f in range(10)))

    answer = {
        "rows": len(y),
        "depth 4": [right(y, 4, s) for s in range(20)],
        "depth 1": right(y, 1, 0),
        "shuffled": [right(numpy.random.default_rng(s).permutation(y), 4, 0) for s in range(5)],
    }
    gate = 0.94 * len(y)
    assert min(answer["depth 4"]) > gate > max(answer["depth 1"], *answer["shuffled"])
    return answer


json.dump({"tree": reference(), "penguins": penguins()}, sys.stdout)
print()
