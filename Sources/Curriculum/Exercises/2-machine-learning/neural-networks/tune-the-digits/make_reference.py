"""What recipes read of the four blocks and of the last rows, over six seeds; written to reference.json.

NumPy in single precision, another program than that of Checks.swift, and other random numbers: the spread over the
seeds says how far the two may be apart.
"""

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

FILE = Path(__file__).parents[6] / "datasets" / "images" / "digits_8x8.csv.gz"
BLOCKS, BATCH, SEEDS = [360, 359, 359, 359], 64, 6

with gzip.open(FILE, "rt") as file:
    table = np.array(list(csv.reader(file))[1:], np.float32)
X, LABELS = table[:, :64] / 16, table[:, 64].astype(int)


def moved(x, share, random):
    framed = np.pad(x.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    corner = np.where(random.random((len(x), 1)) < share, random.integers(0, 3, (len(x), 2)), 1)
    rows, columns = corner[:, :1] + np.arange(8), corner[:, 1:] + np.arange(8)
    return framed[np.arange(len(x))[:, None, None], rows[:, :, None], columns[:, None, :]].reshape(-1, 64)


def share_read(training, judging, seed, width, epochs, rate, decay, shifts):
    random = np.random.default_rng(seed)
    first, second = math.sqrt(3 * 2 / 64), math.sqrt(3 / width)
    w = [random.uniform(-first, first, (64, width)), np.zeros(width),
         random.uniform(-second, second, (width, 10)), np.zeros(10)]
    w = [a.astype(np.float32) for a in w]
    m, v, step = [0 * a for a in w], [0 * a for a in w], 0
    steps = epochs * math.ceil(len(training) / BATCH)
    for _ in range(epochs):
        order = random.permutation(training)
        for start in range(0, len(order), BATCH):
            rows = order[start:start + BATCH]
            x = moved(X[rows], shifts, random)
            hidden = np.maximum(x @ w[0] + w[1], 0)
            scores = hidden @ w[2] + w[3]
            g = np.exp(scores - scores.max(1, keepdims=True))
            g /= g.sum(1, keepdims=True)
            g[np.arange(len(rows)), LABELS[rows]] -= 1
            g /= np.float32(len(rows))
            back = g @ w[2].T * (hidden > 0)
            eta = rate * (1 - step / steps)
            step += 1
            for i, slope in enumerate([x.T @ back, back.sum(0), hidden.T @ g, g.sum(0)]):
                m[i] += np.float32(0.1) * (slope - m[i])
                v[i] += np.float32(0.001) * (slope * slope - v[i])
                if i % 2 == 0:
                    w[i] *= np.float32(1 - eta * decay)
                w[i] -= np.float32(eta / (1 - 0.9**step)) * m[i] / (
                    np.sqrt(v[i] / np.float32(1 - 0.999**step)) + np.float32(1e-8))
    scores = np.maximum(X[judging] @ w[0] + w[1], 0) @ w[2] + w[3]
    return float((scores.argmax(1) == LABELS[judging]).mean())


def splits():
    ends = np.cumsum(BLOCKS)
    for end, size in zip(ends, BLOCKS):
        block = np.arange(end - size, end)
        yield np.setdiff1d(np.arange(sum(BLOCKS)), block), block


def spread(values):
    return {"mean": round(float(np.mean(values)), 4), "deviation": round(float(np.std(values, ddof=1)), 4)}


recipes = {
    "the solution": (160, 30, 0.015, 0.1, 0.3),
    "half of the budget": (160, 24, 0.02, 0.1, 0.3),
    "pictures as they are": (64, 20, 0.005, 0, 0),
    "as they are, at full budget": (128, 57, 0.005, 0.1, 0),
    "every picture moved": (128, 57, 0.005, 0.1, 1),
}
result = {}
last = np.arange(sum(BLOCKS), len(X))
for name, recipe in recipes.items():
    means = [np.mean([share_read(*split, seed, *recipe) for split in splits()]) for seed in range(SEEDS)]
    final = [share_read(np.arange(sum(BLOCKS)), last, seed, *recipe) for seed in range(SEEDS)]
    result[name] = {"recipe": recipe, "blocks": spread(means), "last": spread(final)}
result["softmax regression"] = {"blocks": [
    round(LogisticRegression(max_iter=5000).fit(X[a], LABELS[a]).score(X[b], LABELS[b]), 4) for a, b in splits()]}

# The bound of the check.
for name in ["the solution", "half of the budget"]:
    assert result[name]["blocks"]["mean"] - 2 * result[name]["blocks"]["deviation"] > 0.945
for name in ["pictures as they are", "every picture moved"]:
    assert result[name]["blocks"]["mean"] + 2 * result[name]["blocks"]["deviation"] < 0.945
assert min(result["softmax regression"]["blocks"]) > 0.88
Path(__file__).with_name("reference.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
print(json.dumps(result, indent=1))
