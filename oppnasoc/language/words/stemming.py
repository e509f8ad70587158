"""Snowball's Swedish stemmer, without the thirty other languages that come with it.

The package loads every language it has, 10 MB and a fifth of a second; its Swedish module needs
two others only. So the folder is opened as a package of another name, which leaves the rest out.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache, lru_cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any

SHORTEST = 3  # letters that a stem has at least
_NAME = "oppnasoc_snowball"


@cache
def _stemmer() -> Any:
    spec = find_spec("snowballstemmer")
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError("snowballstemmer is not installed")
    package = ModuleType(_NAME)
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules[_NAME] = package
    return importlib.import_module(f"{_NAME}.swedish_stemmer").SwedishStemmer()


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A word in lower case without its ending; never shorter than ``SHORTEST`` letters."""
    found: str = _stemmer().stemWord(word)
    return found if len(found) >= SHORTEST else word
