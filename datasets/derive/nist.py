"""NIST's Statistical Reference Datasets: linear regression and one-way analysis of variance."""

REGRESSION = ["Norris", "Pontius", "NoInt1", "NoInt2", "Longley", "Wampler1", "Wampler2", "Wampler3"]
VARIANCE = ["SiRstv", "SmLs01", "SmLs02", "SmLs04", "SmLs05", "SmLs07"]


def derive(packages, collection):
    regression = packages.debian("gretl-data", "2022c-1")
    for name in REGRESSION:
        collection.copy(f"nist/{name}.dat", regression, f"usr/share/gretl/data/nist/{name}.dat")
    variance = packages.wheel("scipy", "1.17.1")
    for name in VARIANCE:
        collection.copy(f"nist/anova/{name}.dat", variance, f"scipy/stats/tests/data/nist_anova/{name}.dat")
