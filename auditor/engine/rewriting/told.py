"""A suggestion in sentences, the same on the command line and on the screen; quotes nothing of a post."""

from __future__ import annotations

from auditor.engine.rewriting.model import Score, Single, Suggestion, SuggestionKind

_HEADLINES = {
    SuggestionKind.REWRITE: "A suggestion, with details made general",
    SuggestionKind.BIO: "A suggestion for the bio",
    SuggestionKind.REPLY: "A suggestion for an answer",
    SuggestionKind.DISCLOSURE: "A suggestion, with the tie said first",
    SuggestionKind.STATEMENT: "A suggestion, with a statement behind it",
}


def headline(suggestion: Suggestion) -> str:
    """What is offered, in a few words; says that it is a suggestion."""
    return _HEADLINES[suggestion.kind] if suggestion.text is not None else "No wording to suggest"


def score_words(score: Score) -> str:
    """`high, 82%`, or that nothing is found any more."""
    return "nothing found" if score.severity is None else f"{score.severity.value}, {score.confidence:.0%}"


def single_words(single: Single) -> str:
    """What leaving out one detail would do by itself."""
    if single.after.is_clear:
        return f"Without {single.name} alone this would be under the threshold."
    return f"No single detail is enough; {single.name} weighs most (without: {score_words(single.after)})."


def sentences(suggestion: Suggestion) -> tuple[str, ...]:
    """Everything to be said beside the text itself: the score, the room, the one detail, the remarks."""
    said: list[str] = []
    if suggestion.after is not None:
        said.append(f"Score: {score_words(suggestion.before)} before, {score_words(suggestion.after)} after.")
    if suggestion.text is not None and suggestion.remaining is not None and suggestion.remaining >= 0:
        said.append(f"{suggestion.length:,} characters; {suggestion.remaining:,} remain.")
    elif suggestion.text is not None and suggestion.remaining is not None:
        said.append(f"{suggestion.length:,} characters, as the post is longer than the usual limit already.")
    if suggestion.single is not None:
        said.append(single_words(suggestion.single))
    elif suggestion.kind is SuggestionKind.REWRITE and suggestion.after is not None:
        said.append("No single detail is enough.")
    return (*said, *suggestion.remarks)
