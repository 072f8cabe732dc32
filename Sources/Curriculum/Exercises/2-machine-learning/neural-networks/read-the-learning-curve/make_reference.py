"""Eight training runs, each with one thing made wrong (or nothing), so that the truth about each is known.

Writes the losses to reference.json, prints the plots of the statement, and what the messages and arrays of
Checks.swift say. NumPy 2.4; another version of its generators, or another BLAS, may draw other curves.
"""

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[6] / "datasets" / "images"
COLUMNS, HEIGHT = 50, 9


def digits():
    with gzip.open(DATA / "digits_8x8.csv.gz", "rt") as file:
        table = np.array(list(csv.reader(file))[1:], float)
    return table[:, :64] / 16, table[:, 64].astype(int)


def fashion(count=3000):
    def body(name, start):
        with gzip.open(DATA / f"fashion-train-10k-{name}-ubyte.gz", "rb") as file:
            return np.frombuffer(file.read(), np.uint8, offset=start)

    x = body("images-idx3", 16).reshape(-1, 784)[:count] / 255
    return x, body("labels-idx1", 8)[:count].astype(int)


def loss(scores, labels):
    largest = scores.max(1)
    total = largest + np.log(np.exp(scores - largest[:, None]).sum(1))
    return float(np.mean(total - scores[np.arange(len(labels)), labels]))


def train(data, seed, rows, units, epochs, rate, batch=20, adam=True, dropout=0.0, decay=0.0, random_labels=0.0,
          shuffles=True, leaks=False):
    """Means of the batch losses, validation and test losses, COLUMNS of each; one hidden layer of ReLUs."""
    x, truth = data
    random = np.random.default_rng(seed)
    order = random.permutation(len(truth))
    test, validation, training = order[:600], order[600:900], order[900:900 + rows]
    labels = truth.copy()
    drawn = random.random(len(labels)) < random_labels
    labels[drawn] = random.integers(0, 10, drawn.sum())
    if leaks:  # the fault of b: the validation rows are learnt from
        training = np.concatenate([training[:rows - len(validation)], validation])
    if not shuffles:  # the fault of f: the rows come class by class, in every epoch
        training = training[np.argsort(labels[training], kind="stable")]
    inputs = x.shape[1]
    w = [random.normal(0, math.sqrt(2 / inputs), (inputs, units)), np.zeros(units),
         random.normal(0, math.sqrt(1 / units), (units, 10)), np.zeros(10)]
    m, v = [np.zeros_like(a) for a in w], [np.zeros_like(a) for a in w]

    def judged(chosen):
        return loss(np.maximum(x[chosen] @ w[0] + w[1], 0) @ w[2] + w[3], labels[chosen])

    steps = epochs * math.ceil(rows / batch)
    ends = [round(steps * (column + 1) / COLUMNS) for column in range(COLUMNS)]
    curves, recent, step = {"training": [], "validation": [], "test": []}, [], 0
    for _ in range(epochs):
        epoch = random.permutation(training) if shuffles else training
        for start in range(0, rows, batch):
            chosen = epoch[start:start + batch]
            y, n = labels[chosen], len(chosen)
            z = x[chosen] @ w[0] + w[1]
            mask = (random.random(z.shape) >= dropout) / (1 - dropout)
            hidden = np.maximum(z, 0) * mask
            scores = hidden @ w[2] + w[3]
            recent.append(loss(scores, y))
            p = np.exp(scores - scores.max(1, keepdims=True))
            upstream = p / p.sum(1, keepdims=True)
            upstream[np.arange(n), y] -= 1
            upstream /= n
            back = upstream @ w[2].T * mask * (z > 0)
            gradients = [x[chosen].T @ back + decay * w[0], back.sum(0), hidden.T @ upstream + decay * w[2],
                         upstream.sum(0)]
            step += 1
            for i, g in enumerate(gradients):
                if adam:
                    m[i] = 0.9 * m[i] + 0.1 * g
                    v[i] = 0.999 * v[i] + 0.001 * g * g
                    g = m[i] / (1 - 0.9**step) / (np.sqrt(v[i] / (1 - 0.999**step)) + 1e-8)
                w[i] = w[i] - rate * g
            if step == ends[len(curves["test"])]:
                curves["training"].append(float(np.mean(recent)))
                curves["validation"].append(judged(validation))
                curves["test"].append(judged(test))
                recent = []
    return curves


def plot(name, curves, top, epochs):
    cells = [[" "] * COLUMNS for _ in range(HEIGHT)]
    for column, pair in enumerate(zip(curves["training"], curves["validation"])):
        t, v = (HEIGHT - 1 - min(HEIGHT - 1, int(value / top * HEIGHT)) for value in pair)
        cells[t][column] = "t"
        cells[v][column] = "*" if t == v else "v"
    axis = "".join("+" if (column + 1) % 10 == 0 else "-" for column in range(COLUMNS))
    lines = ["".join(row).rstrip() for row in cells]
    ticks = "0" + "".join(f"{epochs * k // 5:>10}" for k in range(1, 6))
    return [f"{name} {top}|{lines[0]}"] + [f"     |{line}" for line in lines[1:]] + [f"    0+{axis}", f"     {ticks}"]


def floor(share, classes=10):
    """The least mean loss if that share of the labels is drawn at random: the entropy of a label, given the truth."""
    wrong = share / classes
    right = 1 - (classes - 1) * wrong
    return -right * math.log(right) - (classes - 1) * wrong * math.log(wrong)


D, F = digits(), fashion()
# Name: (what is wrong, the height of the plot, the run).
runs = {
    "a": ("rateTooHigh", 1.8, dict(data=D, seed=3, rows=800, units=64, epochs=25, rate=0.15)),
    "b": ("validationRowsLearnt", 2.4, dict(data=D, seed=3, rows=600, units=300, epochs=100, rate=0.005,
                                           random_labels=0.25, leaks=True)),
    "c": ("underfitting", 2.4, dict(data=D, seed=4, rows=800, units=2, epochs=50, rate=0.02)),
    "d": ("nothing", 2.4, dict(data=D, seed=8, rows=800, units=64, epochs=50, rate=0.001, dropout=0.5)),
    "e": ("overfitting", 1.2, dict(data=F, seed=1, rows=500, units=128, epochs=100, rate=0.0005)),
    "f": ("notShuffled", 3.6, dict(data=D, seed=7, rows=800, units=64, epochs=5, rate=0.05, batch=10, adam=False,
                                   shuffles=False)),
    "g": ("rateTooLow", 2.4, dict(data=D, seed=5, rows=800, units=64, epochs=50, rate=0.004, adam=False,
                                  dropout=0.2)),
    "h": ("labelNoise", 2.4, dict(data=D, seed=2, rows=890, units=64, epochs=50, rate=0.002, dropout=0.3,
                                    decay=0.005, random_labels=0.25)),
}
results = {name: train(**run) for name, (_, _, run) in runs.items()}
plots = {name: plot(name, results[name], top, run["epochs"]) for name, (_, top, run) in runs.items()}

# What the statement and the messages say of the runs.
last = {name: {k: float(np.mean(v[-10:])) for k, v in c.items()} for name, c in results.items()}
assert last["b"]["validation"] < 0.3 < floor(0.25) < 2 < last["b"]["test"]
assert last["c"]["training"] > 1.2 and abs(last["c"]["training"] - last["c"]["validation"]) < 0.3
assert all(t > v for t, v in zip(results["d"]["training"], results["d"]["validation"]))
assert np.argmin(results["e"]["validation"]) < 20 and last["e"]["training"] < 0.05
assert abs(last["h"]["validation"] - floor(0.25)) < 0.3 and last["h"]["validation"] < 1.05 * min(results["h"]["validation"])
near = {name: [x <= 1.125 * min(results[name]["test"]) for x in results[name]["test"]] for name in "deh"}
assert all(near["d"][45:]) and not any(near["d"][:38])
assert all(near["e"][4:20]) and not any(near["e"][24:]) and all(near["h"][9:])
assert results["g"]["training"][-1] < 0.97 * results["g"]["training"][-5]

Path(__file__).with_name("reference.json").write_text(json.dumps(
    {"floor": floor(0.25)} | {name: {"fault": runs[name][0]} | {k: [round(x, 3) for x in v] for k, v in c.items()}
                              for name, c in results.items()}, indent=1).replace(",\n   ", ",") + "\n", encoding="utf-8")

names = list(runs)
for left, right in zip(names[::2], names[1::2]):
    for a, b in zip(plots[left], plots[right]):
        print(f"    {a:<58}{b}".rstrip())
    print()
for name, values in last.items():
    print(name, {k: round(v, 3) for k, v in values.items()})
for name in "deh":
    print(name, ", ".join(f"{x:.3f}" for x in results[name]["test"]))
