"""How many rows and columns a file holds, as the manifest gives it: "344 x 8", or nothing for prose."""

import csv
import gzip
import io
import re

from idx import parse_idx


def shape_of(path, data):
    """The shape of the table or the array in the file called `path`."""
    if path.endswith(".gz"):
        path, data = path[:-len(".gz")], gzip.decompress(data)
    if path.endswith("-ubyte"):
        sizes, _ = parse_idx(data)
    elif path.endswith(".csv"):
        sizes = table_shape(data)
    elif path.endswith(".dat"):
        sizes = strd_shape(data)
    else:
        sizes = []
    return " x ".join(str(size) for size in sizes)


def table_shape(data):
    """Records below the header, and columns; every record must be as wide as the header."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    widths = {len(row) for row in rows}
    if len(widths) != 1:
        raise ValueError(f"rows of {sorted(widths)} fields")
    return len(rows) - 1, len(rows[0])


def strd_shape(data):
    """The data block of a NIST file, whose head says where it stands: "Data (lines 61 to 76)"."""
    text = data.decode("ascii")
    first, last = map(int, re.search(r"Data\s+\(lines (\d+) to (\d+)\)", text).groups())
    rows = [line.split() for line in text.splitlines()[first - 1:last]]
    return len(rows), len(rows[0])
