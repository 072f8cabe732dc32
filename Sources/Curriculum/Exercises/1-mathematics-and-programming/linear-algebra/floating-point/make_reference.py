"""(1 − cos x)/x² at Doubles where the formula as written cancels, to 20 digits; written to reference.json."""

import json
from pathlib import Path

from mpmath import cos, mp, mpf, nstr, sin

mp.dps = 400  # 1 − cos(1e-150) cancels 300 digits
points = [1e-150, 1e-8, 3e-5, 1e-4, 9e-4, 1e-2, 1.0, -2.0, 3.1415, 3.141592653589793, 6.283185307179586, 12.5, 1000.0]


def ratio(x):
    x = mpf(x)
    value = (1 - cos(x)) / x**2
    assert abs(value / (2 * (sin(x / 2) / x) ** 2) - 1) < mpf(10) ** -60
    return value


values = [[x, nstr(ratio(x), 20)] for x in points]
Path(__file__).with_name("reference.json").write_text(
    json.dumps({"versineRatio": values}, indent=1) + "\n", encoding="utf-8")
