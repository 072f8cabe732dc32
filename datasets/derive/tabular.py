"""Small tables: iris, wine, breast cancer, penguins, cars, passengers, houses, credits."""

import csv
import io

from arff import parse_arff
from r_objects import read_object, table

IRIS = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"]
WINE = [
    "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
    "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280_od315", "proline",
]
NUCLEUS = [
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
    "concave_points", "symmetry", "fractal_dimension",
]
TUMOUR = [f"{statistic}_{measure}" for statistic in ("mean", "se", "worst") for measure in NUCLEUS]


def derive(packages, collection):
    derive_classics(packages.wheel("scikit-learn", "1.9.1"), collection)
    derive_penguins(packages.wheel("palmerpenguins", "0.1.6"), collection)
    derive_samples(packages.wheel("bokeh-sampledata", "2026.1"), collection)
    derive_ames(packages.debian("r-cran-modeldata", "1.1.0-1"), collection)
    derive_german_credit(packages.debian("weka", "3.6.14-3"), collection)


def derive_classics(package, collection):
    """scikit-learn's files start with the size of the table, then the classes' names."""

    def add(path, header, inner, label, named):
        first, *rows = csv.reader(io.StringIO(package.read(inner).decode()))
        classes = first[2:]
        if named:
            rows = [[*row[:-1], classes[int(row[-1])]] for row in rows]
        how = "header and class names" if named else "header"
        collection.add_table(path, [*header, label], rows, package.source(inner), how)

    folder = "sklearn/datasets/data"
    add("tabular/iris.csv", IRIS, f"{folder}/iris.csv", "species", named=True)
    add("tabular/wine.csv", WINE, f"{folder}/wine_data.csv", "cultivar", named=False)
    add("tabular/breast_cancer.csv", TUMOUR, f"{folder}/breast_cancer.csv", "diagnosis", named=True)


def derive_penguins(package, collection):
    collection.copy("penguins/penguins.csv", package, "palmerpenguins/data/penguins.csv")
    collection.copy("penguins/penguins_raw.csv", package, "palmerpenguins/data/penguins-raw.csv")


def derive_samples(package, collection):
    collection.copy("tabular/auto_mpg.csv", package, "bokeh_sampledata/_data/auto-mpg.csv")
    collection.copy("titanic/titanic.csv", package, "bokeh_sampledata/_data/titanic_all.csv")
    licences = "bokeh_sampledata-2026.1.dist-info/licenses/licenses/datasets.json"
    collection.copy("LICENSES/bokeh_sampledata-datasets.json", package, licences)


def derive_ames(package, collection):
    store = "usr/lib/R/site-library/modeldata/data/Rdata"
    frame = read_object(package.read(f"{store}.rdx"), package.read(f"{store}.rdb"), "ames")
    header, rows = table(frame)
    source = package.source(f"{store}.rdb") + " ames"
    collection.add_table("tabular/ames.csv", header, rows, source, "data frame to CSV")


def derive_german_credit(package, collection):
    inner = "usr/share/doc/weka/examples/credit-g.arff"
    collection.copy("tabular/german_credit.arff", package, inner)
    header, rows = parse_arff(package.read(inner).decode("ascii"))
    collection.add_table("tabular/german_credit.csv", header, rows, package.source(inner), "ARFF to CSV")
