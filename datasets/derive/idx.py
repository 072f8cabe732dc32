"""IDX, the format of MNIST: a magic number, the sizes of the axes, then the bytes."""

import struct

UNSIGNED_BYTE = 0x08


def parse_idx(data):
    """The sizes of the axes and the bytes of an IDX file of unsigned bytes."""
    zeros, kind, axes = struct.unpack_from(">HBB", data)
    if zeros != 0 or kind != UNSIGNED_BYTE:
        raise ValueError(f"not an IDX file of unsigned bytes: it starts with {data[:4].hex()}")
    sizes = struct.unpack_from(f">{axes}I", data, 4)
    return sizes, data[4 + 4 * axes:]


def format_idx(sizes, values):
    """An IDX file of unsigned bytes."""
    return struct.pack(f">HBB{len(sizes)}I", 0, UNSIGNED_BYTE, len(sizes), *sizes) + values
