"""The design matrices of Ames and of the German loans, made with pandas 3.1 and NumPy 2.4.

usage: make_reference.py DATASETS > reference.json

Of each column: its name, and the sum over the held-out rows i of (i mod 7 + 1) times the entry.
"""

import json
import sys

import numpy
import pandas


def weighted_sums(path, logarithms, numbers, categories):
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    held = numpy.arange(len(table)) % 5 == 0
    columns = {"1": pandas.Series(1.0, table.index)}
    for name, is_logarithm in [(n, True) for n in logarithms] + [(n, False) for n in numbers]:
        values = pandas.to_numeric(table[name].replace({"": None, "NA": None}))
        label = name
        if is_logarithm:
            values, label = numpy.log(values.where(values > 0)), "log " + name
        training = values[~held]
        columns[label] = ((values - training.mean()) / training.std()).fillna(0.0)
        if training.isna().any():
            columns[label + " missing"] = values.isna().astype(float)
    for name in categories:
        counts = table[name][~held].value_counts()
        reference = min(counts[counts == counts.max()].index)
        for level in sorted(set(counts.index) - {reference}):
            columns[name + "=" + level] = (table[name] == level).astype(float)
    matrix = pandas.DataFrame(columns)
    # The intercept is no combination of the others: nothing constant was left in, no level too many.
    assert numpy.linalg.matrix_rank(matrix[~held].to_numpy()) == matrix.shape[1]
    weights = numpy.arange(len(table)) % 7 + 1
    sums = (matrix[held].mul(weights[held], axis=0)).sum()
    return {"names": list(sums.index), "weightedSums": [float(s) for s in sums]}


folder = sys.argv[1] + "/tabular/"
json.dump(
    {
        "ames": weighted_sums(
            folder + "ames.csv", ["Gr_Liv_Area", "Lot_Frontage"], ["Year_Built", "Garage_Cars", "Longitude"],
            ["Central_Air", "Bldg_Type", "Overall_Cond"]),
        "loans": weighted_sums(
            folder + "german_credit.csv", ["credit_amount"], ["duration", "age"],
            ["checking_status", "credit_history", "purpose"]),
    }, sys.stdout, indent=2)
print()
