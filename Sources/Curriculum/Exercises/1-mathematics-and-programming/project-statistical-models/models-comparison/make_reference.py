"""Five regressions of log prices in Ames, compared; with NumPy 2.4 and SciPy 1.17.

usage: make_reference.py DATASETS > reference.json

The evidence is SciPy's multivariate t density of all training responses at once; the predictions come from least
squares with the prior as rows. Neither is the way of the statement.
"""

import csv
import itertools
import json
import sys

import numpy as np
from scipy import stats

count, noise_count = 1000, 3
with open(sys.argv[1] + "/tabular/ames.csv", encoding="utf-8") as file:
    table = list(itertools.islice(csv.DictReader(file), count))
names = ["Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Garage_Cars", "Fireplaces"]
raw = np.array([[float(row[name]) for name in names] for row in table])
raw[:, 0] = np.log(raw[:, 0])
rows = np.arange(count)
# Columns that mean nothing, the same everywhere: multiples of 7919 modulo a prime.
nothing = np.array([[(i + 1) * (k + 3) * 7919 % 1009 for k in range(noise_count)] for i in rows], dtype=float)
raw = np.hstack([raw, nothing])
y = np.log([float(row["Sale_Price"]) for row in table])
training, test = rows % 5 != 0, rows % 5 == 0
raw = (raw - raw[training].mean(axis=0)) / raw[training].std(axis=0)
design = np.hstack([np.ones((count, 1)), raw])

candidates = [[0], [0, 1], [0, 1, 3], [0, 1, 2, 3, 4, 5], list(range(9))]
shape, rate, level = 2.0, 0.1, 0.9


def compare(y):
    evidences, densities, errors, coverages, squares = [], [], [], [], []
    for columns in candidates:
        x, held = design[training][:, columns], design[test][:, columns]
        p = len(columns)
        mean = np.array([12.0] + [0.0] * (p - 1))
        evidences.append(stats.multivariate_t(
            loc=x @ mean, shape=rate / shape * (np.eye(len(x)) + x @ x.T), df=2 * shape).logpdf(y[training]))
        rows_x, rows_y = np.vstack([x, np.eye(p)]), np.concatenate([y[training], mean])
        m, *_ = np.linalg.lstsq(rows_x, rows_y)
        residual = rows_y - rows_x @ m
        a, b = shape + len(x) / 2, rate + residual @ residual / 2
        inverse = np.linalg.inv(rows_x.T @ rows_x)
        scale = np.sqrt(b / a * (1 + np.einsum("ij,jk,ik->i", held, inverse, held)))
        law = stats.t(2 * a, held @ m, scale)
        densities.append(law.logpdf(y[test]))
        errors.append(np.sqrt(np.mean((y[test] - held @ m) ** 2)))
        coverages.append(np.mean(abs(y[test] - held @ m) <= scale * stats.t(2 * a).ppf((1 + level) / 2)))
        squares.append(float(np.sum((y[training] - x @ m) ** 2)))
    return evidences, densities, errors, coverages, squares


evidences, densities, errors, coverages, squares = compare(y)
shares = np.exp(np.array(evidences) - max(evidences))
shares /= shares.sum()
averaged = np.mean(np.log(np.einsum("k,ki->i", shares, np.exp(densities))))
assert squares[4] < squares[3] and evidences[4] < evidences[3]  # noise fits, and is not believed
shuffled = y[rows * 389 % count]  # 389 is prime to 1000
control = compare(shuffled)
assert np.argmax(control[0]) == 0
json.dump(
    {
        "logEvidence": [float(e) for e in evidences],
        "logScore": [float(np.mean(d)) for d in densities],
        "rootMeanSquare": [float(e) for e in errors],
        "coverage": [float(c) for c in coverages],
        "probability": [float(s) for s in shares],
        "averagedLogScore": float(averaged),
        "trainingSquares": squares,
        "logEvidenceShuffled": [float(e) for e in control[0]],
        "logScoreShuffled": [float(np.mean(d)) for d in control[1]],
    }, sys.stdout, indent=2)
print()
