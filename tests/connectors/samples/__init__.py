"""One sample or more of every export format that the registry knows, one module a platform.

A new importer adds its module with a tuple `SAMPLES`; the contract's tests fail until it does.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.connectors.sample import Sample

SAMPLES: tuple[Sample, ...] = tuple(
    sample
    for module in sorted(iter_modules(__path__), key=lambda module: module.name)
    for sample in import_module(f"{__name__}.{module.name}").SAMPLES
)
