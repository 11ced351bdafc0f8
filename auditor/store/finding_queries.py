"""A filter and an order over findings as SQL. Runs nothing itself."""

from __future__ import annotations

from auditor.model import FindingFilter, FindingOrder
from auditor.store import words

Parameters = list[str | int | float | bytes | None]

ORDERS = {
    FindingOrder.SEVERITY: "f.severity DESC, f.created_at DESC, f.id",
    FindingOrder.NEWEST: "f.created_at DESC, f.severity DESC, f.id",
    FindingOrder.OLDEST: "f.created_at IS NULL, f.created_at, f.severity DESC, f.id",
    FindingOrder.ACCOUNT: (
        "(SELECT a.platform || ' ' || a.handle_key FROM accounts a WHERE a.id = f.account_id),"
        " f.account_id, f.severity DESC, f.created_at DESC, f.id"
    ),
    FindingOrder.CATEGORY: (
        "CASE f.category WHEN 'phi' THEN 0 WHEN 'advice' THEN 1 WHEN 'disclaimer' THEN 2 WHEN 'coi' THEN 3"
        " WHEN 'mixing' THEN 4 ELSE 5 END, f.severity DESC, f.created_at DESC, f.id"
    ),
}

_IN_BIO = (
    "f.item_id IS NULL AND f.account_id IN"
    " (SELECT a.id FROM accounts a JOIN profiles p ON p.id = a.profile_id WHERE p.bio LIKE ? ESCAPE '\\')"
)
_BY_INDEX = (
    "f.item_id IN (SELECT rowid FROM items_text WHERE items_text MATCH ?)"
    " OR f.id IN (SELECT rowid FROM findings_text WHERE findings_text MATCH ?)"
)
_BY_SCAN = (
    "f.item_id IN (SELECT i.id FROM items i WHERE i.text LIKE ? ESCAPE '\\') OR f.reason LIKE ? ESCAPE '\\'"
)


def where(filter: FindingFilter) -> tuple[str, Parameters]:
    """The condition on `findings f`, and what to bind."""
    conditions: list[str] = []
    parameters: Parameters = []
    if filter.status is not None:
        conditions.append("f.status = ?")
        parameters.append(filter.status.value)
    if filter.min_severity.rank > 0:
        conditions.append("f.severity >= ?")
        parameters.append(filter.min_severity.rank)
    for column, wanted in (
        ("f.category", sorted(one.value for one in filter.categories)),
        ("f.account_id", sorted(filter.account_ids)),
    ):
        if wanted:
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            parameters.extend(wanted)
    for word in words.split(filter.text):
        condition, bound = _word(word)
        conditions.append(condition)
        parameters.extend(bound)
    return " AND ".join(conditions) or "1", parameters


def _word(word: str) -> tuple[str, list[str]]:
    pattern = words.like(word)
    text, needle = (_BY_INDEX, words.match(word)) if words.is_indexed(word) else (_BY_SCAN, pattern)
    return f"({text} OR ({_IN_BIO}))", [needle, needle, pattern]
