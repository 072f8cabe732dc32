"""NumPy and SciPy, asked by `numerics`: one JSON object a line on stdin, one on stdout.

    {"ask": "versions"}
    {"ask": "load", "name": "a", "path": "/tmp/a", "shape": [8, 8], "type": "float64"}
    {"ask": "time", "statement": "a @ b", "repeats": 1000}     seconds for all repeats
    {"ask": "value", "statement": "abs(a @ b).sum()"}          to compare the results with
    {"ask": "memory", "statement": "np.linalg.qr(a)"}          bytes above what was resident before

What is timed is the statement alone, in timeit's loop, without the collector of garbage.
"""

import ctypes
import json
import sys
import timeit

import numpy as np
import scipy
import scipy.linalg
import scipy.sparse
import threadpoolctl

names = {"np": np, "sl": scipy.linalg, "ss": scipy.sparse}


def resident(field):
    """VmRSS or VmHWM (the peak) of this process in bytes."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def peak(statement):
    code = compile(statement, "statement", "exec")
    for _ in range(2):  # the interpreter's own pages that this touches are resident the second time
        ctypes.CDLL(None).malloc_trim(0)  # what is free already must not hide what is needed
        before = resident("VmRSS")
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # the peak starts again from what is resident now
    exec(code, names)
    return resident("VmHWM") - before


def answer(request):
    match request["ask"]:
        case "versions":
            libraries = threadpoolctl.threadpool_info()
            return {
                "versions": f"NumPy {np.__version__}, SciPy {scipy.__version__}",
                "blas": sorted({f'{library["internal_api"]} {library["version"]}' for library in libraries}),
                "threads": max(library["num_threads"] for library in libraries),
            }
        case "load":
            elements = np.fromfile(request["path"], dtype=request["type"])
            names[request["name"]] = elements.reshape(request["shape"])
            return {}
        case "time":
            return {"seconds": timeit.Timer(request["statement"], globals=names).timeit(request["repeats"])}
        case "value":
            return {"value": float(eval(request["statement"], names))}
        case "memory":
            return {"bytes": peak(request["statement"])}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
