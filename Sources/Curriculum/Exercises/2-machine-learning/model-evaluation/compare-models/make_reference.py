"""Paired t-tests and McNemar's test by SciPy.

usage: make_reference.py > reference.json

Written with NumPy 2.4 and SciPy 1.17. The corrected test is computed from its formula; with ratio 0 it is SciPy's.
"""

import json
import sys

import numpy
import scipy.stats

d = numpy.array([-2, 3, 1, 4, 0, 2, 5, -1, 3, 2, 1, 0, 4, 2, 1]) / 64
answers = {}
for ratio in (0, 1 / 9, 0.5):
    t = d.mean() / numpy.sqrt((1 / 15 + ratio) * d.var(ddof=1))
    p = 2 * scipy.stats.t.sf(abs(t), 14)
    if ratio == 0:
        plain = scipy.stats.ttest_rel(d, numpy.zeros(15))
        assert abs(plain.statistic - t) < 1e-13 and abs(plain.pvalue / p - 1) < 1e-12
    answers[str(ratio)] = [float(t), float(p)]
for a, n in ((1, 6), (12, 40), (40, 52), (650, 1500)):
    p = min(1, 2 * scipy.stats.binom.cdf(min(a, n - a), n, 0.5))
    assert abs(scipy.stats.binomtest(a, n, 0.5).pvalue / p - 1) < 1e-9
    answers[f"{a} of {n}"] = float(p)
json.dump(answers, sys.stdout, indent=1)
print()
