"""Which rules a circumstance stands beside that tells of nobody by itself, such as a death.

Names rules only; reads nothing.
"""

from __future__ import annotations

WHAT_TELLS_WHO = tuple(
    f"phi/{name}"
    for name in (
        *("mosaic", "name", "review-reply", "news-event", "public-figure", "unique", "age-90", "date", "geo"),
        *("live-care", "patient-page", "success-story", "colleague-patient", "record-artifact", "contact"),
        *("id-number", "url", "zip"),
    )
)
"""It goes into the first of these that found something."""
