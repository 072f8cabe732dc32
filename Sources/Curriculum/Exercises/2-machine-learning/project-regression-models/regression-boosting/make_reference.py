"""Boosted trees of log prices of Ames, made with NumPy 2.4 alone.

usage: make_reference.py DATASETS > reference.json

scikit-learn's trees see Float32 numbers and break ties by a generator, so the trees are grown here, by the definition: all
splits of all columns, the largest gain, of gains within 10⁻¹² of the variance the first column, then the least threshold.
Learned from the rows with i mod 5 ≠ 0, 3 folds by the place among them.

Whole numbers get four decimals from the row's number: 3 fireplaces are half-way between 2 and 4, and on which side of that
threshold they are would be decided by the rounding of the scaler. That no row lies on a threshold is asserted.
"""

import csv
import json
import sys

import numpy

COLUMNS = ["Gr_Liv_Area", "Total_Bsmt_SF", "Year_Built", "Year_Remod_Add", "Garage_Area", "Fireplaces", "Lot_Area",
           "Longitude", "Latitude", "Central_Air"]
ROUNDS, RATE, DEPTH, MIN_LEAF = 25, 0.25, 3, 5
SHIFT = 171  # prime to the 782 places of the first fold

with open(sys.argv[1] + "/tabular/ames.csv") as file:
    table = list(csv.DictReader(file))
y = numpy.log([float(row["Sale_Price"]) for row in table])
cells = {name: [row[name] for row in table] for name in COLUMNS}
for name in COLUMNS[:7]:
    cells[name] = [f"{cell}.{i * 389 % 9973:04}" for i, cell in enumerate(cells[name])]


def skewness(v):
    d = v - v.mean()
    return (d ** 3).mean() / (d ** 2).mean() ** 1.5


def learn_features(rows):
    recipe = []
    for name in COLUMNS:
        if name == "Central_Air":
            continue
        v = numpy.array(cells[name], dtype=float)[rows]
        is_log = skewness(v) > 1 and v.min() >= 0
        v = numpy.log1p(v) if is_log else v
        recipe.append((name, is_log, v.mean(), v.std()))
    return recipe


def transform(recipe, columns, rows):
    out = []
    for name, is_log, mean, deviation in recipe:
        v = numpy.array(columns[name], dtype=float)[rows]
        out.append(((numpy.log1p(v) if is_log else v) - mean) / deviation)
    for level in ("N", "Y"):
        out.append(numpy.array([columns["Central_Air"][i] == level for i in rows], dtype=float))
    return numpy.array(out).T


def best_split(x, r):
    n = len(r)
    d = r - r.mean()
    variance = (d ** 2).mean()
    best = None
    for j in range(x.shape[1]):
        order = numpy.argsort(x[:, j], kind="stable")
        v, left = x[order, j], numpy.cumsum(d[order])[:-1]
        i = numpy.arange(1, n)
        gain = left ** 2 / (i * (n - i))
        gain[(v[:-1] == v[1:]) | (i < MIN_LEAF) | (n - i < MIN_LEAF)] = -1
        for place in numpy.flatnonzero(gain >= 0):
            if best is None or gain[place] > best[0] + 1e-12 * variance:
                best = (gain[place], j, v[place] + (v[place + 1] - v[place]) / 2)
    return best


def grow(x, r, depth):
    split = best_split(x, r) if depth < DEPTH and len(r) > 1 else None
    if split is None:
        return r.mean()
    left = x[:, split[1]] <= split[2]
    return split[1], split[2], grow(x[left], r[left], depth + 1), grow(x[~left], r[~left], depth + 1)


def value(tree, x):
    if not isinstance(tree, tuple):
        return numpy.full(len(x), tree)
    j, threshold, left, right = tree
    assert numpy.abs(x[:, j] - threshold).min(initial=1) > 1e-9
    out, goes_left = numpy.empty(len(x)), x[:, j] <= threshold
    out[goes_left], out[~goes_left] = value(left, x[goes_left]), value(right, x[~goes_left])
    return out


def fit(rows):
    recipe = learn_features(rows)
    x = transform(recipe, cells, rows)
    start = y[rows].mean()
    scores, trees = numpy.full(len(rows), start), []
    for _ in range(ROUNDS):
        trees.append(grow(x, y[rows] - scores, 0))
        scores = scores + RATE * value(trees[-1], x)
    return recipe, start, trees


def staged(model, columns, rows):
    recipe, start, trees = model
    x = transform(recipe, columns, rows)
    scores = [numpy.full(len(rows), start)]
    for tree in trees:
        scores.append(scores[-1] + RATE * value(tree, x))
    return numpy.array(scores)


def error(p, rows):
    return numpy.sqrt(((p - y[rows]) ** 2).mean(axis=-1))


index = numpy.arange(len(table))
training, hidden = index[index % 5 != 0], index[index % 5 == 0]
place = numpy.arange(len(training)) % 3
out = numpy.zeros((ROUNDS + 1, len(table)))
for fold in range(3):
    rows = training[place == fold]
    model = fit(training[place != fold])
    out[:, rows] = staged(model, cells, rows)
    if fold == 0:
        first, before = model, error(staged(model, cells, rows)[-1], rows)
rows = training[place == 0]
importances = []
for name in COLUMNS:
    columns = dict(cells)
    columns[name] = list(cells[name])
    for i, row in enumerate(rows):
        columns[name][row] = cells[name][rows[i * SHIFT % len(rows)]]
    importances.append(float(error(staged(first, columns, rows)[-1], rows) - before))
json.dump(
    {"errors": list(map(float, error(out[:, training], training))), "importances": importances,
     "rows": len(rows), "hidden": list(map(float, error(staged(fit(training), cells, hidden), hidden)))},
    sys.stdout, indent=2)
print()
