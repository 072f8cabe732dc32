"""Writes reference.json, the golden values of GoldenValuesTests.swift.

Run `python3 make_reference.py` in this folder. Written with NumPy 2.4.6 and SciPy 1.17.1. The inputs are small multiples
of 1/8, exact in Float and Double, from NumPy's PCG64 with a fixed seed.
"""

import json

import numpy as np
import scipy.linalg as sl

generator = np.random.default_rng(20240501)


def eighths(*shape):
    return generator.integers(-40, 41, shape) / 8


def square(n):
    a, b = eighths(n, n) + np.diag(generator.choice([-4, 4], n)), eighths(n)
    p, l, u = sl.lu(a)
    sign, log = np.linalg.slogdet(a)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "solution": np.linalg.solve(a, b).tolist(),
        "inverse": np.linalg.inv(a).tolist(),
        "permutation": p.argmax(axis=0).tolist(),
        "lower": l.tolist(),
        "upper": u.tolist(),
        "determinant": np.linalg.det(a),
        "sign": sign,
        "logDeterminant": log,
        "condition": np.linalg.cond(a),
        "oneNorm": np.linalg.norm(a, 1),
        "infinityNorm": np.linalg.norm(a, np.inf),
        "frobeniusNorm": np.linalg.norm(a),
        "twoNorm": np.linalg.norm(a, 2),
    }


def positive(n):
    x = eighths(n + 3, n)
    a, b = x.T @ x, eighths(n)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "lower": np.linalg.cholesky(a).tolist(),
        "solution": sl.cho_solve(sl.cho_factor(a), b).tolist(),
        "eigenvalues": np.linalg.eigvalsh(a).tolist(),
        "condition": np.linalg.cond(a),
    }


def rectangular(m, n, rank):
    a = eighths(m, n) if rank == min(m, n) else eighths(m, rank) @ generator.integers(-3, 4, (rank, n))
    b = eighths(m)
    x = sl.lstsq(a, b)[0]
    values = np.linalg.svd(a, compute_uv=False)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "leastSquares": x.tolist(),
        "residualNorm": np.linalg.norm(a @ x - b),
        "rank": int(np.linalg.matrix_rank(a)),
        "singularValues": values.tolist(),
        "condition": values[0] / values[rank - 1],
        "pseudoInverse": np.linalg.pinv(a).tolist(),
        "absoluteR": abs(np.linalg.qr(a)[1]).tolist(),
        "gram": (a.T @ a).tolist(),
    }


def general(n, scale):
    a = eighths(n, n) * scale
    values = np.linalg.eigvals(a)
    values = values[np.lexsort((values.imag, values.real))]
    return {
        "a": a.tolist(),
        "exponential": sl.expm(a).tolist(),
        "eigenvaluesReal": values.real.tolist(),
        "eigenvaluesImaginary": values.imag.tolist(),
        "eigenvectorCondition": np.linalg.cond(np.linalg.eig(a)[1]),
    }


reference = {
    "square": [square(n) for n in (1, 2, 3, 5, 8)],
    "positiveDefinite": [positive(n) for n in (1, 2, 3, 5, 8)],
    "rectangular": [rectangular(*s) for s in [(1, 1, 1), (5, 3, 3), (3, 5, 3), (7, 4, 4), (6, 5, 2), (4, 7, 3)]],
    "general": [general(*s) for s in [(1, 1), (2, 1), (3, 1 / 8), (5, 1 / 4), (8, 1 / 2), (6, 1 / 1024), (4, 1 / 32)]],
}

with open("reference.json", "w") as file:
    json.dump(reference, file, indent=1)
    file.write("\n")
