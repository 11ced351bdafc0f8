"""Puts spans in order and joins those of one type that overlap; knows nothing of what they hold."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model import Span, SpanType


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, without repeats; spans of one type that overlap become one."""
    joined: list[Span] = []
    last: dict[SpanType, int] = {}
    for span in sorted(set(spans), key=lambda s: (s.start, s.end, s.type.value)):
        place = last.get(span.type)
        if place is not None and span.start < joined[place].end:
            before = joined[place]
            joined[place] = Span(before.start, max(before.end, span.end), span.type)
        else:
            last[span.type] = len(joined)
            joined.append(span)
    return tuple(joined)
