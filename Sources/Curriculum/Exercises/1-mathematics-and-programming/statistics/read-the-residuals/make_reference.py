"""The six residual plots of the statement, and what each remedy does to each fault; written to reference.json."""

import csv
import json
from pathlib import Path

import numpy as np
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.stats.stattools import durbin_watson

DATA = Path(__file__).parents[6] / "datasets"


def rows(name):
    with open(DATA / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(table, name):
    return np.array([float(row[name]) for row in table])


def design(x, degree=1):
    return np.column_stack([x**k for k in range(degree + 1)])


penguins = [row for row in rows("penguins/penguins.csv") if row["body_mass_g"] != "NA"]
adelie = [row for row in penguins if row["species"] == "Adelie" and row["sex"] == "female"]
timber = [row for row in rows("tabular/ames.csv") if row["Neighborhood"] == "Timberland"]
credit, cars = rows("tabular/german_credit.csv"), rows("tabular/auto_mpg.csv")
weeks = [row for row in rows("timeseries/co2_weekly.csv") if row["co2"] not in ("", "NA")]
years = np.arange(1965, 2002)
co2 = np.array([np.mean([float(w["co2"]) for w in weeks if w["date"].startswith(str(y))]) for y in years])

# Name: (predictor, response, degree of the fit, groups, fault, the remedy that helps).
cases = {
    "credit": (column(credit, "duration"), column(credit, "credit_amount"), 1, None, "funnel", "logarithm"),
    "adelie": (column(adelie, "flipper_length_mm"), column(adelie, "body_mass_g"), 1, None, "nothing", "nothing"),
    "timberland": (column(timber, "Lot_Area"), column(timber, "Sale_Price"), 1, None, "influentialPoint",
                   "withoutThePoint"),
    "bills": (column(penguins, "body_mass_g"), column(penguins, "bill_depth_mm"), 1,
              np.array([row["species"] for row in penguins]), "missingGroup", "group"),
    "cars": (column(cars, "hp"), column(cars, "mpg"), 1, None, "curvature", "square"),
    "co2": (years - 1983.0, co2, 2, None, "autocorrelation", "differences"),
}


def statistic(fault, x, y, groups):
    fit = OLS(y, x).fit()
    if fault == "curvature":  # RESET: F of the squared fitted values
        z = (fit.fittedvalues - fit.fittedvalues.mean()) / fit.fittedvalues.std()
        return OLS(y, np.column_stack([x, z**2])).fit().compare_f_test(fit)[0]
    if fault == "funnel":
        return het_breuschpagan(fit.resid, np.column_stack([np.ones(len(y)), fit.fittedvalues]))[0]
    if fault == "influentialPoint":
        return OLSInfluence(fit).cooks_distance[0].max()
    if fault == "autocorrelation":
        return abs(2 - durbin_watson(fit.resid))
    means = np.column_stack([groups == g for g in sorted(set(groups))]).astype(float)
    return OLS(fit.resid, means).fit().compare_f_test(OLS(fit.resid, np.ones(len(y))).fit())[0]


def remedied(remedy, x, y, groups, is_series):
    keep = np.ones(len(y), bool)
    influence = OLSInfluence(OLS(y, x).fit())
    if remedy == "square":
        x = np.column_stack([x, x[:, 1] ** x.shape[1]])
    elif remedy == "logarithm":
        y = np.log(y)
    elif remedy == "withoutThePoint":
        keep[influence.cooks_distance[0].argmax()] = False
    elif remedy == "withoutLargeResiduals":
        keep = abs(influence.resid_studentized_internal) <= 2
    elif remedy == "standardise":
        x = design((x[:, 1] - x[:, 1].mean()) / x[:, 1].std(), x.shape[1] - 1)
    elif remedy == "differences" and is_series:
        return x[1:], np.diff(y), groups
    elif remedy == "group" and groups is not None:
        x = np.column_stack([x] + [(groups == g).astype(float) for g in sorted(set(groups))[1:]])
    return x[keep], y[keep], None if groups is None else groups[keep]


def plot(x, residuals, height=7, width=52):
    counts = np.zeros((height, width), int)
    largest = abs(residuals).max() * 1.0001
    for a, b in zip(x, residuals):
        counts[int((largest - b) / (2 * largest) * height), min(width - 1, int((a - x.min()) / np.ptp(x) * width))] += 1
    empty = [" "] * (height // 2) + ["-"] + [" "] * (height // 2)
    return ["".join(empty[i] if k == 0 else "." if k == 1 else "o" if k < 4 else "O" if k < 8 else "@" for k in line)
            for i, line in enumerate(counts)]


remedies = ["nothing", "square", "logarithm", "withoutThePoint", "withoutLargeResiduals", "standardise", "differences",
            "group"]
result = {}
for name, (x, y, degree, groups, fault, helps) in cases.items():
    matrix = design(x, degree)
    result[name] = {"plot": plot(x, OLS(y, matrix).fit().resid)}
    if fault == "nothing":
        assert statistic("curvature", matrix, y, groups) < 1 and statistic("funnel", matrix, y, groups) < 1
        assert statistic("influentialPoint", matrix, y, groups) < 0.1
        continue
    after = {r: statistic(fault, *remedied(r, matrix, y, groups, name == "co2")) for r in remedies}
    result[name]["statistic"] = after
    assert all((after[r] < after["nothing"] / 4) == (r == helps) for r in remedies), (name, after)

Path(__file__).with_name("reference.json").write_text(
    json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

names = list(cases)
for left, right in zip(names[::2], names[1::2]):
    print(f"    {left:<56}{right}")
    for a, b in zip(result[left]["plot"], result[right]["plot"]):
        print(f"    {a}    {b}".rstrip())
    print()
