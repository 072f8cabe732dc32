"""Departures from New York in January 2013, counted by origin and destination.

usage: make_reference.py DATASETS > reference.json

Written with SciPy 1.17 and, beside it, a plain counter.
"""

import collections
import csv
import gzip
import json
import sys

import numpy
import scipy.sparse

with gzip.open(sys.argv[1] + "/flights/flights_2013-01.csv.gz", "rt") as file:
    flights = [(row["origin"], row["dest"]) for row in csv.DictReader(file)]
origins = sorted({origin for origin, _ in flights})
destinations = sorted({destination for _, destination in flights})
rows = [origins.index(origin) for origin, _ in flights]
columns = [destinations.index(destination) for _, destination in flights]
counts = scipy.sparse.coo_array(
    (numpy.ones(len(flights)), (rows, columns)), shape=(len(origins), len(destinations))).tocsr()
counts.sum_duplicates()
counts.sort_indices()

counter = collections.Counter(flights)
assert counts.nnz == len(counter) and counts.sum() == len(flights)
for (origin, destination), count in counter.items():
    assert counts[origins.index(origin), destinations.index(destination)] == count

arrivals = counts.T @ numpy.ones(len(origins))
named = ["ATL", "BOS", "LAX", "ORD", "ANC"]
json.dump(
    {
        "flights": len(flights),
        "origins": origins,
        "destinations": len(destinations),
        "rowStarts": [int(start) for start in counts.indptr],
        "departures": [int(count) for count in counts @ numpy.ones(len(destinations))],
        "arrivals": {name: int(arrivals[destinations.index(name)]) for name in named if name in destinations},
        "fromJFK": {
            name: int(counts[origins.index("JFK"), destinations.index(name)])
            for name in ["BOS", "LAX", "SFO", "ORD", "ATL"]},
    },
    sys.stdout, indent=2)
print()
