"""Out-of-fold scores of loans and tumours, with scikit-learn 1.9 and NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Folds: stratified, as in the exercise cross-validation, by the order 0, 1, 2, …: five of the 800 loans that are not hidden
(hidden: i mod 5 = 0), ten of the 569 tumours. Shuffled classes: that of loan 389·k mod 800, 389 being prime to 800; their folds are
k mod 5.
"""

import csv
import json
import sys

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def read(name):
    with open(f"{sys.argv[1]}/tabular/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def first_rows(labels, rows, count):
    """The first rows of each class, as many as its share by the largest remainders."""
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


def pipeline(numbers, categories, l2):
    encoder = make_column_transformer(
        (StandardScaler(), list(range(numbers))),
        (OneHotEncoder(handle_unknown="ignore"), list(range(numbers, numbers + categories))))
    return make_pipeline(encoder, LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12, max_iter=5000))


def out_of_fold(x, y, folds, numbers, l2):
    scores = np.empty(len(y))
    for fold in folds:
        train = np.setdiff1d(np.arange(len(y)), fold)
        low, high = x[train][:, :numbers].astype(float).min(0), x[train][:, :numbers].astype(float).max(0)
        held = x[fold].copy()
        held[:, :numbers] = np.clip(held[:, :numbers].astype(float), low, high)
        model = pipeline(numbers, x.shape[1] - numbers, l2).fit(x[train], y[train])
        scores[fold] = model.decision_function(held)
    return scores


def losses(z, y):
    return float(np.mean(np.maximum(z, 0) + np.log1p(np.exp(-abs(z))) - y * z))


def cost(p, y, threshold):
    return float(np.mean(np.where(p >= threshold, 1 - y, 5 * y)))


def tuned(p, y):
    candidates = sorted(set(p), reverse=True)
    costs = [cost(p, y, t) for t in candidates]
    best = int(np.argmin(np.round(costs, 9)))
    return candidates[best], costs[best]


rows = read("german_credit")
penalties = [0.1, 3, 100]
numbers = ["duration", "credit_amount", "installment_commitment", "age"]
categories = ["checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
              "housing"]
x = np.array([[float(row[n]) for n in numbers] + [row[n] for n in categories] for row in rows], dtype=object)
y = np.array([int(row["class"] == "bad") for row in rows])
hidden = np.arange(len(rows)) % 5 == 0
result = {}
for what, labels in [("loans", y[~hidden]), ("shuffled", y[~hidden][np.arange(800) * 389 % 800])]:
    folds = stratified(labels, 5) if what == "loans" else [np.arange(k, 800, 5) for k in range(5)]
    lines = []
    for l2 in penalties:
        z = out_of_fold(x[~hidden], labels, folds, len(numbers), l2)
        p = 1 / (1 + np.exp(-z))
        lines.append({"l2": l2, "logLoss": losses(z, labels), "area": roc_auc_score(labels, z),
                      "cost": cost(p, labels, 1 / 6), "costAtHalf": cost(p, labels, 0.5), "tuned": tuned(p, labels),
                      "weightedSum": float(z @ (np.arange(800) % 7 + 1))})
    result[what] = lines
low, high = x[~hidden][:, :len(numbers)].astype(float).min(0), x[~hidden][:, :len(numbers)].astype(float).max(0)
held = x[hidden].copy()
held[:, :len(numbers)] = np.clip(held[:, :len(numbers)].astype(float), low, high)
model = pipeline(len(numbers), len(categories), penalties[1]).fit(x[~hidden], y[~hidden])
z = model.decision_function(held)
p = 1 / (1 + np.exp(-z))
threshold = result["loans"][1]["tuned"][0]
result["hidden"] = {"logLoss": losses(z, y[hidden]), "area": roc_auc_score(y[hidden], z),
                    "cost": cost(p, y[hidden], 1 / 6), "costAtHalf": cost(p, y[hidden], 0.5),
                    "costAtTuned": cost(p, y[hidden], threshold), "costOfAll": cost(p, y[hidden], 0)}

rows = read("breast_cancer")
names = [name for name in rows[0] if name != "diagnosis"]
x = np.array([[float(row[n]) for n in names] for row in rows], dtype=object)
y = np.array([int(row["diagnosis"] == "malignant") for row in rows])
folds = stratified(y, 10)
result["tumours"] = []
for l2 in [0.003, 1]:
    z = out_of_fold(x, y, folds, 30, l2)
    result["tumours"].append({"l2": l2, "logLoss": losses(z, y), "right": float(np.mean((z >= 0) == (y == 1)))})
json.dump(result, sys.stdout, indent=1)
print()
