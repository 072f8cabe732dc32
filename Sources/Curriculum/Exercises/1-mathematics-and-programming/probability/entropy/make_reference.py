"""Entropies by SciPy, checked with mpmath, and what Hamlet's letters know of Macbeth's.

usage: make_reference.py DATASETS > reference.json
"""

import json
import re
import sys

import numpy
from mpmath import log, mp, mpf
from scipy.stats import entropy

mp.dps = 40
p = [0.5, 0.125, 0.25, 0.0, 0.125]
q = [0.1, 0.3, 0.2, 0.15, 0.25]
joint = [[0.125, 0.0, 0.0625, 0.25], [0.03125, 0.21875, 0.0, 0.0625], [0.0, 0.0625, 0.15625, 0.03125]]
assert sum(map(sum, joint)) == 1 and sum(p) == 1  # SciPy normalises what does not add up to 1


def nats(terms):
    return sum((mpf(a) * log(mpf(a) / b) for a, b in terms if a), mpf(0))


rows, columns = [sum(row) for row in joint], [sum(column) for column in zip(*joint)]
pairs = [(joint[i][j], mpf(rows[i]) * columns[j]) for i in range(3) for j in range(4)]
exact = {
    "entropy of p, nats": -nats([(a, 1) for a in p]),
    "entropy of p, bits": -nats([(a, 1) for a in p]) / log(2),
    "cross-entropy of p and q, nats": -nats([(a, 1) for a in p]) + nats(zip(p, q)),
    "divergence of p from q, nats": nats(zip(p, q)),
    "divergence of p from q, bits": nats(zip(p, q)) / log(2),
    "mutual information, nats": nats(pairs),
    "mutual information, bits": nats(pairs) / log(2),
}
scipy = {
    "entropy of p, nats": entropy(p),
    "entropy of p, bits": entropy(p, base=2),
    "divergence of p from q, nats": entropy(p, q),
    "divergence of p from q, bits": entropy(p, q, base=2),
    "mutual information, nats": entropy(numpy.ravel(joint), numpy.ravel(numpy.outer(rows, columns))),
}
for name, value in scipy.items():
    assert abs(value - float(exact[name])) < 1e-14, name


def symbols(play):
    text = open(f"{sys.argv[1]}/text/shakespeare/{play}.txt", encoding="utf-8").read().lower()
    return ["abcdefghijklmnopqrstuvwxyz ".index(c) for c in re.sub("[^a-z]+", " ", text)]


def counts(play):
    text = symbols(play)
    table = numpy.zeros((27, 27))
    numpy.add.at(table, (text[:-1], text[1:]), 1)
    return table


hamlet, macbeth = counts("hamlet"), counts("macbeth")
seen = macbeth / macbeth.sum()
order0 = (hamlet.sum(0) + 1) / (hamlet.sum() + 27)
order1 = (hamlet + 1) / (hamlet.sum(1, keepdims=True) + 27)
letters = {
    "characters of macbeth": int(macbeth.sum()) + 1,
    "bits a letter, order 0": -float((seen.sum(0) * numpy.log2(order0)).sum()),
    "bits a letter, order 1": -float((seen * numpy.log2(order1)).sum()),
    "mutual information of neighbours in macbeth, bits": float(
        entropy(seen.ravel(), numpy.outer(seen.sum(1), seen.sum(0)).ravel(), base=2)
    ),
}
json.dump({name: float(value) for name, value in exact.items()} | letters, sys.stdout, indent=1)
print()
