"""Reads a data frame out of an R package's lazy-load data base, without R.

A data base is two files. `.rdx` is one gzipped, serialised list that says where each object lies in
`.rdb`; each object there is a compressed, serialised R value of its own. The serialisation is R's
binary XDR form: big-endian, one 32-bit word of flags before each item.

R Internals, §1.8 "Serialization Formats"; the type codes are those of R's Rinternals.h and serialize.c.
"""

import gzip
import lzma
import math
import struct
from dataclasses import dataclass, field

SYMBOL, PAIR_LIST, CHARACTERS, LOGICAL, INTEGER, REAL, STRINGS, LIST = 1, 2, 9, 10, 13, 14, 16, 19
COMPACT, REFERENCE, NULL = 238, 255, 254
HAS_ATTRIBUTES, HAS_TAG = 0x200, 0x400
MISSING_INTEGER = -(2**31)


@dataclass
class Value:
    """A vector's elements, with None where R has NA, and its attributes by name."""

    kind: int
    elements: list
    attributes: dict = field(default_factory=dict)

    def named(self):
        """The elements by their names."""
        return dict(zip(self.attributes["names"].elements, self.elements))


class Deserializer:
    """Reads one serialised value."""

    def __init__(self, data):
        if data[:2] != b"X\n":
            raise ValueError(f"not R's binary XDR form: it starts with {data[:2]!r}")
        self.data, self.position, self.symbols = data, 2, []
        version, _, _ = self.words(3)
        if version >= 3:
            self.take(self.word())  # the name of the native encoding

    def take(self, count):
        self.position += count
        return self.data[self.position - count:self.position]

    def words(self, count):
        return list(struct.unpack(f">{count}i", self.take(4 * count)))

    def word(self):
        return self.words(1)[0]

    def value(self):
        flags = self.word()
        kind = flags & 0xFF
        if kind == NULL:
            return None
        if kind == REFERENCE:
            return self.symbols[(flags >> 8) - 1]
        if kind == SYMBOL:
            self.symbols.append(self.value())
            return self.symbols[-1]
        if kind == CHARACTERS:
            return self.characters()
        if kind == PAIR_LIST:
            return self.pairs(flags)
        if kind == COMPACT:
            return self.compact()
        vector = Value(kind, self.elements(kind, self.word()))
        if flags & HAS_ATTRIBUTES:
            vector.attributes = self.value()
        return vector

    def characters(self):
        count = self.word()
        return None if count == -1 else self.take(count).decode("utf-8")

    def pairs(self, flags):
        """A pair list (attributes are kept as one) as a dictionary."""
        pairs = {}
        while flags & 0xFF == PAIR_LIST:
            if flags & HAS_ATTRIBUTES:
                self.value()
            tag = self.value() if flags & HAS_TAG else None
            pairs[tag] = self.value()
            flags = self.word()
        return pairs

    def compact(self):
        """A range of integers that R keeps as its length, first element and step."""
        [name, *_], state, _ = self.pair_elements(), self.value(), self.value()
        if name != "compact_intseq":
            raise ValueError(f"a compact vector of class {name} is not read here")
        count, first, step = (int(number) for number in state.elements)
        return Value(INTEGER, [first + step * i for i in range(count)])

    def pair_elements(self):
        elements = []
        while self.word() & 0xFF == PAIR_LIST:
            elements.append(self.value())
        return elements

    def elements(self, kind, count):
        if kind in (LOGICAL, INTEGER):
            return [None if number == MISSING_INTEGER else number for number in self.words(count)]
        if kind == REAL:
            numbers = struct.unpack(f">{count}d", self.take(8 * count))
            return [None if math.isnan(number) else number for number in numbers]
        if kind in (STRINGS, LIST):
            return [self.value() for _ in range(count)]
        raise ValueError(f"R's type {kind} at byte {self.position} is not read here")


def read_object(index, store, name):
    """The object called `name`; `index` and `store` are the bytes of the .rdx and the .rdb file."""
    places = Deserializer(gzip.decompress(index)).value().named()["variables"].named()
    offset, length = places[name].elements
    data = decompressed(store[offset:offset + length])
    return Deserializer(data).value()


def decompressed(stored):
    """The data of one stored object: four bytes of size, a letter for the method, the compressed data."""
    size, method = struct.unpack_from(">Ic", stored)
    if method != b"Z":
        raise ValueError(f"the compression method {method!r} is not read here")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
    data = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(stored[5:])
    if len(data) != size:
        raise ValueError(f"an object has {len(data)} bytes, its head says {size}")
    return data


def table(frame):
    """A data frame as a header and rows of text."""
    columns = [column_text(column) for column in frame.elements]
    return frame.attributes["names"].elements, list(zip(*columns))


def column_text(column):
    """The cells of a column as text: a factor's labels, the shortest digits of a number, "" for NA."""
    if "levels" in column.attributes:
        levels = column.attributes["levels"].elements
        return ["" if code is None else levels[code - 1] for code in column.elements]
    return [cell_text(cell) for cell in column.elements]


def cell_text(cell):
    if cell is None:
        return ""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
