"""t-SNE of eight irises to 15 digits, and how well maps of 400 digits keep neighbours.

usage: make_reference.py DATASETS > reference.json

Written with NumPy 2.4, mpmath 1.4 and scikit-learn 1.9. Probabilities and gradient are computed with 40 digits and
asserted against scikit-learn's own (Float32 distances, entropies to 10^-5).
"""

import csv
import gzip
import json
import sys

import mpmath
import numpy
from sklearn.manifold import _t_sne, trustworthiness

mpmath.mp.dps = 40


def table(path, columns):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(sys.argv[1] + path, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return numpy.array([[float(row[rows[0].index(name)]) for name in columns] for row in rows[1:]])


def exact(x, perplexity):
    """p(j|i), beta solved for with 40 digits."""
    x = [[mpmath.mpf(str(v)) for v in row] for row in x]
    n, p = len(x), []
    for i in range(n):
        d = [sum((a - b) ** 2 for a, b in zip(x[i], x[j])) for j in range(n) if j != i]
        e = [v - min(d) for v in d]

        def entropy(beta):
            total = sum(mpmath.exp(-beta * v) for v in e)
            return mpmath.log(total) + beta * sum(v * mpmath.exp(-beta * v) for v in e) / total

        low, high = mpmath.mpf(0), mpmath.mpf(1)
        while entropy(high) > mpmath.log(perplexity):
            high *= 2
        for _ in range(140):
            middle = (low + high) / 2
            low, high = (middle, high) if entropy(middle) > mpmath.log(perplexity) else (low, middle)
        bells = [mpmath.exp(-high * v) for v in e]
        row = [v / sum(bells) for v in bells]
        p.append(row[:i] + [mpmath.mpf(0)] + row[i:])
    return p


def probabilities(x, perplexity):
    """The same in Doubles."""
    n = len(x)
    d = ((x[:, None] - x[None]) ** 2).sum(-1)
    p = numpy.zeros((n, n))
    for i in range(n):
        e = numpy.delete(d[i], i)
        e -= e.min()
        low, high = -60.0, 60.0  # of log beta
        for _ in range(100):
            bells = numpy.exp(-numpy.exp((low + high) / 2) * e)
            entropy = numpy.log(bells.sum()) + numpy.exp((low + high) / 2) * (e * bells).sum() / bells.sum()
            low, high = ((low + high) / 2, high) if entropy > numpy.log(perplexity) else (low, (low + high) / 2)
        p[i] = numpy.insert(bells / bells.sum(), i, 0)
    return p


def gradient(p, y):
    w = 1 / (1 + ((y[:, None] - y[None]) ** 2).sum(-1))
    numpy.fill_diagonal(w, 0)
    force = (p - w / w.sum()) * w
    return 4 * (force.sum(1)[:, None] * y - force @ y)


def embed(p, y, steps=250, early=75, exaggeration=12, rate=10):
    v = numpy.zeros_like(y)
    for step in range(steps):
        v = (0.5 if step < early else 0.8) * v + gradient(p * (exaggeration if step < early else 1), y)
        y = y - rate * v
    return y


iris = table("/tabular/iris.csv", ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"])[::20]
n = len(iris)
conditional = exact(iris, 3)
joint = [[(conditional[i][j] + conditional[j][i]) / (2 * n) for j in range(n)] for i in range(n)]
y = [[mpmath.mpf(i * i % 7) / 2, mpmath.mpf(i * 3 % 5) / 4] for i in range(n)]
w = [[0 if i == j else 1 / (1 + (y[i][0] - y[j][0]) ** 2 + (y[i][1] - y[j][1]) ** 2) for j in range(n)] for i in range(n)]
total = sum(map(sum, w))
slopes = [
    [4 * sum((joint[i][j] - w[i][j] / total) * w[i][j] * (y[i][m] - y[j][m]) for j in range(n)) for m in range(2)]
    for i in range(n)
]
doubles = numpy.array([[float(v) for v in row] for row in joint])
places = numpy.array([[float(v) for v in row] for row in y])
distances = ((iris[:, None] - iris[None]) ** 2).sum(-1).astype(numpy.float32)
theirs = _t_sne._joint_probabilities(distances, 3, 0)
condensed = numpy.array([doubles[i, j] for i in range(n) for j in range(i + 1, n)])
assert numpy.abs(condensed - theirs).max() < 1e-5
_, their_gradient = _t_sne._kl_divergence(places.ravel(), condensed, 1, n, 2)
assert numpy.abs(their_gradient.reshape(n, 2) - numpy.array([[float(v) for v in row] for row in slopes])).max() < 1e-6
assert numpy.abs(probabilities(iris, 3) - numpy.array([[float(v) for v in row] for row in conditional])).max() < 1e-12

digits = table("/images/digits_8x8.csv.gz", [f"p{i}" for i in range(64)])[:400]
p = probabilities(digits, 30)
p = (p + p.T) / 800
u, s, vt = numpy.linalg.svd(digits - digits.mean(0), full_matrices=False)
scores = u[:, :2] * s[:2]
start = scores / scores[:, 0].std(ddof=1) * 1e-4
random = numpy.random.default_rng(1)


def trust(places):
    return float(trustworthiness(digits, places, n_neighbors=7))


jittered = [trust(embed(p, start + 1e-5 * random.normal(size=start.shape))) for _ in range(12)]
drawn = [trust(embed(p, 1e-4 * random.normal(size=start.shape))) for _ in range(12)]
json.dump(
    {
        "iris_joint": [[float(v) for v in row] for row in joint],
        "iris_gradient": [[float(v) for v in row] for row in slopes],
        "trustworthiness": {
            "components": trust(scores),
            "random": trust(random.normal(size=start.shape)),
            "map": trust(embed(p, start)),
            "least_of_12_jittered_starts": min(jittered),
            "least_of_12_random_starts": min(drawn),
            "always_exaggerated": trust(embed(p, start, early=250)),
            "gradient_without_4": trust(embed(p, start, rate=2.5)),
        },
    },
    sys.stdout,
    indent=1,
)
print()
