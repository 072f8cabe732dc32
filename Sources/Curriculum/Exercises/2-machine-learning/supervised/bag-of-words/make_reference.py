"""Counts and tf-idf weights of film reviews by scikit-learn.

usage: make_reference.py DATASETS > reference.json

Written with scikit-learn 1.9; html.unescape stands for the five entities, the only ones in these texts.
"""

import csv
import html
import json
import sys

import numpy
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

with open(sys.argv[1] + "/text/sentiment_movie.csv", encoding="utf-8") as file:
    texts = [html.unescape(row["text"]) for row in csv.DictReader(file)]
training, others = texts[:120], texts[120:160]
pattern = r"(?u)[^\W_]{2,}"
counter = CountVectorizer(min_df=4, token_pattern=pattern).fit(training)
weigher = TfidfVectorizer(min_df=4, token_pattern=pattern).fit(training)
words = counter.get_feature_names_out().tolist()
assert words == sorted(words) == weigher.get_feature_names_out().tolist()
counts, weights = counter.transform(others).toarray(), weigher.transform(others).toarray()
lengths = numpy.sqrt((weights**2).sum(axis=1))
assert numpy.all((abs(lengths - 1) < 1e-14) | (lengths == 0))
json.dump(
    {
        "words": words,
        "idf": weigher.idf_.tolist(),
        "column sums of counts": counts.sum(axis=0).tolist(),
        "row sums of weights": weights.sum(axis=1).tolist(),
        "column sums of weights": weights.sum(axis=0).tolist(),
    }, sys.stdout)
print()
