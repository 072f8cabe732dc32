"""What scikit-learn's encoder, scaler and imputer learn from the credits and the penguins.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9. Learned from are the rows i with i mod 5 > 0. The scaled columns are
asserted to have mean 0 and variance 1 there, and no level of the other rows to be unknown.
"""

import csv
import json
import sys

import numpy
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

with open(sys.argv[1] + "/tabular/german_credit.csv", encoding="utf-8") as file:
    credits = list(csv.DictReader(file))
training = numpy.arange(len(credits)) % 5 > 0
numbers = numpy.array([[float(row[name]) for name in ("duration", "credit_amount", "age")] for row in credits])
scaler = StandardScaler().fit(numbers[training])
scaled = scaler.transform(numbers)
assert numpy.all(numpy.abs(scaled[training].mean(axis=0)) < 1e-14)
assert numpy.all(numpy.abs((scaled[training] ** 2).mean(axis=0) - 1) < 1e-13)
words = [[row[name] for name in ("checking_status", "purpose", "housing")] for row in credits]
encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit([w for w, t in zip(words, training) if t])
encoded = encoder.transform(words)
assert numpy.all(encoded[~training].sum(axis=1) == 3)

with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    penguins = list(csv.DictReader(file))
measures = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
birds = numpy.array([[float("nan" if row[name] == "NA" else row[name]) for name in measures] for row in penguins])
imputer = SimpleImputer(strategy="median").fit(birds)
json.dump(
    {
        "means": scaler.mean_.tolist(), "deviations": scaler.scale_.tolist(), "row 0": scaled[0].tolist(),
        "levels": [levels.tolist() for levels in encoder.categories_], "encoded row 5": encoded[5].tolist(),
        "sums of the held-out rows": encoded[~training].sum(axis=0).tolist(),
        "medians": imputer.statistics_.tolist(), "missing": numpy.isnan(birds).sum(axis=0).tolist(),
    },
    sys.stdout,
)
print()
