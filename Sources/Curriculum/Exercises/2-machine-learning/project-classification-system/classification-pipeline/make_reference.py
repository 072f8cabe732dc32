"""Scores of the hidden loans of German Credit, with gaps and an unseen word put in; with scikit-learn 1.9, NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Gaps: age in every row i with i mod 7 = 3, credit_amount where i mod 11 = 5. Unseen: purpose "yacht" in every hidden row
with i mod 3 = 0. Beyond the range: duration 90 where i mod 40 = 20, hidden too. Hidden are the rows with i mod 5 = 0.
"""

import csv
import json
import sys

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

numbers = ["duration", "credit_amount", "installment_commitment", "residence_since", "age", "existing_credits",
           "num_dependents"]
with open(sys.argv[1] + "/tabular/german_credit.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
categories = [name for name in rows[0] if name not in numbers and name != "class"]
y = np.array([int(row["class"] == "bad") for row in rows])
for i, row in enumerate(rows):
    if i % 7 == 3:
        row["age"] = "nan"
    if i % 11 == 5:
        row["credit_amount"] = "nan"
    if i % 15 == 0:
        row["purpose"] = "yacht"
    if i % 40 == 20:
        row["duration"] = "90"
table = np.array([[float(row[name]) for name in numbers] + [row[name] for name in categories] for row in rows],
                 dtype=object)
hidden = np.arange(len(rows)) % 5 == 0
known = table[~hidden][:, : len(numbers)].astype(float)
low, high = np.nanmin(known, axis=0), np.nanmax(known, axis=0)
assert high[0] < 90 and "yacht" not in table[~hidden]
d = len(numbers)
model = make_pipeline(
    make_column_transformer(
        (make_pipeline(FunctionTransformer(lambda x: np.clip(x.astype(float), low, high)),
                       SimpleImputer(strategy="median"), StandardScaler()), list(range(d))),
        (OneHotEncoder(handle_unknown="ignore"), list(range(d, d + len(categories))))),
    LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-13, max_iter=1000))
model.fit(table[~hidden], y[~hidden])
features = model[0].transform(table[~hidden])
features = features.toarray() if hasattr(features, "toarray") else features
p = model.predict_proba(table[~hidden])[:, 1]
w = model[-1].coef_[0]
assert max(abs((p - y[~hidden]).sum()), np.abs(features.T @ (p - y[~hidden]) + 10 * w).max()) < 1e-9
scores = model.decision_function(table[hidden])
assert 0.7 < roc_auc_score(y[hidden], scores) < 0.8
json.dump({"features": features.shape[1], "scores": [round(float(z), 9) for z in scores[:40]],
           "weightedSum": float(scores @ (np.arange(len(scores)) % 7 + 1))}, sys.stdout)
print()
