"""Features of Ames, made with SciPy 1.17 and NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Learned from the rows with i mod 5 ≠ 0. Of some columns the skewness; of each feature its name and the sum over the
other rows i of (i mod 7 + 1) times the entry.
"""

import collections
import csv
import json
import sys

import numpy
import scipy.stats

NUMBERS = ["Lot_Area", "Year_Built", "Lot_Frontage", "Mas_Vnr_Area", "Total_Area", "Age", "Baths"]
WORDS = ["Neighborhood", "Overall_Cond", "Central_Air", "Roof_Matl"]
LEAST = 25

with open(sys.argv[1] + "/tabular/ames.csv") as file:
    rows = list(csv.DictReader(file))


def numbers(name):
    return numpy.array([float(row[name]) for row in rows])


columns = {name: numbers(name) for name in NUMBERS[:4]}
columns["Total_Area"] = numbers("Gr_Liv_Area") + numbers("Total_Bsmt_SF")
columns["Age"] = numbers("Year_Sold") - numbers("Year_Built")
columns["Baths"] = (
    numbers("Full_Bath") + numbers("Half_Bath") / 2 + numbers("Bsmt_Full_Bath") + numbers("Bsmt_Half_Bath") / 2)
index = numpy.arange(len(rows))
training, held = index % 5 != 0, index % 5 == 0
weights = (index % 7 + 1)[held]
skewness, features = {}, []
for name in NUMBERS:
    x = columns[name]
    skewness[name] = float(scipy.stats.skew(x[training]))
    is_logarithm = skewness[name] > 1 and x[training].min() >= 0
    if is_logarithm:
        x = numpy.log1p(numpy.maximum(x, 0))
    z = (x - x[training].mean()) / x[training].std()
    features.append([("log " if is_logarithm else "") + name, float(weights @ z[held])])
for name in WORDS:
    cells = numpy.array([row[name] for row in rows])
    counts = collections.Counter(cells[training])
    for level in sorted(counts):
        if counts[level] >= LEAST:
            features.append([f"{name}={level}", float(weights @ (cells == level)[held])])
json.dump({"skewness": skewness, "features": features}, sys.stdout, indent=2)
print()
