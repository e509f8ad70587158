"""Swedish words: their lemmas and parts, for search. See ``terms``."""

from .stemming import stem
from .terms import ANALYSER, Term, analyse, fold, words_in

__all__ = ["ANALYSER", "Term", "analyse", "fold", "stem", "words_in"]
