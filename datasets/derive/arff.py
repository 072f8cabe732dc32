"""ARFF, the format of Weka: attributes declared one a line, then comma-separated rows."""

import csv


def parse_arff(text):
    """The attributes' names and the rows; comments, types and blank lines are left out."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("%")]
    start = [line.lower() for line in lines].index("@data")
    declarations = [line.split() for line in lines[:start]]
    header = [words[1].strip("'\"") for words in declarations if words[0].lower() == "@attribute"]
    rows = csv.reader(lines[start + 1:], quotechar="'", skipinitialspace=True)
    return header, list(rows)
