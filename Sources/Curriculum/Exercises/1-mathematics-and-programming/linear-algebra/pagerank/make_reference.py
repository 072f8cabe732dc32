"""PageRank of nine pages and of the airports of January 2013.

usage: make_reference.py DATASETS > reference.json

Written with NetworkX 3.6, and confirmed by solving the linear system with NumPy 2.4.
"""

import collections
import csv
import gzip
import json
import sys

import networkx
import numpy


def ranks(pages, links, damping):
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(pages))
    for (source, target), weight in links.items():
        graph.add_edge(source, target, weight=weight)
    found = networkx.pagerank(graph, alpha=damping, tol=1e-16 / pages, max_iter=10_000)
    weights = numpy.zeros((pages, pages))
    for (source, target), weight in links.items():
        weights[source, target] = weight
    out = weights.sum(axis=1, keepdims=True)
    follow = numpy.where(out > 0, weights / numpy.where(out > 0, out, 1), 1 / pages)
    solved = numpy.linalg.solve(
        numpy.eye(pages) - damping * follow.T, numpy.full(pages, (1 - damping) / pages))
    assert abs(solved.sum() - 1) < 1e-14
    assert max(abs(solved[page] - found[page]) for page in range(pages)) < 1e-14
    return solved


NINE = {
    (0, 1): 1, (0, 2): 2, (1, 2): 1, (2, 0): 3, (2, 2): 1, (3, 2): 1, (3, 4): 4, (4, 5): 1,
    (5, 4): 2, (5, 3): 1, (6, 7): 1, (6, 0): 0.5, (8, 6): 1, (8, 4): 1, (8, 0): 1, (8, 1): 2.5,
}  # page 7 dangles, page 8 is not pointed to
nine = ranks(9, NINE, 0.85)

with gzip.open(sys.argv[1] + "/flights/flights_2013-01.csv.gz", "rt") as file:
    flights = [(row["origin"], row["dest"]) for row in csv.DictReader(file)]
airports = sorted({airport for flight in flights for airport in flight})
counts = collections.Counter((airports.index(origin), airports.index(dest)) for origin, dest in flights)
world = ranks(len(airports), counts, 0.85)
order = numpy.argsort(-world)

json.dump(
    {
        "nine": [float(rank) for rank in nine],
        "airports": len(airports),
        "dangling": len(airports) - len({origin for origin, _ in flights}),
        "first": {airports[page]: float(world[page]) for page in order[:4]},
        "ofOrigins": {name: float(world[airports.index(name)]) for name in ["EWR", "JFK", "LGA"]},
    },
    sys.stdout, indent=2)
print()
