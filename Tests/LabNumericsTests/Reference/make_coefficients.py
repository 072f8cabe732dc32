"""Prints the tables of coefficients that stand in Sources/LabNumerics, from their definitions.

Run `python3 make_coefficients.py`. Written with mpmath 1.3.0, 60 digits.
"""

from fractions import Fraction

from mpmath import bernoulli, erfc, exp, mp, mpf, zeta

mp.dps = 60


def show(name, values):
    print(name + ": [")
    for value in values:
        print(f"  {float(value)!r},")
    print("]")


# StirlingError.swift: B(2k) / (2k·(2k − 1)).
show("Stirling", [bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 9)])

# LogGammaRatio.swift: (−1)ᵏ·(ζ(k) − 1)/k from k = 2.
show("zeta", [(-1) ** k * (zeta(k) - 1) / k for k in range(2, 30)])


# Erfcx.swift: (1 + 2z)·erfcx(z) as a Chebyshev sum over w = 2t − 1, t = 3/(3 + z).
def scaled(w):
    t = (w + 1) / 2
    if t < mpf(10) ** -8:
        return 2 / mp.sqrt(mp.pi) * (1 + (t / 3) / 2)
    z = 3 / t - 3
    if z > 30:  # the asymptotic series is far below 60 digits' cost and beyond 25 digits here
        total, term = mpf(1), mpf(1)
        for n in range(1, 60):
            term *= -(2 * n - 1) / (2 * z * z)
            total += term
        return (1 + 2 * z) * total / (z * mp.sqrt(mp.pi))
    return (1 + 2 * z) * exp(z * z) * erfc(z)


N = 40
nodes = [mp.cos(mp.pi * (j + mpf(1) / 2) / N) for j in range(N)]
values = [scaled(w) for w in nodes]
coefficients = [
    2 * sum(v * mp.cos(mp.pi * i * (j + mpf(1) / 2) / N) for j, v in enumerate(values)) / N for i in range(N)
]
coefficients[0] /= 2
show("erfcx", [c for c in coefficients if abs(c) > mpf(10) ** -19])

# TemmeExpansion.swift: the power series in η of Temme's c_k, DLMF 8.12.8–8.12.12.
ORDER = 40
m = [Fraction(0), Fraction(1)]  # μ(η), from μ·μ' = η·(1 + μ)
for i in range(2, ORDER + 2):
    # coefficient of ηⁱ in μ·μ' is Σ m_j (i + 1 − j) m_{i+1−j}, and must be m_{i−1}
    rest = sum(m[j] * (i + 1 - j) * m[i + 1 - j] for j in range(2, i))
    m.append((m[i - 1] - rest) / (i + 1))
inverse = [Fraction(1)]  # η/μ
for i in range(1, ORDER):
    inverse.append(-sum(m[j + 1] * inverse[i - j] for j in range(1, i + 1)))
stirling = [Fraction(1)]  # g of Γ(z) ~ √(2π/z)·(z/e)ᶻ·Σ g_k/zᵏ: the exponential of the Stirling series
logs = [Fraction(0)] * 12
for k in range(1, 6):
    numerator, denominator = mp.bernfrac(2 * k)
    logs[2 * k - 1] = Fraction(int(numerator), int(denominator)) / (2 * k * (2 * k - 1))
for k in range(1, 10):
    stirling.append(sum(j * logs[j] * stirling[k - j] for j in range(1, k + 1)) / k)
row = inverse[1:]  # c_0 = 1/μ − 1/η
rows = [row]
for k in range(1, 7):
    derivative = [(i + 1) * row[i + 1] for i in range(len(row) - 1)]  # times 1/η: shift by one
    pole = [(-1) ** k * stirling[k] * c for c in inverse]  # g_k/μ = g_k·(η/μ)/η
    assert derivative[0] + pole[0] == 0
    row = [derivative[i + 1] + pole[i + 1] for i in range(len(derivative) - 1)]
    rows.append(row)
for k, row in enumerate(rows):
    show(f"c{k}", row[: 17 - 2 * k])
