"""Pictures: handwritten digits of 8 x 8 pixels, articles of clothing of 28 x 28."""

import csv
import gzip
import io

from idx import format_idx, parse_idx


def derive(packages, collection):
    derive_digits(packages.wheel("scikit-learn", "1.9.1"), collection)
    package = packages.debian("dataset-fashion-mnist", "0.0~git20200523.55506a9-1")
    derive_fashion(package, collection, part="train", each=1000, name="train-10k")
    derive_fashion(package, collection, part="t10k", each=200, name="test-2k")
    collection.copy("LICENSES/fashion-mnist-copyright", package, "usr/share/doc/dataset-fashion-mnist/copyright")


def derive_digits(package, collection):
    inner = "sklearn/datasets/data/digits.csv.gz"
    text = gzip.decompress(package.read(inner)).decode()
    rows = [[int(float(cell)) for cell in row] for row in csv.reader(io.StringIO(text))]
    header = [f"p{i}" for i in range(64)] + ["label"]
    collection.add_table(
        "images/digits_8x8.csv.gz", header, rows, package.source(inner), "integers 0 to 16, header")


def derive_fashion(package, collection, part, each, name):
    """Keeps the first `each` pictures of every class, in the order of the file."""
    folder = "usr/share/datasets/fashion-mnist"

    def read(what):
        return parse_idx(gzip.decompress(package.read(f"{folder}/{part}-{what}.gz")))

    (_, height, width), pixels = read("images-idx3-ubyte")
    _, labels = read("labels-idx1-ubyte")
    kept = first_of_each(labels, each)
    size = height * width
    images = b"".join(pixels[i * size:(i + 1) * size] for i in kept)
    chosen = bytes(labels[i] for i in kept)

    source, how = package.source(f"{folder}/{part}-*"), f"first {each} of each class"
    path = f"images/fashion-{name}"
    collection.add(f"{path}-images-idx3-ubyte.gz", format_idx([len(kept), height, width], images), source, how)
    collection.add(f"{path}-labels-idx1-ubyte.gz", format_idx([len(kept)], chosen), source, how)


def first_of_each(labels, count):
    """The positions of the first `count` occurrences of every label, ascending."""
    seen, kept = {}, []
    for position, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        if seen[label] <= count:
            kept.append(position)
    return kept
