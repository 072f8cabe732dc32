"""NumPy and SciPy as a contender of `mllab bench`: requests line by line on stdin, answers on stdout.

    prepare gemm 64 double   ->  ready RATIO DIGEST SECONDS | failed WORDS
    sample 20                ->  seconds S      of 20 calls together
    versions                 ->  who computes, in words

The problems, the residual ratios and the digests are those of Sources/mllab-kernels/Problem.swift, computed here by
NumPy itself. Every kernel is called as a user of NumPy writes it, into memory that is there already where NumPy can.
"""

import sys
import time
import warnings

import numpy as np
import scipy
import scipy.linalg

ALPHA = 0.5
U64 = np.uint64


def numbers(count, stream, dtype=np.float64):
    """Numbers over -1 ..< 1 by SplitMix64's output function on stream and index."""
    index = np.arange(1, count + 1, dtype=U64)
    with np.errstate(over="ignore"):
        z = (U64(stream << 40) + index) * U64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
        z ^= z >> U64(31)
    return ((z >> U64(11)).astype(np.float64) * 2.0**-52 - 1).astype(dtype)


def operands(kernel, n, dtype):
    if kernel in ("dot", "axpy"):
        return numbers(n, 1, dtype), numbers(n, 2, dtype)
    a = numbers(n * n, 1, dtype).reshape(n, n)
    if kernel == "gemv":
        return a, numbers(n, 2, dtype)
    if kernel == "gemm":
        return a, numbers(n * n, 2, dtype).reshape(n, n)
    if kernel == "trsm":
        l = np.tril(a, -1) / dtype(n) + np.diag(np.diag(a) + dtype(2))
        return l, numbers(n * n, 2, dtype).reshape(n, n)
    if kernel in ("cholesky", "eigh"):
        a = np.tril(a) + np.tril(a, -1).T
        if kernel == "cholesky":
            a += dtype(n + 1) * np.eye(n, dtype=dtype)
    return np.ascontiguousarray(a), None


class Contest:
    """A kernel on one problem: `call()` computes, `judge()` gives ratio and digest of the last answer."""

    def __init__(self, kernel, n, dtype):
        self.n, self.unit = n, n * np.finfo(dtype).eps
        self.first, self.second = operands(kernel, n, dtype)
        self.a = self.first.astype(np.float64)
        self.b = None if self.second is None else self.second.astype(np.float64)
        self.v = numbers(n, 3)
        self.answer = None
        self.call, self.judge = getattr(self, kernel)(dtype)

    def ratio(self, residual, scale):
        return np.linalg.norm(residual) / (self.unit * scale)

    def orthogonality(self, q):
        return self.ratio(q.T @ (q @ self.v) - self.v, np.linalg.norm(self.v))

    def dot(self, dtype):
        def call():
            self.answer = np.dot(self.first, self.second)

        def judge():
            products = self.a * self.b
            return abs(self.answer - products.sum()) / (self.unit * np.abs(products).sum()), float(self.answer)

        return call, judge

    def axpy(self, dtype):
        y = self.second.copy()
        alpha = dtype(ALPHA)

        def call():
            np.add(y, alpha * self.first, out=y)

        def judge():
            scale = np.linalg.norm(self.a) + np.linalg.norm(self.b)
            return self.ratio(y - (ALPHA * self.a + self.b), scale), np.abs(y).sum(dtype=np.float64)

        return call, judge

    def gemv(self, dtype):
        y = np.empty(self.n, dtype)

        def call():
            np.matmul(self.first, self.second, out=y)

        def judge():
            scale = np.linalg.norm(self.a) * np.linalg.norm(self.b)
            return self.ratio(y - self.a @ self.b, scale), np.abs(y).sum(dtype=np.float64)

        return call, judge

    def _product(self, dtype, left, right, exact, scale):
        c = np.empty((self.n, self.n), dtype)

        def call():
            np.matmul(left, right, out=c)

        def judge():
            return (
                self.ratio(c.astype(np.float64) @ self.v - exact(), scale() * np.linalg.norm(self.v)),
                np.abs(c).sum(dtype=np.float64),
            )

        return call, judge

    def gemm(self, dtype):
        return self._product(
            dtype,
            self.first,
            self.second,
            lambda: self.a @ (self.b @ self.v),
            lambda: np.linalg.norm(self.a) * np.linalg.norm(self.b),
        )

    def syrk(self, dtype):
        return self._product(
            dtype, self.first, self.first.T, lambda: self.a @ (self.a.T @ self.v), lambda: np.linalg.norm(self.a) ** 2
        )

    def trsm(self, dtype):
        def call():
            self.answer = scipy.linalg.solve_triangular(self.first, self.second, lower=True)

        def judge():
            x = self.answer.astype(np.float64)
            scale = np.linalg.norm(self.a) * np.linalg.norm(x) * np.linalg.norm(self.v)
            return self.ratio(self.a @ (x @ self.v) - self.b @ self.v, scale), np.abs(x).sum()

        return call, judge

    def lu(self, dtype):
        def call():
            self.answer = scipy.linalg.lu_factor(self.first)

        def judge():
            factors, swaps = self.answer
            factors = factors.astype(np.float64)
            l, u = np.tril(factors, -1) + np.eye(self.n), np.triu(factors)
            permuted = self.a @ self.v
            for row, other in enumerate(swaps):
                permuted[[row, other]] = permuted[[other, row]]
            scale = np.linalg.norm(l) * np.linalg.norm(u) * np.linalg.norm(self.v)
            return self.ratio(l @ (u @ self.v) - permuted, scale), np.log(np.abs(np.diag(u))).sum()

        return call, judge

    def cholesky(self, dtype):
        def call():
            self.answer = np.linalg.cholesky(self.first)

        def judge():
            l = self.answer.astype(np.float64)
            scale = np.linalg.norm(self.a) * np.linalg.norm(self.v)
            return self.ratio(l @ (l.T @ self.v) - self.a @ self.v, scale), np.log(np.diag(l)).sum()

        return call, judge

    def qr(self, dtype):
        def call():
            self.answer = scipy.linalg.qr(self.first, mode="raw")

        def judge():
            (reflections, tau), r = self.answer
            generate = scipy.linalg.get_lapack_funcs("orgqr", (reflections,))
            q = generate(reflections, tau)[0].astype(np.float64)
            r = np.triu(r).astype(np.float64)
            scale = np.linalg.norm(self.a) * np.linalg.norm(self.v)
            factors = self.ratio(q @ (r @ self.v) - self.a @ self.v, scale)
            return max(factors, self.orthogonality(q)), np.log(np.abs(np.diag(r))).sum()

        return call, judge

    def svd(self, dtype):
        def call():
            self.answer = np.linalg.svd(self.first, full_matrices=False)

        def judge():
            u, s, vt = (part.astype(np.float64) for part in self.answer)
            scale = np.linalg.norm(self.a) * np.linalg.norm(self.v)
            factors = self.ratio(u @ (s * (vt @ self.v)) - self.a @ self.v, scale)
            return max(factors, self.orthogonality(u), self.orthogonality(vt)), s.sum()

        return call, judge

    def eigh(self, dtype):
        def call():
            self.answer = np.linalg.eigh(self.first)

        def judge():
            values, vectors = (part.astype(np.float64) for part in self.answer)
            scale = np.linalg.norm(self.a) * np.linalg.norm(self.v)
            factors = self.ratio(vectors @ (values * (vectors.T @ self.v)) - self.a @ self.v, scale)
            return max(factors, self.orthogonality(vectors)), np.abs(values).sum()

        return call, judge


def seconds(call, repeats):
    loop = range(repeats)
    start = time.perf_counter()
    for _ in loop:
        call()
    return time.perf_counter() - start


def seconds_of_a_call(call):
    """From as many calls as last 200 µs."""
    repeats = 1
    while True:
        taken = seconds(call, repeats)
        if taken >= 200e-6:
            return taken / repeats
        repeats *= 4


def versions():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"NumPy {np.__version__} and SciPy {scipy.__version__} with {blas['name']} {blas['version']}"


def main():
    contest = None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "prepare":
                dtype = {"double": np.float64, "float": np.float32}[words[3]]
                contest = None  # its memory goes before the new one's comes
                contest = Contest(words[1], int(words[2]), dtype)
                contest.call()
                ratio, digest = contest.judge()
                answer = f"ready {float(ratio)!r} {float(digest)!r} {seconds_of_a_call(contest.call)!r}"
            elif words[0] == "sample":
                answer = f"seconds {seconds(contest.call, int(words[1]))!r}"
            elif words[0] == "versions":
                answer = versions()
            else:
                answer = f"failed it does not understand {words[0]}"
        except Exception as error:  # one problem's trouble; the next may do
            answer = f"failed {type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


main()
