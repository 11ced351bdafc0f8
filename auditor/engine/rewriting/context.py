"""What stands around a detail: the words that a more general wording has to take along or agree with.

Knows a little grammar; knows nothing of identifiers.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.engine.patterns import lazy
from auditor.engine.rewriting.model import Edit
from auditor.engine.words import listed

_REACH = 60
_DETERMINER = r"(?:the|a|an|our|my|your|his|her|their|this|that|another|one|some|same|every)"
_ADJECTIVE = r"(?:(?:local|retired|former|old|late|ex|poor|lovely|favou?rite|dear|little|own|whole|big|new) )"
_DETERMINED = lazy(rf"\b{_DETERMINER} {_ADJECTIVE}{{0,2}}$")
_DESCRIBED = lazy(r"\b(?:the|an?|our|my|your|his|her|their|this|that) (?:[\w-]+ ){1,3}$")
_PREPOSED = lazy(
    r"\b(in|at|on|to|into|onto|inside|from|out of|of|off|near|by|around|outside|through|via|past|across|after"
    r"|before|during|since|until|till|til|for|with|over|under|behind|following)"
    rf"(?: {_DETERMINER})?(?: {_ADJECTIVE}{{0,2}})? ?$"
)
_NEXT_WORD = lazy(r"[ -]([a-z][a-z'-]*)")
_CLAUSE = lazy(r"[.,;:!?\n()]| (?:and|but|then|while|so|because|when|-) ")
_LONGEST_CLAUSE = 120
_FOLLOW = listed(
    "a an the and or but so then than as if when while who whom whose that which from in on at to into of"
    " off for with without by near after before during since until is was are were be been being has had"
    " have having does did do can could will would should may might must came come comes went goes got"
    " gets getting walked walks arrived arrives presented presents presenting told tells said says asked"
    " asks died dies passed lives lived still never always just now today tonight yesterday again here"
    " there this these those he she it they we i you his her its their our my your not no also too both"
    " all where what because"
)
"""Words that follow a noun and are none themselves: before them a description stands alone."""


@dataclass(frozen=True, slots=True)
class Context:
    """A detail's place in a normalised text, with its neighbourhood in lower case."""

    value: str
    folded: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        """The detail, lower-cased."""
        return self.folded[self.start : self.end]

    @property
    def left(self) -> str:
        """What stands before it, lower-cased."""
        return self.folded[max(0, self.start - _REACH) : self.start]

    @property
    def right(self) -> str:
        """What stands behind it, lower-cased."""
        return self.folded[self.end : self.end + _REACH]

    @property
    def opens_sentence(self) -> bool:
        """Whether a sentence begins with it."""
        before = self.left.rstrip(" \"'(*-")
        return not before or before[-1] in ".!?\n:"

    @property
    def is_before_noun(self) -> bool:
        """Whether it describes a noun that follows, rather than standing for one."""
        following = _NEXT_WORD.match(self.right)
        return following is not None and following.group(1).split("'")[0] not in _FOLLOW

    @property
    def preposition(self) -> str:
        """The preposition that governs it, articles between left aside; empty where there is none."""
        found = _PREPOSED.search(self.left)
        return found.group(1) if found else ""

    @property
    def is_determined(self) -> bool:
        """Whether an article or the like stands right before it."""
        return _DETERMINED.search(self.left) is not None

    @property
    def is_described(self) -> bool:
        """Whether other words stand between it and its article: `a retired local` before `teacher`."""
        return not self.is_determined and _DESCRIBED.search(self.left) is not None

    def edit(self, text: str, *, until: int | None = None) -> Edit:
        """Replace the detail alone, or up to `until`."""
        return Edit(self.start, self.end if until is None else until, text)

    def with_determiner(self, text: str) -> Edit:
        """Replace it together with its article and such adjectives as `local`."""
        found = _DETERMINED.search(self.left)
        return Edit(self.start - (len(found.group()) if found else 0), self.end, text)

    def with_preposition(self, text: str) -> Edit:
        """Replace it together with its preposition and article."""
        found = _PREPOSED.search(self.left)
        return Edit(self.start - (len(found.group()) if found else 0), self.end, text)

    def clause_end(self, start: int) -> int:
        """Where the clause that goes on at `start` ends, bounded."""
        found = _CLAUSE.search(self.folded, start, start + _LONGEST_CLAUSE)
        return found.start() if found else min(len(self.folded), start + _LONGEST_CLAUSE)
