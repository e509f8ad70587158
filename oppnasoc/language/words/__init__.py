"""Swedish words: their lemmas and parts, for search. See ``terms``."""

from .terms import ANALYSER, Term, analyse, fold, stem, words_in

__all__ = ["ANALYSER", "Term", "analyse", "fold", "stem", "words_in"]
