"""Crowds, whereabouts, complainants and quarrels that go on are flagged; disagreement and thanks stand."""

from __future__ import annotations

import pytest

from auditor.model import Severity

HOSTILE = "You clown, your paper is trash."


@pytest.mark.parametrize(
    "text",
    [
        "Everyone go tell her what you think, flood her replies, no mercy",
        "That idiot lives at 14 Quarry Lane, in case anyone fancies a word. What a moron.",
        "Absolute moron. His boss is at the Tarn Hollow depot, just saying.",
        "The woman who complained about me is Tamsin Orlebar, so now you know.",
        "The one who reported us was @quarryknitter. Thought people should know.",
        "@drbrask you coward. @drbrask answer. @drbrask you moron, answer the question.",
    ],
)
def test_going_after_a_person_is_harassment(by_rules, text):
    found = {f.rule: f.severity for f in by_rules(text)}

    assert found.get("conduct/harassment") is Severity.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "Everyone, please read the new guideline.",
        "Tag him if your brother falls asleep in the chair too.",
        "Tickets for the fun run are out, share till she sells the last one.",
        "Our new colleague lives at 14 Quarry Lane and has a spare sofa.",
        "Her address is on the form, her idea of a joke is on the mug.",
        "A woman who complained about our waiting times is right, and I told her so.",
        "The nurse who reported the error was thanked by the whole board.",
        "@drbrask thank you! @drbrask see you in Leeds. @drbrask bring cake.",
    ],
)
def test_thanks_places_and_complaints_stand(by_rules, text):
    assert "conduct/harassment" not in {f.rule for f in by_rules(text)}


@pytest.mark.parametrize(
    ("text", "parent", "severity"),
    [
        (HOSTILE, "still wrong lol", Severity.LOW),
        ("Get a hobby, pal.", "nurses are overpaid", Severity.LOW),
        ("Big talk from an egg with four followers.", "shorter tweets, shorter waits", Severity.LOW),
        ("For the last time: " + HOSTILE, "still wrong lol", Severity.MEDIUM),
        ("As I told you twice, you muppet, read table 3. I can do this all night.", "no", Severity.MEDIUM),
        ("Cope.", "you idiot, delete your account", Severity.MEDIUM),
    ],
)
def test_quarrel_is_flagged_and_worse_turn_after_turn(by_rules, text, parent, severity):
    found = {f.rule: f.severity for f in by_rules(text, parent=parent, kind="reply")}

    assert found.get("conduct/contentious-thread") is severity


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("You absolute legend, thank you!", "I passed!"),
        ("We disagree and that's fine. Happy to talk.", "nurses are overpaid"),
        ("For the last time this week: clinic is shut on Friday.", "are you open?"),
        ("I told you twice already, bring the cake to room 4 :)", "where?"),
        ("Adults are taking over the paddling pool, send help", "how is the fair?"),
        ("Bring receipts and a folding chair, union hall, five sharp.", None),
        ("Hiding behind the sofa until the exam results are out.", None),
    ],
)
def test_friendly_words_and_plain_disagreement_stand(by_rules, text, parent):
    found = by_rules(text, parent=parent, kind="reply" if parent else "post")

    assert "conduct/contentious-thread" not in {f.rule for f in found}
