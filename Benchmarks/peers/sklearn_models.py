"""scikit-learn as a contender of `mllab bench models`: requests line by line on stdin, answers on stdout.

    load lasso   ->  loaded ROWS COLUMNS | absent
    fit          ->  fitted SCORE SECONDS
    sample 3     ->  seconds S      of 3 fits together
    versions     ->  who computes, in words

The rows are those of Benchmarks/Models/Harness.swift, made here by NumPy itself from the files whose folder is the
program's argument, and so are the scores. Every model is called as a user of scikit-learn writes it, with the options
that make it the same problem as the exercise's.
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import cluster, decomposition, discriminant_analysis, ensemble, gaussian_process, linear_model, manifold
from sklearn import mixture, naive_bayes, neighbors, neural_network, preprocessing, svm, tree
from sklearn.exceptions import ConvergenceWarning

try:  # larger than all the rest together, so that nobody has to have it
    import torch
except ImportError:
    torch = None

DATA = Path(sys.argv[1])
AMES = """Lot_Frontage Lot_Area Year_Built Year_Remod_Add Mas_Vnr_Area Bsmt_Unf_SF Total_Bsmt_SF First_Flr_SF
    Second_Flr_SF Gr_Liv_Area Bsmt_Full_Bath Bsmt_Half_Bath Full_Bath Half_Bath Bedroom_AbvGr Kitchen_AbvGr
    TotRms_AbvGrd Fireplaces Garage_Cars Garage_Area Wood_Deck_SF Open_Porch_SF Enclosed_Porch Screen_Porch Mo_Sold
    Year_Sold Longitude Latitude""".split()


def columns(file, names=None):
    """Columns of a table as text, rows without a missing value only."""
    import csv
    import gzip

    path = DATA / file
    with (gzip.open(path, "rt") if path.suffix == ".gz" else open(path, newline="")) as text:
        head, *rows = csv.reader(text)
    places = [head.index(name) for name in names or head]
    kept = [[row[place] for place in places] for row in rows]
    return np.array([row for row in kept if not {"", "NA"} & set(row)])


def auto_mpg():
    table = columns("tabular/auto_mpg.csv", "cyl displ hp weight accel yr mpg".split()).astype(float)
    return table[:, :-1], table[:, -1]


def ames():
    table = columns("tabular/ames.csv", AMES + ["Sale_Price"]).astype(float)
    return table[:, :-1], np.log(table[:, -1])


def named_classes(file):
    table = columns(file)
    return table[:, :-1].astype(float), np.unique(table[:, -1], return_inverse=True)[1]


def digits(count=1797):
    table = columns("images/digits_8x8.csv.gz").astype(float)[:count]
    return table[:, :-1] / 16, table[:, -1].astype(int)


def fashion():
    """The 10,000 training pictures, pixels 0 … 1."""
    import gzip

    def numbers(file, head):
        with gzip.open(DATA / "images" / file) as bytes:
            return np.frombuffer(bytes.read(), np.uint8, offset=head)

    pictures = numbers("fashion-train-10k-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    return pictures / 255, numbers("fashion-train-10k-labels-idx1-ubyte.gz", 8).astype(int)


def carbon_dioxide(count):
    values = columns("timeseries/co2_weekly.csv", ["co2"])[:count, 0].astype(float)
    return np.arange(count)[:, None] * 7 / 365.25, values - values.mean()


def split(x, y, scaled=True):
    """Training rows, then the others (i mod 5 = 0), scaled by the training rows."""
    other = np.arange(len(y)) % 5 == 0
    if scaled:
        x = preprocessing.StandardScaler().fit(x[~other]).transform(x)
    return x[~other], y[~other], x[other], y[other]


def root_mean_square(predicted, y):
    return np.sqrt(np.mean((predicted - y) ** 2))


def judged(model):
    """How a fitted model does on other rows: accuracy of classes, √mean square of numbers."""
    if sklearn.base.is_classifier(model):
        return lambda x, y: np.mean(model.predict(x) == y)
    return lambda x, y: root_mean_square(model.predict(x), y)


def linear_regression(x, y):
    return judged(linear_model.LinearRegression().fit(x, y))


def polynomial_ridge(x, y):
    features = preprocessing.PolynomialFeatures(2, include_bias=False)
    scaler = preprocessing.StandardScaler()
    z = scaler.fit_transform(features.fit_transform(x))
    model = linear_model.Ridge(alpha=1).fit(z, y)
    return lambda x, y: root_mean_square(model.predict(scaler.transform(features.transform(x))), y)


def lasso(x, y):
    centred, mean = x - x.mean(0), y.mean()
    most = np.abs(centred.T @ (y - mean)).max() / len(y)
    penalties = most * 0.001 ** (np.arange(50) / 49)
    path = linear_model.lasso_path(centred, y - mean, alphas=penalties)[1]
    return lambda z, y: root_mean_square(mean + (z - x.mean(0)) @ path[:, -1], y)


def logistic_regression(x, y):
    return judged(linear_model.LogisticRegression(C=1).fit(x, y))


def softmax_regression(x, y):
    return judged(linear_model.LogisticRegression(C=1, max_iter=1000).fit(x, y))


def gaussian_bayes(x, y):
    return judged(naive_bayes.GaussianNB().fit(x, y))


def nearest_neighbours(x, y):
    model = neighbors.KNeighborsClassifier(3).fit(x, y)
    model.predict(x[: len(y) // 4])
    return judged(model)


def discriminant(x, y):
    return judged(discriminant_analysis.LinearDiscriminantAnalysis().fit(x, y))


def machine(x, y):
    return judged(svm.SVC(C=1, gamma=1 / x.shape[1]).fit(x, y))


def decision_tree(x, y):
    return judged(tree.DecisionTreeClassifier(max_depth=12, random_state=0).fit(x, y))


def forest(x, y):
    return judged(ensemble.RandomForestClassifier(100, random_state=0).fit(x, y))


def boosting(x, y):
    return judged(ensemble.GradientBoostingRegressor(n_estimators=100, random_state=0).fit(x, y))


def process(x, y):
    kernel = gaussian_process.kernels.ConstantKernel(25) * gaussian_process.kernels.RBF(0.2)
    model = gaussian_process.GaussianProcessRegressor(kernel, alpha=0.1, optimizer=None).fit(x, y)
    model.log_marginal_likelihood(model.kernel_.theta, eval_gradient=True)
    return judged(model)


def k_means(x, _):
    model = cluster.KMeans(10, n_init=10, random_state=0).fit(x)
    return lambda *_: model.inertia_


def gaussian_mixture(x, _):
    model = mixture.GaussianMixture(3, random_state=0).fit(x)
    return lambda *_: model.score(x)


def principal_components(x, _):
    model = decomposition.PCA(10).fit(x)
    return lambda *_: model.explained_variance_ratio_.sum()


def t_sne(x, _):
    model = manifold.TSNE(random_state=0)
    places = model.fit_transform(x)
    return lambda *_: manifold.trustworthiness(x, places, n_neighbors=7)


def perceptron(x, y):
    model = neural_network.MLPClassifier((32,), batch_size=32, learning_rate_init=0.005, alpha=0, max_iter=20)
    return judged(model.set_params(n_iter_no_change=20, random_state=0).fit(x, y))


def network(x, y, hidden, rounds, size, peak, smoothing=0.0, is_cosine=False):
    """What users of PyTorch write for one hidden layer, in the precision of the exercise's."""
    torch.manual_seed(0)
    x, y = torch.from_numpy(np.ascontiguousarray(x)), torch.from_numpy(y)
    layers = [torch.nn.Linear(x.shape[1], hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 10)]
    model = torch.nn.Sequential(*layers).double()
    loss = torch.nn.CrossEntropyLoss(label_smoothing=smoothing)
    optimizer = torch.optim.Adam(model.parameters(), lr=peak)
    steps = rounds * -(-len(y) // size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps) if is_cosine else None
    for _ in range(rounds):
        for batch in torch.randperm(len(y)).split(size):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
            if schedule:
                schedule.step()

    @torch.no_grad()
    def judge(x, y):
        return np.mean(model(torch.from_numpy(np.ascontiguousarray(x))).argmax(1).numpy() == y)

    return judge


def digits_network(x, y):
    return network(x, y, hidden=32, rounds=10, size=32, peak=0.005)


def clothes_network(x, y):
    return network(x, y, hidden=256, rounds=3, size=64, peak=0.001, smoothing=0.1, is_cosine=True)


breast_cancer = lambda: split(*named_classes("tabular/breast_cancer.csv"))
MODELS = {
    "linear-regression": (linear_regression, lambda: split(*auto_mpg())),
    "polynomial-ridge": (polynomial_ridge, lambda: split(*auto_mpg())),
    "lasso": (lasso, lambda: split(*ames())),
    "logistic-regression": (logistic_regression, breast_cancer),
    "softmax-regression": (softmax_regression, lambda: split(*digits(), scaled=False)),
    "naive-bayes": (gaussian_bayes, lambda: split(*digits(), scaled=False)),
    "k-nearest-neighbours": (nearest_neighbours, lambda: split(*digits(), scaled=False)),
    "discriminant-analysis": (discriminant, lambda: split(*named_classes("tabular/wine.csv"))),
    "support-vector-machine": (machine, breast_cancer),
    "decision-tree": (decision_tree, lambda: split(*digits(), scaled=False)),
    "random-forest": (forest, lambda: split(*digits(), scaled=False)),
    "gradient-boosting": (boosting, lambda: split(*ames())),
    "gaussian-process": (process, lambda: split(*carbon_dioxide(400), scaled=False)),
    "k-means": (k_means, lambda: split(*digits(), scaled=False)),
    "gaussian-mixture": (gaussian_mixture, lambda: split(*named_classes("tabular/iris.csv"))),
    "principal-components": (principal_components, lambda: split(*digits(), scaled=False)),
    "t-sne": (t_sne, lambda: split(*digits(500), scaled=False)),
    "mlp": (perceptron, lambda: split(*digits(), scaled=False)),
    "digits-network": (digits_network, lambda: split(*digits(), scaled=False)),
    "digits-clothes": (clothes_network, lambda: split(*fashion(), scaled=False)),
}
if torch:
    torch.set_num_threads(1)
else:
    del MODELS["digits-network"], MODELS["digits-clothes"]


def reply(words, state):
    if words[0] == "versions":
        libraries = f"scikit-learn {sklearn.__version__} with NumPy {np.__version__}"
        return libraries + (f", PyTorch {torch.__version__} for the networks of project-digits" if torch else "")
    if words[0] == "load":
        if words[1] not in MODELS:
            return "absent"
        state["fit"], rows = MODELS[words[1]]
        state["rows"] = rows()
        return "loaded {} {}".format(*state["rows"][0].shape)
    x, y, *others = state["rows"]
    if words[0] == "fit":
        start = time.perf_counter()
        judge = state["fit"](x, y)
        taken = time.perf_counter() - start
        return f"fitted {float(judge(*others))!r} {taken!r}"
    if words[0] == "sample":
        start = time.perf_counter()
        for _ in range(int(words[1])):
            state["fit"](x, y)
        return f"seconds {time.perf_counter() - start!r}"
    return f"failed it does not understand {words[0]}"


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    state = {}
    for line in sys.stdin:
        try:
            answer = reply(line.split(), state)
        except Exception as error:  # one model's trouble; the next may do
            answer = f"failed {type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


main()
