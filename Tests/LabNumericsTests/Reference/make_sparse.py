"""Writes sparse.json, the reference values of the tests of sparse matrices.

Run `python3 make_sparse.py` in this folder. SciPy 1.17.1's csr_matrix and csgraph, on matrices of small multiples of 1/8,
whose sums and products are exact in Double, so that the values must agree to the bit; what is not exact (PageRank, norms)
says so in the test.
"""

import json

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg
from scipy.sparse import csgraph

rng = np.random.default_rng(20240611)


def random_csr(m, n, count):
    """Entries at random places, some of them several times."""
    rows, columns = rng.integers(0, m, count), rng.integers(0, n, count)
    values = rng.integers(-16, 17, count) / 8
    return rows, columns, values, sp.csr_matrix((values, (rows, columns)), shape=(m, n))


def parts(a):
    a = sp.csr_matrix(a)
    a.sort_indices()
    return {"shape": list(a.shape), "rowStarts": a.indptr.tolist(), "columnIndices": a.indices.tolist(),
            "values": a.data.tolist()}


def case(m, k, n, count):
    rows, columns, values, a = random_csr(m, k, count)
    _, _, _, b = random_csr(k, n, count)
    _, _, _, other = random_csr(m, k, count // 2)
    x, y = rng.integers(-8, 9, k) / 4, rng.integers(-8, 9, m) / 4
    dense = rng.integers(-8, 9, (k, 5)) / 4
    left = rng.integers(-8, 9, (3, m)) / 4
    return {
        "rows": rows.tolist(), "columns": columns.tolist(), "entries": values.tolist(), "matrix": parts(a),
        "other": parts(other), "right": parts(b), "x": x.tolist(), "y": y.tolist(), "dense": dense.tolist(),
        "left": left.tolist(),
        "timesX": (a @ x).tolist(), "transposedTimesY": (a.T @ y).tolist(), "timesDense": (a @ dense).tolist(),
        "leftTimes": (left @ a).tolist(), "product": (a @ b).toarray().tolist(), "transposed": parts(a.T.tocsr()),
        "sum": (a + other).toarray().tolist(), "difference": (a - other).toarray().tolist(),
        "rowSums": np.asarray(a.sum(axis=1)).ravel().tolist(), "columnSums": np.asarray(a.sum(axis=0)).ravel().tolist(),
        "rowNorms": sp.linalg.norm(a, axis=1).tolist(), "diagonal": a.diagonal().tolist(),
    }


def graph():
    n = 12
    a = (rng.random((n, n)) < 0.25).astype(float)
    np.fill_diagonal(a, 0)
    a[n - 1] = 0  # a page without links
    links = sp.csr_matrix(a)
    undirected = sp.csr_matrix(np.maximum(a, a.T))
    # PageRank as the solution of its linear equations, without iteration.
    out = a.sum(axis=1)
    step = np.where(out[:, None] > 0, a / np.maximum(out, 1)[:, None], 1 / n)
    rank = np.linalg.solve(np.eye(n) - 0.85 * step.T, np.full(n, 0.15 / n))
    return {"links": parts(links), "pageRank": rank.tolist(), "undirected": parts(undirected),
            "laplacian": csgraph.laplacian(undirected).toarray().tolist()}


with open("sparse.json", "w") as file:
    json.dump({"cases": [case(7, 9, 5, 20), case(30, 1, 40, 25), case(1, 13, 8, 6), case(70, 200, 150, 400)],
               "graph": graph()}, file)
    file.write("\n")
