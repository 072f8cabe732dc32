"""Makes Sources/CElementwise/Coefficients.h: near-minimax polynomials for the elementwise functions, by mpmath.

Polynomials interpolate at Chebyshev nodes in 60 digits, which comes within a factor of about two of the minimax error.
Every line says the largest relative error of what it is used for, in exact arithmetic.

    python3 make_elementwise_coefficients.py > ../../../Sources/CElementwise/Coefficients.h
"""

from mpmath import mp, mpf, cos, pi, exp, log, tanh, erf, erfc, sqrt

mp.dps = 60


def polynomial(f, a, b, degree):
    """Coefficients, lowest power first, of the interpolant of f at the Chebyshev nodes of [a, b]."""
    n = degree + 1
    nodes = [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * k + 1) / (2 * n)) for k in range(n)]
    table = [f(x) for x in nodes]
    for level in range(1, n):  # divided differences
        for i in range(n - 1, level - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - level])
    result = [mpf(0)]
    for i in range(n - 1, -1, -1):  # Newton's form, expanded
        shifted = [mpf(0)] + result
        result = [s - nodes[i] * r for s, r in zip(shifted, result + [mpf(0)])]
        result[0] += table[i]
    return result[:n]


def value(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def rounded(coefficients, kind):
    if kind == "double":
        return [mpf(float(c)) for c in coefficients]
    import struct

    return [mpf(struct.unpack("f", struct.pack("f", float(c)))[0]) for c in coefficients]


def largest_error(approximation, exact, a, b, count=600):
    points = [a + (b - a) * (k + mpf(1) / 3) / count for k in range(count)]
    return max(abs(approximation(x) / exact(x) - 1) for x in points)


def emit(name, coefficients, kind, error):
    coefficients = rounded(coefficients, kind)
    suffix = "f" if kind == "float" else ""
    words = ", ".join((float(c).hex() + suffix) for c in coefficients)
    print(f"/* relative error {float(error):.1e} */")
    print(f"static const {kind} {name}[] = {{{words}}};\n")


def exponential(name, kind, degree, right=log(mpf(2)) / 2):
    """q with exp(r) = 1 + r + r²·q(r) for −log(2)/2 ≤ r ≤ right."""
    left, right = -log(mpf(2)) / 2 * mpf("1.0001"), right * mpf("1.0001")
    # The series, where the quotient would cancel.
    q = lambda r: (exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-15") else mpf(1) / 2 + r / 6
    c = polynomial(q, left, right, degree)
    d = rounded(c, kind)
    error = largest_error(lambda r: 1 + r + r * r * value(d, r), exp, left, right)
    emit(name, c, kind, error)


def logarithm(name, kind, degree):
    """L with log(1 + f) = 2s + s·z·L(z), s = f/(2 + f), z = s², for 1 + f in √½ … √2."""
    edge = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.0001")
    atanh2 = lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z if z > mpf("1e-20") else mpf(2) / 3
    c = polynomial(atanh2, mpf(0), edge, degree)
    d = rounded(c, kind)
    error = largest_error(
        lambda s: 2 * s + s**3 * value(d, s * s), lambda s: log((1 + s) / (1 - s)), mpf("0.0005"), sqrt(edge))
    emit(name, c, kind, error)


def logarithm_tail(name, degree):
    """T with log(1 + f) = 2s·(1 + z/3 + z²·T(z)): what pow adds in plain doubles to the two leading terms."""
    edge = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.0001")
    tail = lambda z: (
        (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) / 2 - 1 - z / 3) / z**2 if z > mpf("1e-12") else mpf(1) / 5)
    c = polynomial(tail, mpf(0), edge, degree)
    d = rounded(c, "double")
    error = largest_error(
        lambda s: 2 * s * (1 + s * s / 3 + s**4 * value(d, s * s)), lambda s: log((1 + s) / (1 - s)), mpf("0.0005"),
        sqrt(edge))
    emit(name, c, "double", error)


def error_function(name, kind, degree, tail_degree):
    """erf(x) = x·E(x²) for |x| ≤ 1, erfc(x) = exp(−x²)·C((x − 2)/(x + 2)) for 1 ≤ x ≤ 6."""
    e = lambda z: erf(sqrt(z)) / sqrt(z) if z > mpf("1e-40") else 2 / sqrt(pi)
    c = polynomial(e, mpf(0), mpf(1), degree)
    d = rounded(c, kind)
    emit(name, c, kind, largest_error(lambda z: value(d, z), e, mpf("1e-6"), mpf(1)))
    x_of = lambda u: 2 * (1 + u) / (1 - u)
    g = lambda u: erfc(x_of(u)) * exp(x_of(u) ** 2)
    a, b = mpf(-1) / 3, mpf(1) / 2
    c = polynomial(g, a, b, tail_degree)
    d = rounded(c, kind)
    emit(name + "Tail", c, kind, largest_error(lambda u: value(d, u), g, a, b))


def hyperbolic_tangent_table(degree):
    """tanh(c + t) in 32 pieces, four to a binade from 2⁻⁵ to 8, the first from 0 and the last to where tanh rounds to 1."""
    centres, columns, worst = [], [[] for _ in range(degree + 1)], mpf(0)
    for i in range(32):
        left = mpf(2) ** (i // 4 - 5) * (1 + mpf(i % 4) / 4)
        right = mpf(2) ** ((i + 1) // 4 - 5) * (1 + mpf((i + 1) % 4) / 4)
        if i == 0:
            centre, right = mpf(0), right * mpf("1.0001")
            h = lambda t: tanh(t) / t if t != 0 else mpf(1)
            c = [mpf(0)] + polynomial(h, mpf(0), right, degree - 1)
            left = mpf("1e-6")
        else:
            right = mpf("9.02") if i == 31 else right
            centre = rounded([(left + right) / 2], "float")[0]
            c = polynomial(lambda t: tanh(centre + t), left - centre, right - centre, degree)
        d = rounded(c, "float")
        # Without the rounding of the constant term, which is half a unit wherever it is not 0.
        d[0] = c[0]
        worst = max(worst, largest_error(lambda t: value(d, t), lambda t: tanh(centre + t), left - centre, right - centre, 60))
        centres.append(centre)
        for column, x in zip(columns, c):
            column.append(x)
    emit("tanhCentres", centres, "float", mpf(0))
    for k, column in enumerate(columns):
        emit(f"tanhPieces{k}", column, "float", worst)


def powers():
    """What pow takes from tables of 16: pieces of √½ … √2 for log, sixteenths for exp.

    Pieces are of equal width in the bits of a double, from 0.703125; the tenth is around 1. A number times its piece's
    inverse, less 1, is r: exact in a double, since the inverse has so few bits. log(m) = r − r²/2 + r³·Q(r) − log(inverse).
    """
    import struct

    number = lambda bits: mpf(struct.unpack("<d", struct.pack("<q", bits))[0])
    edges = [number(0x3FE6800000000000 + (i << 48)) for i in range(17)]
    inverses, widest = [], mpf(0)
    for a, b in zip(edges, edges[1:]):
        best = None
        for j in range(16, 64):
            inverse = mpf(j) / 32
            r = max(abs(a * inverse - 1), abs(b * inverse - 1))
            last_bit = mpf(2) ** ((-53 if a < 1 else -52) + (-4 if j % 2 == 0 else -5))
            is_exact = r < 2**53 * last_bit
            if is_exact and (inverse == 1 or not a < 1 < b) and (best is None or r < best[0]):
                best = (r, inverse)
        widest = max(widest, best[0])
        inverses.append(best[1])
    # Whole multiples of 2⁻⁴², as the first part of log(2) is: k·log(2) + log is exact.
    logs = [-log(inverse) for inverse in inverses]
    high = [mp.nint(x * 2**42) / 2**42 for x in logs]
    emit("powerInverses", inverses, "double", mpf(0))
    emit("powerLogs", high, "double", mpf(0))
    emit("powerLogTails", [x - y for x, y in zip(logs, high)], "double", mpf(0))
    edge = widest * mpf("1.0001")
    q = lambda r: (log(1 + r) - r + r * r / 2) / r**3 if abs(r) > mpf("1e-12") else mpf(1) / 3 - r / 4
    c = polynomial(q, -edge, edge, 9)
    d = rounded(c, "double")
    error = largest_error(lambda r: r - r * r / 2 + r**3 * value(d, r), lambda r: log(1 + r), -edge, edge, 601)
    emit("powerLog", c, "double", error)

    log2 = log(mpf(2))
    roots = [mpf(2) ** (mpf(i) / 16) for i in range(16)]
    emit("powerRoots", roots, "double", mpf(0))
    emit("powerRootTails", [x / mpf(float(x)) - 1 for x in roots], "double", mpf(0))
    edge = log2 / 32 * mpf("1.0001")
    e = lambda r: (exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-15") else mpf(1) / 2 + r / 6
    c = polynomial(e, -edge, edge, 5)
    d = rounded(c, "double")
    emit("powerExp", c, "double", largest_error(lambda r: 1 + r + r * r * value(d, r), exp, -edge, edge))

    # A Float's: log2(m) = r·L(r) − log2(inverse), 2^(s/16) = 1 + s·E(s).
    emit("powerLog2s", [x / log2 for x in logs], "double", mpf(0))
    edge = widest * mpf("1.0001")
    l = lambda r: log(1 + r) / log2 / r if abs(r) > mpf("1e-20") else 1 / log2
    c = polynomial(l, -edge, edge, 5)
    d = rounded(c, "double")
    emit("powerLog2", c, "double", largest_error(lambda r: value(d, r), l, -edge, edge, 601))
    half = mpf("0.50001")
    e = lambda s: (2 ** (s / 16) - 1) / s if abs(s) > mpf("1e-20") else log2 / 16
    c = polynomial(e, -half, half, 2)
    d = rounded(c, "double")
    emit("powerExp2", c, "double", largest_error(lambda s: 1 + s * value(d, s), lambda s: 2 ** (s / 16), -half, half))


print("/* Made by Tests/LabNumericsTests/Reference/make_elementwise_coefficients.py. */\n")
exponential("expDouble", "double", 9)
exponential("expFloat", "float", 5)
exponential("tanhDouble", "double", 10, mpf("0.51"))
exponential("tanhFloat", "float", 5, mpf("0.51"))
logarithm("logDouble", "double", 6)
logarithm("logFloat", "float", 3)
logarithm_tail("logTail", 7)
error_function("erfDouble", "double", 14, 22)
hyperbolic_tangent_table(5)
powers()
