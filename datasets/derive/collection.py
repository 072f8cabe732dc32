"""The folder that is written, and its manifest."""

import csv
import hashlib
import io
from pathlib import Path

from compression import gzipped
from shapes import shape_of

HEADER = ["path", "bytes", "sha256", "shape", "source", "how"]


class Collection:
    """Writes data files below one folder and remembers where each came from."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.records = []

    def add(self, path, data, source, how):
        """Writes `data` to `path`; a path that ends in .gz is compressed first."""
        if path.endswith(".gz"):
            data = gzipped(data)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        self.records.append([path, len(data), digest, shape_of(path, data), source, how])

    def copy(self, path, package, inner):
        """Writes a package's file as it is, or compressed where `path` ends in .gz."""
        how = "gzip" if path.endswith(".gz") and not inner.endswith(".gz") else "verbatim"
        self.add(path, package.read(inner), package.source(inner), how)

    def add_table(self, path, header, rows, source, how):
        """Writes a header and rows as CSV, quoted only where needed, lines ended by a line feed."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        self.add(path, text.getvalue().encode(), source, how)

    def write_manifest(self):
        """Writes MANIFEST.csv, sorted by path."""
        with open(self.folder / "MANIFEST.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(sorted(self.records))
