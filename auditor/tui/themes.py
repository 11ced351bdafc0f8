"""The three themes: dark, light, high contrast. Colours live here only; every other file names a variable.

Contrast of text on its background is at least 4.5 to 1 in dark and light, 7 to 1 in high contrast (WCAG 2.2,
1.4.3 and 1.4.6); `tests/tui/test_themes.py` measures it.
"""

from __future__ import annotations

from textual.theme import Theme

THEMES: tuple[Theme, ...] = (
    Theme(
        name="audit-dark",
        primary="#7cb7d4",
        secondary="#8aa4b8",
        accent="#e6c07b",
        warning="#e6b450",
        error="#ff7b72",
        success="#7ec699",
        foreground="#e3e6e8",
        background="#14181c",
        surface="#1b2126",
        panel="#262e35",
        dark=True,
        variables={
            "severity-critical": "#ff8a80",
            "severity-high": "#ffb074",
            "severity-medium": "#f0d58a",
            "severity-low": "#9cc9e6",
            "severity-info": "#a9b4bd",
            "span-background": "#5a4a1e",
            "span-foreground": "#fff1c9",
            "cursor-background": "#2f5068",
            "cursor-foreground": "#ffffff",
            "cursor-blurred": "#2a343c",
            "quiet": "#9aa5ae",
            "footer-key-foreground": "#e6c07b",
            "border": "#7cb7d4",
            "border-blurred": "#4a5560",
            "input-selection-background": "#2f5068",
            "block-cursor-background": "#2f5068",
            "block-cursor-foreground": "#ffffff",
        },
    ),
    Theme(
        name="audit-light",
        primary="#1f5f80",
        secondary="#4a6070",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#a8201a",
        success="#1e6b3a",
        foreground="#1d2327",
        background="#f7f7f4",
        surface="#ffffff",
        panel="#e6e8e6",
        dark=False,
        variables={
            "severity-critical": "#a8201a",
            "severity-high": "#9a4a00",
            "severity-medium": "#735500",
            "severity-low": "#1f5f80",
            "severity-info": "#56616a",
            "span-background": "#ffe9a8",
            "span-foreground": "#3a2c00",
            "cursor-background": "#cfe3ee",
            "cursor-foreground": "#0d1316",
            "cursor-blurred": "#e3e9ec",
            "quiet": "#56616a",
            "footer-key-foreground": "#8a5a00",
            "border": "#1f5f80",
            "border-blurred": "#a5adb2",
            "input-selection-background": "#bcd9e8",
            "block-cursor-background": "#cfe3ee",
            "block-cursor-foreground": "#0d1316",
        },
    ),
    Theme(
        name="audit-contrast",
        primary="#ffff00",
        secondary="#ffffff",
        accent="#00ffff",
        warning="#ffff00",
        error="#ff9090",
        success="#70ff70",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
        dark=True,
        variables={
            "severity-critical": "#ff9090",
            "severity-high": "#ffb860",
            "severity-medium": "#ffff00",
            "severity-low": "#80e0ff",
            "severity-info": "#ffffff",
            "span-background": "#ffff00",
            "span-foreground": "#000000",
            "cursor-background": "#ffffff",
            "cursor-foreground": "#000000",
            "cursor-blurred": "#404040",
            "quiet": "#e0e0e0",
            "footer-key-foreground": "#ffff00",
            "border": "#ffff00",
            "border-blurred": "#ffffff",
            "input-selection-background": "#0050a0",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
        },
    ),
)

DEFAULT = THEMES[0].name


def following(name: str) -> str:
    """The theme after `name`, going round."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else DEFAULT
