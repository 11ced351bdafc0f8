"""Contrast of every colour that carries text, measured as WCAG 2.2 does."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from auditor.tui.themes import THEMES, following

ON_BACKGROUND = (
    *(f"severity-{name}" for name in ("critical", "high", "medium", "low", "info")),
    "quiet",
    "footer-key-foreground",
)


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in Color.parse(colour).rgb)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    least = 7.0 if theme.name == "audit-contrast" else 4.5
    pairs = [
        (theme.variables[name], ground)
        for name in ON_BACKGROUND
        for ground in (theme.background, theme.panel)
    ]
    pairs += [
        (colour, theme.background) for colour in (theme.foreground, theme.primary, theme.accent, theme.error)
    ]
    pairs += [
        (theme.variables["cursor-foreground"], theme.variables["cursor-background"]),
        (theme.foreground, theme.variables["cursor-blurred"]),
        (theme.variables["span-foreground"], theme.variables["span-background"]),
    ]
    poor = [(one, other, round(ratio(one, other), 1)) for one, other in pairs if ratio(one, other) < least]
    assert not poor


def test_every_theme_names_the_same_variables() -> None:
    assert len({frozenset(theme.variables) for theme in THEMES}) == 1


def test_the_theme_after_the_last_is_the_first() -> None:
    assert following(THEMES[-1].name) == THEMES[0].name
    assert following("no such theme") == THEMES[0].name
