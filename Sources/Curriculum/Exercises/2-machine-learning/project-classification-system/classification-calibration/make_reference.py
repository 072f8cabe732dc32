"""Calibration of tumours and loans by five folds, with scikit-learn 1.9 and NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Hidden: i mod 5 = 0. Folds of the k-th of the other rows: k mod 5. Platt's line is the logistic regression with his two
targets as weights of both labels. Balanced: all bad loans that are not hidden and as many good ones, the first.
"""

import csv
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression


def read(name):
    with open(f"{sys.argv[1]}/tabular/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def encode(rows, numbers, categories, train):
    x = np.array([[float(row[n]) for n in numbers] for row in rows])
    x = np.clip(x, x[train].min(0), x[train].max(0))
    columns = [(x - x[train].mean(0)) / x[train].std(0)]
    for name in categories:
        words = np.array([row[name] for row in rows])
        columns += [(words == level)[:, None].astype(float) for level in sorted(set(words[train]))]
    return np.hstack(columns)


def fit(x, y, l2, weight=None):
    return LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-13, max_iter=5000).fit(x, y, weight)


def platt(z, y):
    p, n = y.sum(), len(y) - y.sum()
    t = np.where(y == 1, (p + 1) / (p + 2), 1 / (n + 2))
    m = fit(np.concatenate([z, z])[:, None], np.repeat([1, 0], len(y)), 1e-9, np.concatenate([t, 1 - t]))
    return float(m.coef_[0, 0]), float(m.intercept_[0])


def loss(z, y):
    return float(np.mean(np.maximum(z, 0) + np.log1p(np.exp(-abs(z))) - y * z))


def statistic(z, y):
    p = 1 / (1 + np.exp(-z))
    return float(((y - p) * (1 - 2 * p)).sum() / np.sqrt(((1 - 2 * p) ** 2 * p * (1 - p)).sum()))


def judge(rows, y, numbers, categories, l2, keep, share=None):
    hidden = np.flatnonzero(np.arange(len(rows)) % 5 == 0)
    z = np.empty(len(keep))
    for k in range(5):
        held = np.arange(len(keep)) % 5 == k
        x = encode(rows, numbers, categories, keep[~held])
        z[held] = fit(x[keep[~held]], y[keep[~held]], l2).decision_function(x[keep[held]])
    x = encode(rows, numbers, categories, keep)
    model = fit(x[keep], y[keep], l2)
    s, line = model.decision_function(x[hidden]), platt(z, y[keep])
    result = {"z": statistic(z, y[keep]), "line": line, "lineOfFitted": platt(model.decision_function(x[keep]), y[keep]),
              "logLoss": loss(s, y[hidden]), "mended": loss(line[0] * s + line[1], y[hidden]),
              "meanProbability": float((1 / (1 + np.exp(-s))).mean())}
    if share is not None:
        s = s + np.log(share / (1 - share))
        result |= {"moved": loss(s, y[hidden]), "movedMean": float((1 / (1 + np.exp(-s))).mean())}
        s = line[0] * s + line[1] + (1 - line[0]) * np.log(share / (1 - share))
        result |= {"mendedAndMoved": loss(s, y[hidden]), "mendedAndMovedMean": float((1 / (1 + np.exp(-s))).mean())}
    return result


tumours, loans = read("breast_cancer"), read("german_credit")
names = [name for name in tumours[0] if name != "diagnosis"]
malignant = np.array([int(row["diagnosis"] == "malignant") for row in tumours])
bad = np.array([int(row["class"] == "bad") for row in loans])
numbers = ["duration", "credit_amount", "installment_commitment", "age"]
categories = ["checking_status", "credit_history", "savings_status", "purpose", "other_parties", "other_payment_plans",
              "housing"]
kept = np.flatnonzero(np.arange(1000) % 5 != 0)
balanced = np.sort(np.concatenate([kept[bad[kept] == 1], kept[bad[kept] == 0][: bad[kept].sum()]]))
json.dump({
    "tumours": judge(tumours, malignant, names, [], 0.01, np.flatnonzero(np.arange(569) % 5 != 0)),
    "loans": judge(loans, bad, numbers, categories, 3, kept),
    "shy": judge(loans, bad, numbers, categories, 100, kept),
    "balanced": judge(loans, bad, numbers, categories, 3, balanced, bad[kept].mean()),
}, sys.stdout, indent=1)
print()
