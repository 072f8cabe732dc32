"""The pruning path of a tree by scikit-learn, and what pruning does on the Titanic.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. scikit-learn cuts one node at a time and merges nothing: steps whose prices
agree within 10⁻⁹ are made one here, the last of them. The data are multiples of 2⁻¹⁰, as scikit-learn's trees keep
Float32, and such that twenty random states, which order equal splits differently, agree on the tree.
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


def prices(x, y, state):
    """The prices of the path from 0 on, merged."""
    path = DecisionTreeClassifier(random_state=state).cost_complexity_pruning_path(x, y).ccp_alphas
    return [0.0] + [float(a) for i, a in enumerate(path) if a > 1e-9 and not numpy.any(abs(path[i + 1:] - a) <= 1e-9)]


def pruned(x, y, state, price):
    """Twice the slack of rounding above the price, so that the price itself cuts."""
    return DecisionTreeClassifier(random_state=state, ccp_alpha=price + 1e-12).fit(x, y)


def reference():
    for state in range(1, 2000):
        x = numbers(47 * 3, state).reshape(47, 3)
        y = labels(x)
        y[::5] = (y[::5] + 1) % 3
        trees = [flat(DecisionTreeClassifier(random_state=s).fit(x, y).tree_) for s in range(20)]
        if all(tree == trees[0] for tree in trees):
            alphas = prices(x, y, 0)
            trees = [flat(pruned(x, y, 0, a).tree_) for a in alphas]
            return {"state": state, "y": y.tolist(), "alphas": alphas, "trees": trees,
                    "leaves": [len(tree) // 2 + 1 for tree in trees]}
    raise AssertionError("no data with one tree")


def passengers():
    """Of 756 passengers, five parts in turn: right answers on a part, grown on three others, chosen on the fourth."""
    with open(sys.argv[1] + "/titanic/titanic.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["age"] not in ("", "NA")]
    x = numpy.array([[int(row["class"][0]), float(row["age"]), row["sex"] == "male"] for row in rows])
    y = numpy.array([int(row["survived"]) for row in rows])
    part = numpy.arange(len(y)) % 5

    def run(state, errors):
        full, chosen, leaves = 0, 0, []
        for k in range(5):
            test, held = part == k, part == (k + 1) % 5
            grown = ~(test | held)
            trees = [pruned(x[grown], y[grown], state, a) for a in prices(x[grown], y[grown], state)]
            wrong = [int((tree.predict(x[held]) != y[held]).sum()) for tree in trees]
            least = min(wrong)
            allowed = least + errors * (least * (1 - least / held.sum())) ** 0.5
            best = [tree for tree, w in zip(trees, wrong) if w <= allowed][-1]
            full += int((trees[0].predict(x[test]) == y[test]).sum())
            chosen += int((best.predict(x[test]) == y[test]).sum())
            leaves.append([int(trees[0].get_n_leaves()), int(best.get_n_leaves())])
        return full, chosen, leaves

    answer = {f"{errors} standard errors": [run(s, errors) for s in range(10)] for errors in (0, 1)}
    for full, chosen, _ in answer["0 standard errors"] + answer["1 standard errors"]:
        assert chosen >= full + 15
    return {"rows": len(y), "died": int((y == 0).sum()), **answer}


json.dump({"path": reference(), "passengers": passengers()}, sys.stdout)
print()
