#!/usr/bin/env python3
"""Writes what Python makes of the same bytes: the answers that LabData's tests compare with.

    make_references.py          (needs NumPy; run anywhere, writes beside itself)

gzip.json  compressed files of every kind of block, and what is in them       zlib, gzip
csv.json   small tables and their records; counts of the lab's own tables     csv, gzip
npy.json   arrays of every type and order                                     numpy.save

The files here were made by Python 3.11.7, zlib 1.2.13 and NumPy 2.4.6; the random bytes have a fixed seed.
"""

import base64
import csv
import gzip
import io
import json
import random
import struct
import zlib
from pathlib import Path

import numpy

HERE = Path(__file__).resolve().parent
DATASETS = HERE.parent.parent.parent / "datasets"


def text64(data):
    return base64.b64encode(data).decode()


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


# gzip

def deflated(data, level=6, strategy=zlib.Z_DEFAULT_STRATEGY, window=15, flush=None):
    """Raw deflate data; with `flush`, the input is cut in two with a flush between."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, -window, 8, strategy)
    if flush is None:
        return compressor.compress(data) + compressor.flush()
    half = len(data) // 2
    return (compressor.compress(data[:half]) + compressor.flush(flush)
            + compressor.compress(data[half:]) + compressor.flush())


def member(data, flags=0, body=None):
    """One gzip member, with the optional fields that the bits of `flags` ask for."""
    head = struct.pack("<BBBBIBB", 0x1F, 0x8B, 8, flags, 1_700_000_000, 0, 3)
    if flags & 4:
        head += struct.pack("<H", 6) + b"Ap\x02\x00hi"
    if flags & 8:
        head += b"table.csv\0"
    if flags & 16:
        head += b"a comment\0"
    if flags & 2:
        head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    return head + (body or deflated(data)) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def gzip_cases():
    random.seed(20130101)
    prose = b"to be, or not to be, that is the question: whether 'tis nobler in the mind to suffer\n"
    skewed = bytes(min(255, int(random.expovariate(0.1))) for _ in range(3000))
    noise = random.randbytes(2000)
    plain = {
        "nothing": [(b"", 1)], "one byte": [(b"a", 1)], "prose": [(prose, 1)], "prose forty times": [(prose, 40)],
        "noise": [(noise, 1)], "skewed bytes": [(skewed, 1)], "all bytes": [(bytes(range(256)), 4)],
        "one byte 258 times": [(b"x", 258)], "one byte 300000 times": [(b"\0", 300_000)],
        "noise, a gap of the whole window, noise": [(noise, 1), (b"-", 32768 - 2000), (noise, 1)],
    }
    ways = {
        "stored": {"level": 0}, "fixed": {"strategy": zlib.Z_FIXED}, "fast": {"level": 1}, "best": {"level": 9},
        "Huffman only": {"strategy": zlib.Z_HUFFMAN_ONLY}, "runs only": {"strategy": zlib.Z_RLE},
        "a window of 512": {"window": 9}, "a flush in the middle": {"flush": zlib.Z_FULL_FLUSH},
    }
    for name, runs in plain.items():
        data = b"".join(piece * count for piece, count in runs)
        for way, options in ways.items():
            if way in ("stored", "Huffman only") and len(data) > 40_000 or name.startswith("noise,") and way not in ("best", "fixed"):
                continue  # large and no new path
            yield f"{name}, {way}", member(data, body=deflated(data, **options)), runs
    for flags in (2, 4, 8, 16, 30):
        yield f"header with flags {flags}", member(prose, flags), [(prose, 1)]
    yield "two members", member(prose) + member(noise[:50], 8), [(prose, 1), (noise[:50], 1)]
    yield "zeros behind the end", member(prose) + bytes(512), [(prose, 1)]
    yield "made by the module gzip", gzip.compress(prose, mtime=1), [(prose, 1)]


def checked(cases):
    for name, file, runs in cases:
        assert gzip.decompress(file) == b"".join(piece * count for piece, count in runs), name
        yield {"name": name, "file": text64(file), "runs": [[text64(piece), count] for piece, count in runs]}


# csv

TABLES = [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "a\n", "a", "a,b\n,\n", 'a,b\n"",""\n', 'a\n""\n',
    'a,b\n"x,y",z\n', 'a,b\n"he said ""no""",2\n', 'a,b\n"two\nlines",2\n', 'a,b\n"two\r\nlines","""\n"\n',
    'a,b\n\n1,2\n\n\n3,4\n\n', '"a","b"\n1,2\n', 'a,b\nä,日本\n', 'a,b\n 1 , 2\n', 'a,b\n"1","2"', 'a,b\n""""\"\",x\n',
]
REAL = [
    "penguins/penguins.csv", "penguins/penguins_raw.csv", "titanic/titanic.csv", "timeseries/co2_weekly.csv",
    "timeseries/airline_passengers.csv", "flights/flights_2013-01.csv.gz", "text/sentiment_tweets.csv",
    "images/digits_8x8.csv.gz",
]


def table_records(text):
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    return {"text": text, "records": rows}


def table_counts(path):
    """Rows, cells without a value in each column, and the characters in all cells together."""
    data = (DATASETS / path).read_bytes()
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    missing = [sum(row[i] in ("", "NA") for row in rows) for i in range(len(header))]
    scalars = sum(len(cell) for row in rows for cell in row)
    return {"path": path, "columns": header, "rows": len(rows), "missing": missing, "scalars": scalars}


# npy

def npy_cases():
    for kind in ("<f8", "<f4", "<i8", "|u1"):
        for shape in ((), (0,), (5,), (2, 3), (3, 1), (0, 4), (2, 3, 4), (2, 1, 3, 2)):
            for order in "CF":
                count = int(numpy.prod(shape))
                values = (numpy.arange(count) * 7 + 1) % 251
                if kind[1] != "u":
                    values = values - 100
                if kind[1] == "f":
                    values = values / 8
                array = numpy.array(values.reshape(shape), dtype=kind, order=order)
                file = io.BytesIO()
                numpy.save(file, array)
                is_fortran = b"'fortran_order': True" in file.getvalue()
                yield {"type": kind, "shape": list(shape), "fortran": is_fortran,
                       "values": array.ravel(order="C").tolist(), "file": text64(file.getvalue())}


if __name__ == "__main__":
    write("gzip.json", list(checked(gzip_cases())))
    write("csv.json", {"tables": [table_records(text) for text in TABLES], "real": [table_counts(path) for path in REAL]})
    write("npy.json", list(npy_cases()))
