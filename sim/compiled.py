"""How the model's arithmetic is compiled: strict IEEE, cached under a key of all its sources.

The compiler's own cache looks only at the file of the function it stores, so a week
that calls a rule in another file would survive an edit of that rule. The cache folder
is therefore named after a hash of every source that takes part in compiled code: edit
one and the next run compiles anew.

No fast-math and no contraction: a run must have the same bits alone and in a block
of lanes. ``error_model="numpy"`` makes division branch-free, so that loops over lanes
vectorise. The interpreter lock is released while compiled code runs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba._dispatcher import compute_fingerprint as _compute_fingerprint  # no public name (0.68)
from numba.core import config as _config
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.typing.typeof import Purpose
from numba.core.typing.typeof import typeof as _typeof
from platformdirs import user_cache_path

numba_config: Any = _config  # its settings are made when it is loaded
typeof: Any = _typeof  # neither of the two declares types of its own
compute_fingerprint: Any = _compute_fingerprint

F = TypeVar("F", bound=Callable[..., Any])

# Positions in arrays: a signed index would be tested for its sign in every loop.
unsigned: Any = np.uint64  # to the type checker, they are just whole numbers

PACKAGE = Path(__file__).parent
SOURCES = (
    "compiled.py",
    "arrays.py",
    "knobs",
    "week",
    "tally.py",
    "rules",
    "world/harm.py",
    "simulation/stretch.py",
)


class Unshared(CompilerBase):
    """The usual compiler, told that no two arrays given to a kernel share memory.

    Without that, loops over many arrays are not vectorised, or spend longer on comparing addresses
    than on arithmetic. Whoever calls a kernel sees to it that it holds.
    """

    def define_pipelines(self) -> list[Any]:
        self.state.flags.noalias = True
        passes: Any = DefaultPassBuilder
        return [passes.define_nopython_pipeline(self.state)]


@cache
def source_key() -> str:
    """Hash of every source that takes part in compiled code."""
    digest = hashlib.sha256()
    for name in SOURCES:
        place = PACKAGE / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.relative_to(PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> str:
    """Where compiled code of just these sources is kept.

    ``NUMBA_CACHE_DIR`` is respected as the place to put it.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    base = Path(chosen) if chosen else user_cache_path("stakeholder-sim")
    return str(base / f"compiled-{source_key()}")


STRICT: dict[str, Any] = {"error_model": "numpy", "nogil": True}
# Nobody calls from C, and taking in some hundred arrays is code that takes long to compile.
FOR_PYTHON: dict[str, Any] = {**STRICT, "no_cfunc_wrapper": True}
FOR_KERNELS: dict[str, Any] = {**FOR_PYTHON, "no_cpython_wrapper": True}
# Without reference counting, which took a third of a week's time: a kernel keeps no array.
KEEPS_NO_ARRAY: dict[str, Any] = {"_nrt": False, "pipeline_class": Unshared}


def kernel(function: F) -> F:
    """Compile a function that Python calls, and keep the result on disk. It can make no array of its own."""
    previous = numba_config.CACHE_DIR  # the compiler reads it while it decorates
    numba_config.CACHE_DIR = cache_folder()
    try:
        njit: Any = numba.njit  # whose declared type does not tell of _nrt
        return cast(F, njit(cache=True, **KEEPS_NO_ARRAY, **FOR_PYTHON)(function))
    finally:
        numba_config.CACHE_DIR = previous


def step(function: F) -> F:
    """Compile a function that only kernels call, with code of its own; it is kept with theirs.

    A third of what compiling a week took went into letting Python call each of its steps.
    """
    njit: Any = numba.njit
    return cast(F, njit(**KEEPS_NO_ARRAY, **FOR_KERNELS)(function))


def settled(function: F, *arguments: Any) -> F:
    """A kernel's machine code for arguments of just these types, to be called without looking at them again.

    Numba looks at the type of every array at every call: 27 us for the 128 arrays of a week, a tenth of a
    pair's week, where handing over the arrays themselves takes 2 us. Whoever calls the result sees to it
    that types, dimensions and memory layouts stay those of ``arguments``; nothing else would tell.
    """
    key = (function, types_of(arguments))
    if key not in _settled:
        compile_for = getattr(function, "compile", None)  # plain Python has none
        types = tuple(typeof(each, Purpose.argument) for each in arguments)
        _settled[key] = function if compile_for is None else compile_for(types)
    return cast(F, _settled[key])


def types_of(arguments: tuple[Any, ...]) -> bytes:
    """Types, dimensions and memory layouts, as numba itself tells arguments apart."""
    return cast(bytes, compute_fingerprint(arguments))


_settled: dict[tuple[Any, bytes], Any] = {}


def rule(function: F) -> F:
    """Compile a rule that kernels call; it becomes part of them, so it needs no cache of its own."""
    return cast(F, numba.njit(**FOR_PYTHON)(function))


def in_python(function: F) -> F:
    """A rule as plain Python, for where it is called too seldom to be worth compiling for."""
    return cast(F, getattr(function, "py_func", function))


def part(function: F) -> F:
    """Compile a part of a kernel, written out where it is called.

    Handing over many arrays costs more than the arithmetic on one strip.
    """
    return cast(F, numba.njit(inline="always", **FOR_KERNELS)(function))
