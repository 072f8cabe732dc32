"""Roots of the functions in Checks.swift to 20 digits, by mpmath; written to reference.json."""

import json
from pathlib import Path

from mpmath import cos, exp, findroot, log, mp, mpf, nstr, sin

mp.dps = 50
functions = {
    "cos x - x": (lambda x: cos(x) - x, 0, 1),
    "x*exp(x) - 1": (lambda x: x * exp(x) - 1, 0, 1),
    "x + log x": (lambda x: x + log(x), mpf("0.1"), 3),
    "x - 0.9*sin x - 1": (lambda x: x - mpf(0.9) * sin(x) - 1, 0, 4),
    "x^3 - 2*x + 2": (lambda x: x**3 - 2 * x + 2, -3, 3),
    "x^3 - 3*x + 1": (lambda x: x**3 - 3 * x + 1, 1, 5),
}

roots = {}
for name, (f, a, b) in functions.items():
    root = findroot(f, (a, b), solver="anderson", tol=mpf(10) ** -90)
    assert a < root < b and abs(f(root)) < mpf(10) ** -45
    delta = mpf(10) ** -30
    assert f(root - delta) * f(root + delta) < 0
    roots[name] = nstr(root, 20)
Path(__file__).with_name("reference.json").write_text(json.dumps(roots, indent=1) + "\n", encoding="utf-8")
