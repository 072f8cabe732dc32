"""Frequent itemsets of 200 German credits, by counting every subset of every row.

usage: make_reference.py DATASETS > reference.json

Written with Python 3.13 alone. Asserted: every subset of a frequent set is frequent.
"""

import collections
import csv
import itertools
import json
import sys

columns = ["checking_status", "savings_status", "housing", "job", "own_telephone", "foreign_worker", "class"]
with open(sys.argv[1] + "/tabular/german_credit.csv", encoding="utf-8") as file:
    baskets = [sorted(f"{name}={row[name]}" for name in columns) for row in csv.DictReader(file)][:200]
counts = collections.Counter(
    subset for basket in baskets for size in range(1, 8) for subset in itertools.combinations(basket, size))
frequent = {items: count for items, count in counts.items() if count >= 30}
for items in frequent:
    for size in range(1, len(items)):
        assert all(subset in frequent for subset in itertools.combinations(items, size))
sizes = collections.Counter(len(items) for items in frequent)
rules = []
for items, count in frequent.items():
    for size in range(1, len(items)):
        for left in itertools.combinations(items, size):
            right = tuple(item for item in items if item not in left)
            confidence = count / frequent[left]
            if confidence >= 0.85:
                rules.append((left, right, count / 200, confidence, confidence / (frequent[right] / 200)))
to_good = [rule for rule in rules if rule[1] == ("class=good",)]
best = max(to_good, key=lambda rule: rule[4])
json.dump(
    {"rows": len(baskets), "sizes": [sizes[k] for k in range(1, 8)], "total": sum(frequent.values()), "rules": len(rules),
     "liftSum": sum(rule[4] for rule in rules), "toGood": len(to_good), "best": best}, sys.stdout, indent=1)
print()
