"""Asks which platform to connect, and for what its sign-in needs; tells before what to create there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Select, Static

from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import ConnectOrder
from auditor.tui.widgets.acknowledgement import Acknowledgement
from connectors import capabilities
from connectors.errors import ConnectorError
from connectors.live import Guide, Way
from connectors.server import checked

WAYS = {
    Way.BROWSER: "sign in with the browser",
    Way.TOKEN: "with a token that you made",
    Way.PASSWORD: "with an app password",
}
_SECRETS = {Way.TOKEN: "The token", Way.PASSWORD: "The app password"}


class ConnectDialog(Dialog[ConnectOrder]):
    """Answers with what the owner typed, once it is enough to sign in."""

    def __init__(self, guides: Sequence[Guide], platform: str | None = None) -> None:
        super().__init__()
        self._guides = {guide.platform: guide for guide in guides}
        self._platform = platform if platform in self._guides else None

    def compose(self) -> Iterator[Widget]:
        names = [(capabilities.of(name).name, name) for name in self._guides]
        with Vertical(classes="dialog -tall", id="connect-dialog"):
            yield Static("Connect an account", classes="dialog-title")
            yield Select(
                names,
                prompt="which platform",
                id="platform",
                compact=True,
                value=self._platform if self._platform else Select.NULL,
            )
            with VerticalScroll(id="connect-form", can_focus=False):
                yield Static("", id="guide", markup=False)
                yield Vertical(id="questions")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Connect", id="connect", variant="primary", disabled=True)
                yield Button("Cancel", id="cancel")
            yield Static("The token goes to your system's keyring only · Esc leaves", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#platform", Select).focus()

    @property
    def guide(self) -> Guide | None:
        """Of the platform that is chosen."""
        name = self.query_one("#platform", Select).value
        return self._guides.get(name) if isinstance(name, str) else None

    @property
    def way(self) -> Way | None:
        """How she wants to sign in."""
        if self.guide is None:
            return None
        chosen = self.query("#way").first(Select).value if self.query("#way") else self.guide.ways[0]
        return chosen if isinstance(chosen, Way) else self.guide.ways[0]

    async def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id == "platform":
            await self._ask_for(self.guide)
        elif self.guide is not None:
            await self._ask_questions(self.guide)

    async def _ask_for(self, guide: Guide | None) -> None:
        self.query_one("#guide", Static).update(guide_content(guide) if guide else Content(""))
        self.query_one("#connect", Button).disabled = guide is None
        questions = self.query_one("#questions", Vertical)
        await questions.remove_children()
        if guide is None:
            return
        if len(guide.ways) > 1:
            ways = [(WAYS[way], way) for way in guide.ways]
            await questions.mount(
                Select(ways, value=guide.ways[0], id="way", allow_blank=False, compact=True)
            )
        await questions.mount(Vertical(id="fields"))
        await self._ask_questions(guide)

    async def _ask_questions(self, guide: Guide) -> None:
        fields = self.query_one("#fields", Vertical)
        await fields.remove_children()
        way = self.way or guide.ways[0]
        asked: list[Widget] = []
        if not guide.server:
            asked.append(Input(placeholder="Your server, such as social.example", id="server"))
        handle = "Your handle" if way is Way.PASSWORD else "Your handle, where the token reaches several"
        asked.append(Input(placeholder=handle, id="connect-handle", max_length=200))
        for question in guide.questions:
            if way is Way.BROWSER or question.name in guide.for_token:
                text = question.asked if question.is_needed else f"{question.asked} (may stay empty)"
                asked.append(
                    Input(placeholder=text, id=f"answer-{question.name}", password=question.is_secret)
                )
        if way in _SECRETS:
            asked.append(Input(placeholder=_SECRETS[way], id="secret", password=True))
        if guide.delete_scopes:
            asked.append(
                Acknowledgement(
                    "also ask for the right to delete (needed only to carry out a plan)",
                    id="may-delete",
                    compact=True,
                )
            )
        await fields.mount(*asked)

    def on_input_submitted(self) -> None:
        # Enter in a box only goes on: signing in takes the button.
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id != "connect":
            self.dismiss(None)
        elif (order := self._order()) is not None:
            self.dismiss(order)

    def _order(self) -> ConnectOrder | None:
        """What was typed; None, with a word on what is missing, where it is not enough."""
        guide, way = self.guide, self.way
        if guide is None or way is None:
            return None
        texts = {str(field.id): field.value.strip() for field in self.query(Input)}
        answers = {q.name: texts[f"answer-{q.name}"] for q in guide.questions if f"answer-{q.name}" in texts}
        lacking = [f"#answer-{q.name}" for q in guide.questions if q.is_needed and answers.get(q.name) == ""]
        lacking += [f"#{name}" for name in ("server", "secret") if texts.get(name) == ""]
        if way is Way.PASSWORD and not texts["connect-handle"]:
            lacking.append("#connect-handle")
        if lacking:
            self.query_one(lacking[0]).focus()
            self.notify("Something is still missing.", severity="warning")
            return None
        try:
            server = checked(texts.get("server") or guide.server)
        except ConnectorError as error:
            self.query_one("#server").focus()
            self.notify(error.todo, title=error.what, severity="error", markup=False)
            return None
        ticks = self.query("#may-delete")
        return ConnectOrder(
            platform=guide.platform,
            way=way,
            server=server,
            handle=texts["connect-handle"],
            answers={name: text for name, text in answers.items() if text},
            secret=texts.get("secret", ""),
            may_delete=bool(ticks) and ticks.first(Checkbox).value,
        )


def guide_content(guide: Guide) -> Content:
    """What to create, what it costs and what a connection can't do."""
    parts: list[str | tuple[str, str]] = []
    for number, step in enumerate(guide.steps, start=1):
        parts += [(f"{number}. ", "bold $accent"), f"{step}\n"]
    parts += [("Costs ", "bold"), f"{guide.cost or 'nothing'}\n"]
    if guide.cannot:
        parts += [("Can't ", "bold"), f"{guide.cannot}\n"]
    return Content.assemble(*parts)
