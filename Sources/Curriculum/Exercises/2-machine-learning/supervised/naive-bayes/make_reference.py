"""Gaussian naive Bayes of penguins and multinomial naive Bayes of film reviews, by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4 and scikit-learn 1.9 (var_smoothing 1e-9).
"""

import csv
import html
import json
import sys

import numpy
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import GaussianNB, MultinomialNB

names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
with open(sys.argv[1] + "/penguins/penguins.csv", encoding="utf-8") as file:
    rows = [row for row in csv.DictReader(file) if row["bill_length_mm"] != "NA"]
x = numpy.array([[float(row[name]) for name in names] for row in rows])
y = numpy.array([["Adelie", "Chinstrap", "Gentoo"].index(row["species"]) for row in rows])
folds = numpy.arange(len(y)) % 10
asked = [0, 73, 160, 290, 341]


def right(y):
    return int(sum((GaussianNB().fit(x[folds != f], y[folds != f]).predict(x[folds == f]) == y[folds == f]).sum()
                   for f in range(10)))


birds = {
    "asked": asked,
    "logarithms": GaussianNB().fit(x, y).predict_log_proba(x[asked]).tolist(),
    "right of 342": right(y),
    "shuffled": [right(numpy.random.default_rng(s).permutation(y)) for s in range(5)],
}
assert birds["right of 342"] > 0.96 * len(y) > max(birds["shuffled"])

with open(sys.argv[1] + "/text/sentiment_movie.csv", encoding="utf-8") as file:
    rows = [row for row in csv.DictReader(file) if abs(float(row["mean_rating"])) > 1]
rows = rows[::10]  # the file is sorted by sentiment
texts = [html.unescape(row["text"]) for row in rows]
y = numpy.array([int(float(row["mean_rating"]) > 0) for row in rows])
held = numpy.arange(len(y)) % 4 == 0
training = [text for text, h in zip(texts, held) if not h]
counter = CountVectorizer(min_df=2, token_pattern=r"(?u)[^\W_]{2,}")
counts = counter.fit_transform(training)
others = counter.transform([text for text, h in zip(texts, held) if h])


def right(labels):
    return int((MultinomialNB(alpha=0.5).fit(counts, labels).predict(others) == y[held]).sum())


reviews = {
    "rows": len(y), "held": int(held.sum()), "words": counts.shape[1], "right": right(y[~held]),
    "positive": int(y[held].sum()),
    "shuffled": [right(numpy.random.default_rng(s).permutation(y[~held])) for s in range(5)],
    "logarithms": MultinomialNB(alpha=0.5).fit(counts, y[~held]).predict_log_proba(others[:5]).tolist(),
}
assert reviews["right"] > 0.7 * reviews["held"] > 1.2 * max(*reviews["shuffled"], reviews["positive"])
json.dump({"birds": birds, "reviews": reviews}, sys.stdout)
print()
