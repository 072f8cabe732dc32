"""What the wrong tests of the quiz do when nothing is there, or something is; written to reference.json."""

import json
from pathlib import Path

import numpy as np
from scipy import stats

random = np.random.default_rng(1)
runs = 4000


def proportions(a, m, b, n):
    """P-values of the z test of a of m against b of n."""
    pooled = (a + b) / (m + n)
    z = (b / n - a / m) / np.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    return 2 * stats.norm.sf(abs(z))


# searches: 30 users whose click rates scatter as a beta distribution of mean 0.2, 200 searches each, no effect.
rates = random.beta(2, 8, (runs, 30))
clicks = random.binomial(200, rates)
by_search = proportions(clicks[:, :15].sum(1), 3000, clicks[:, 15:].sum(1), 3000)
by_user = stats.ttest_ind(clicks[:, :15], clicks[:, 15:], axis=1, equal_var=False).pvalue

# seeds: accuracies of training runs scatter by 0.5 points around 90 %, 5 seeds a recipe, 10,000 images, no effect.
accuracy = random.normal(0.9, 0.005, (runs, 10))
right = random.binomial(10_000, accuracy)
by_image = proportions(right[:, :5].sum(1), 50_000, right[:, 5:].sum(1), 50_000)
by_seed = stats.ttest_ind(right[:, :5], right[:, 5:], axis=1, equal_var=False).pvalue

# power: 24 machines of 200 ± 30 W, the update saves 3 ± 4 W, each mean of ten readings is off by 1 W.
machines = random.normal(200, 30, (runs, 24))
before = machines + random.normal(0, 1, machines.shape)
after = machines - random.normal(3, 4, machines.shape) + random.normal(0, 1, machines.shape)
paired = stats.ttest_rel(before, after, axis=1).pvalue
unpaired = stats.ttest_ind(before, after, axis=1, equal_var=False).pvalue

# prompts: five groups of 20 without a difference, the smallest of the ten p-values.
scores = random.normal(0, 1, (runs, 5, 20))
smallest = np.min([stats.ttest_ind(scores[:, i], scores[:, j], axis=1, equal_var=False).pvalue
                   for i in range(5) for j in range(i)], axis=0)

shares = {
    "searches: false alarms by search": by_search, "searches: false alarms by user": by_user,
    "seeds: false alarms by image": by_image, "seeds: false alarms by seed": by_seed,
    "power: effect found by pairs": paired, "power: effect found by two samples": unpaired,
    "prompts: false alarms of ten t tests": smallest,
}
result = {name: round(float(np.mean(p < 0.05)), 3) for name, p in shares.items()}
assert 0.04 < result["searches: false alarms by user"] < 0.06
assert 0.03 < result["seeds: false alarms by seed"] < 0.06
Path(__file__).with_name("reference.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
