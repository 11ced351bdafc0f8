"""The one list of everything a key can do; bindings, footer, help and command palette are derived from it.

Knows nothing of screens: an action names its scope and the method that a screen or widget offers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Scope(StrEnum):
    """Where an action applies; the words head the help and name the palette's entries."""

    APP = "anywhere"
    LIST = "list"
    GRID = "numbers"
    OVERVIEW = "overview"
    FINDINGS = "findings"
    PLAN = "plan"
    ACCOUNTS = "accounts"
    REPORT = "report"
    WELCOME = "welcome"
    IMPORT = "import"
    SUGGESTION = "suggestion"
    DIALOG = "dialog"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the owner can do."""

    scope: Scope
    name: str
    """With the scope, its stable id: `findings.keep`."""
    keys: str
    """Comma-separated, as Textual names them; empty: palette only."""
    call: str
    """The action string that Textual runs, such as `decide('keep')`."""
    label: str
    """For the footer: one or two words."""
    help: str
    """For help, tooltip and palette: one sentence."""
    is_shown: bool = True
    """In the footer."""

    @property
    def id(self) -> str:
        return f"{self.scope}.{self.name}"


_A, _L, _G, _O, _F = Scope.APP, Scope.LIST, Scope.GRID, Scope.OVERVIEW, Scope.FINDINGS
_P, _C, _R, _W, _I, _S, _D = (
    Scope.PLAN,
    Scope.ACCOUNTS,
    Scope.REPORT,
    Scope.WELCOME,
    Scope.IMPORT,
    Scope.SUGGESTION,
    Scope.DIALOG,
)

ACTIONS: tuple[Action, ...] = (
    # What a screen's own work needs comes first in the footer; what works anywhere comes last.
    Action(
        _F,
        "delete",
        "x,d",
        "decide('delete')",
        "Delete",
        "Put it on the deletion plan, with all that is open on the post. Nothing is deleted yet.",
    ),
    Action(_F, "keep", "p", "decide('keep')", "Keep", "Keep the post, and say why."),
    Action(
        _F,
        "false-positive",
        "f",
        "decide('false-positive')",
        "False",
        "The finding is wrong: false positive.",
    ),
    Action(_F, "edit", "e", "decide('edit')", "Edit", "You will change the post by hand on its platform."),
    Action(_F, "later", "l", "decide('later')", "Later", "Leave it open and come back to it."),
    Action(_F, "undo", "u", "undo", "Undo", "Take the last decision back."),
    Action(
        _F, "mark", "space", "mark", "Mark", "Mark or unmark this finding; a decision applies to all marked."
    ),
    Action(
        _F,
        "alike",
        "a",
        "alike",
        "Alike",
        "Mark all findings like this one; their number is shown first.",
        False,
    ),
    Action(
        _F, "repeat", "full_stop", "repeat", "Repeat", "Decide this one as you decided the last one.", False
    ),
    Action(_F, "unmark", "U", "unmark", "Unmark", "Unmark all findings.", False),
    Action(_F, "search", "slash", "search", "Filter", "Filter by words in the post, the reason or the rule."),
    Action(_F, "category", "c", "cycle('category')", "Category", "Show the next category only.", False),
    Action(_F, "severity", "v", "cycle('severity')", "Severity", "Raise the lowest severity shown.", False),
    Action(_F, "account", "n", "cycle('account')", "Account", "Show the next account only.", False),
    Action(
        _F, "status", "t", "cycle('status')", "Status", "Show open, decided, resolved or all findings.", False
    ),
    Action(
        _F,
        "sort",
        "s",
        "cycle('order')",
        "Sort",
        "Sort by severity, newest, oldest, account or category.",
        False,
    ),
    Action(_F, "clear", "escape", "clear", "Clear filter", "Clear the filter.", False),
    Action(
        _F,
        "read",
        "enter,z",
        "read",
        "Read",
        "Give the post most of the screen, or give it back to the list.",
        False,
    ),
    Action(
        _F,
        "suggest",
        "w",
        "suggest",
        "Wording",
        "See a safer wording with its score before and after; nothing is posted.",
        False,
    ),
    Action(_F, "open-link", "o", "link('open')", "Open link", "Open the post in the browser.", False),
    Action(
        _F, "copy-link", "y", "link('copy')", "Copy link", "Copy the post's link to the clipboard.", False
    ),
    Action(_F, "down", "ctrl+d,]", "scroll_detail(1)", "Read on", "Scroll the post down.", False),
    Action(_F, "up", "ctrl+u,[", "scroll_detail(-1)", "Read back", "Scroll the post up.", False),
    Action(_G, "open", "enter", "open_cell", "Open", "Show the findings under the cursor."),
    Action(_G, "up", "up,k", "step(-1, 0)", "Up", "The category above.", False),
    Action(_G, "down", "down,j", "step(1, 0)", "Down", "The category below.", False),
    Action(_G, "left", "left,h", "step(0, -1)", "Left", "The severity to the left.", False),
    Action(_G, "right", "right,l", "step(0, 1)", "Right", "The severity to the right.", False),
    Action(_O, "next", "n", "next_due", "Next due", "Go to what is due first."),
    Action(_O, "import", "i", "app.import", "Import", "Bring in an export of one of your accounts."),
    Action(_O, "sync", "y", "app.sync", "Sync", "Bring in what is new on every connected account.", False),
    Action(_O, "audit", "r", "app.audit", "Run audit", "Read new and changed posts against the rules."),
    Action(
        _P,
        "hold",
        "h",
        "hold",
        "Hold question",
        "Answer whether a complaint, claim or inquiry is known or expected.",
    ),
    Action(
        _P,
        "confirm",
        "D",
        "confirm",
        "Confirm plan",
        "Confirm the plan by typing how many posts it holds; of a confirmed one, go on with it.",
    ),
    Action(
        _P,
        "done",
        "x",
        "done",
        "Done by hand",
        "Say that you have deleted this post by hand; the next sync or import verifies it.",
    ),
    Action(
        _P, "drop", "b", "drop", "Take out", "Take this post out of the plan, before anything was asked for."
    ),
    Action(_P, "other", "p", "other", "Other plan", "Show the next plan that is under way.", False),
    Action(
        _P,
        "mark",
        "space",
        "mark",
        "Mark",
        "Mark or unmark this post; taking out and done apply to all marked.",
        False,
    ),
    Action(
        _P, "checklist", "w", "checklist", "Checklist", "Write the by-hand checklist, with links, to a file."
    ),
    Action(_P, "open-link", "o", "link('open')", "Open link", "Open the post in the browser.", False),
    Action(
        _P, "copy-link", "y", "link('copy')", "Copy link", "Copy the post's link to the clipboard.", False
    ),
    Action(
        _C, "professional", "p", "use('professional')", "Professional", "This account is used professionally."
    ),
    Action(_C, "personal", "s", "use('personal')", "Personal", "This account is used personally."),
    Action(_C, "mixed", "m", "use('mixed')", "Mixed", "This account is used for both."),
    Action(_C, "unset", "x", "use('unset')", "Unset", "Leave open what this account is used for.", False),
    Action(_C, "findings", "enter", "findings", "Findings", "Show this account's findings."),
    Action(_C, "connect", "c", "app.connect", "Connect", "Sign in to an account, to sync and delete there."),
    Action(_C, "sync", "y", "app.sync", "Sync", "Bring in what is new on every connected account."),
    Action(
        _C, "disconnect", "D", "disconnect", "Disconnect", "Revoke and forget this account's token.", False
    ),
    Action(_R, "write", "w", "write", "Write report", "Write the report to the file named."),
    Action(_R, "audience", "a", "audience", "Audience", "Write for the department head, or for yourself."),
    Action(_R, "sign-off", "s", "app.sign_off", "Sign off", "Sign this quarter's self-audit off."),
    Action(_R, "format", "f", "format", "Format", "Choose HTML, Markdown, JSON or CSV."),
    Action(_W, "import", "i", "import", "Import", "Bring in an export of one of your accounts."),
    Action(_W, "connect", "c", "connect", "Connect", "Sign in to one of your accounts."),
    Action(_W, "demo", "d", "demo", "Demo", "Look around with invented accounts."),
    Action(
        _W,
        "owner",
        "o",
        "owner",
        "About you",
        "Say who you are, so that your own name is not taken for a patient's.",
    ),
    Action(_I, "browse", "ctrl+o", "browse", "Browse", "Move between the path and the files."),
    Action(_I, "start", "ctrl+s", "start", "Import", "Bring in the file or folder named."),
    Action(_S, "copy", "y", "copy", "Copy", "Copy the suggested text to the clipboard; nothing is posted."),
    Action(_D, "cancel", "escape", "cancel", "Cancel", "Close without doing anything."),
    Action(_L, "down", "j,down", "move(1)", "Down", "Next row.", False),
    Action(_L, "up", "k,up", "move(-1)", "Up", "Previous row.", False),
    Action(_L, "page-down", "pagedown,ctrl+f", "page(1)", "Page down", "One page down.", False),
    Action(_L, "page-up", "pageup,ctrl+b", "page(-1)", "Page up", "One page up.", False),
    Action(_L, "top", "home,g", "edge(-1)", "First", "First row.", False),
    Action(_L, "bottom", "end,G", "edge(1)", "Last", "Last row.", False),
    Action(
        _A,
        "overview",
        "1",
        "place('overview')",
        "Overview",
        "Accounts, open findings and what is due.",
        False,
    ),
    Action(_A, "findings", "2", "place('findings')", "Findings", "Go through the findings.", False),
    Action(_A, "plan", "3", "place('plan')", "Plan", "What is marked for deletion.", False),
    Action(
        _A,
        "accounts",
        "4",
        "place('accounts')",
        "Accounts",
        "Your accounts, and what you use each for.",
        False,
    ),
    Action(
        _A,
        "report",
        "5",
        "place('report')",
        "Report",
        "Write a report for your department head or yourself.",
        False,
    ),
    Action(_A, "import", "i", "import", "Import", "Bring in an export of one of your accounts.", False),
    Action(_A, "audit", "r", "audit", "Run audit", "Read new and changed posts against the rules.", False),
    Action(
        _A,
        "owner",
        "m",
        "owner",
        "About you",
        "Your name, role, employers, city and conflicts of interest.",
        False,
    ),
    Action(
        _A, "connect", "", "connect", "Connect", "Sign in to an account, to sync and delete there.", False
    ),
    Action(_A, "sign-off", "", "sign_off", "Sign off", "Sign this quarter's self-audit off.", False),
    Action(_A, "demo", "", "demo", "Demo", "Look around with invented accounts.", False),
    Action(_A, "welcome", "", "welcome", "Welcome", "What this program does and does not do.", False),
    Action(_A, "theme", "T", "next_theme", "Theme", "Dark, light or high contrast.", False),
    Action(_A, "palette", "ctrl+p", "command_palette", "Commands", "Find anything by its name.", False),
    Action(_A, "help", "question_mark,f1", "help", "Help", "The keys that work here."),
    Action(_A, "quit", "q,ctrl+q", "quit", "Quit", "Leave. Everything is saved.", False),
)


_FOOTER = {"space": "␣"}
"""Keys whose name is too long for a footer of 80 cells."""


def of(scope: Scope) -> tuple[Action, ...]:
    """The scope's actions, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.scope is scope)


def bindings(scope: Scope) -> list[BindingType]:
    """The scope's actions as Textual takes them; those without a key are left to the palette."""
    return [
        Binding(
            a.keys,
            a.call,
            a.label,
            show=a.is_shown,
            tooltip=a.help,
            id=a.id,
            key_display=_FOOTER.get(a.keys),
        )
        for a in of(scope)
        if a.keys
    ]


_KEY_NAMES = {
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "left": "←",
    "right": "→",
    "down": "↓",
    "enter": "Enter",
    "space": "Space",
}


def key_names(keys: str) -> str:
    """Comma-separated keys as a person reads them: `?  F1`."""
    shown = []
    for key in keys.split(","):
        word = _KEY_NAMES.get(key) or (key.upper() if key.startswith("f") and key[1:].isdigit() else key)
        shown.append(word.replace("ctrl+", "^"))
    return "  ".join(shown)
