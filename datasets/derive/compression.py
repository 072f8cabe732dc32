"""Gzip without a time stamp and without a name, so that equal data give equal files."""

import gzip
import io


def gzipped(data):
    """`data` as a gzip file at level 9.

    The compressed bytes also depend on the zlib that Python is linked with; the published checksums
    are those of zlib 1.2 and 1.3. Another deflate may give other bytes that hold the same data.
    """
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
