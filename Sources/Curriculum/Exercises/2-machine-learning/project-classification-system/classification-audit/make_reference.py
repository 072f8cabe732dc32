"""Group rates and population stability of the loans, with scikit-learn 1.9 and NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Learned from: the 800 loans with i mod 5 > 0; the others are the batch. Decisions: out of five stratified folds by the order
0, 1, 2, …, λ = 3, from a probability of 1/6 on.
"""

import csv
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

with open(f"{sys.argv[1]}/tabular/german_credit.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
numbers = ["duration", "credit_amount", "installment_commitment", "age"]
categories = ["checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
              "housing"]
kept = [row for i, row in enumerate(rows) if i % 5]
hidden = rows[::5]
y = np.array([int(row["class"] == "bad") for row in kept])


def first_rows(labels, rows, count):
    classes, sizes = np.unique(labels[rows], return_counts=True)
    places = count * sizes // len(rows)
    rest = sorted(range(len(classes)), key=lambda k: (-(count * sizes[k] % len(rows)), classes[k]))
    for k in rest[: count - places.sum()]:
        places[k] += 1
    return np.sort(np.concatenate([rows[labels[rows] == c][:n] for c, n in zip(classes, places)]))


def stratified(labels, k):
    rows, folds = np.arange(len(labels)), []
    for left in range(k, 1, -1):
        folds.append(first_rows(labels, rows, -(-len(rows) // left)))
        rows = np.setdiff1d(rows, folds[-1])
    return folds + [rows]


def encode(train):
    x = np.array([[float(row[n]) for n in numbers] for row in kept])
    x = np.clip(x, x[train].min(0), x[train].max(0))
    columns = [(x - x[train].mean(0)) / x[train].std(0)]
    for name in categories:
        words = np.array([row[name] for row in kept])
        columns += [(words == level)[:, None].astype(float) for level in sorted(set(words[train]))]
    return np.hstack(columns)


p = np.empty(800)
for fold in stratified(y, 5):
    train = np.setdiff1d(np.arange(800), fold)
    x = encode(train)
    model = LogisticRegression(C=1 / 3, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(x[train], y[train])
    p[fold] = model.predict_proba(x[fold])[:, 1]
called = p >= 1 / 6


def rates(groups):
    result = {}
    for group in sorted(set(groups)):
        g = groups == group
        result[group] = {
            "count": int(g.sum()), "share": float(y[g].mean()), "meanProbability": float(p[g].mean()),
            "falsePositiveRate": float(called[g & (y == 0)].mean()),
            "falseNegativeRate": float((~called)[g & (y == 1)].mean()),
            "precision": float(y[g & called].mean())}
    return result


def stability(train, batch):
    result = {}
    for name in numbers:
        x, z = (np.array([float(row[name]) for row in part]) for part in (train, batch))
        edges = np.unique(np.quantile(x, [0.2, 0.4, 0.6, 0.8]))
        cells = len(edges) + 2
        a, b = (np.bincount(np.searchsorted(edges, part), minlength=cells) for part in (x, z))
        result[name] = index(a, b)
    for name in categories:
        levels = sorted({row[name] for row in train})
        place = {level: k for k, level in enumerate(levels)}
        a, b = (np.bincount([place.get(row[name], len(levels)) for row in part], minlength=len(levels) + 1)
                for part in (train, batch))
        result[name] = index(a, b)
    return result


def index(a, b):
    a, b = ((c + 0.5) / (c.sum() + len(c) / 2) for c in (a, b))
    return float(((b - a) * np.log(b / a)).sum())


old = np.array(["young" if float(row["age"]) <= 25 else "older" for row in kept])
status = np.array([row["personal_status"] for row in kept])
gap = [rates(old)[g]["falsePositiveRate"] for g in ("young", "older")]
json.dump({"age": rates(old), "status": rates(status), "hidden": stability(kept, hidden),
           "youngOnly": stability(kept, [row for row in rows if float(row["age"]) <= 25])}, sys.stdout, indent=1)
print()
