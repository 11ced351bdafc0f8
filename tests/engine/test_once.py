"""A value is worked out at the first look and kept."""

from __future__ import annotations

from auditor.engine.once import once
from auditor.engine.text import normalise


class _Counted:
    def __init__(self) -> None:
        self.looks = 0

    @once
    def value(self) -> int:
        """What is counted."""
        self.looks += 1
        return self.looks


def test_a_value_is_worked_out_once_for_each_instance() -> None:
    one, other = _Counted(), _Counted()
    assert (one.looks, one.value, one.value, other.value) == (0, 1, 1, 1)


def test_the_class_gives_the_property_with_its_docstring() -> None:
    assert _Counted.value.__doc__ == "What is counted."


def test_capitals_are_the_tokens_that_begin_with_one() -> None:
    text = normalise("the Ortiz family, iPhone and Élodie")
    assert [text.tokens[at].word for at in text.capitals] == ["ortiz", "élodie"]
    assert normalise("all small").capitals == ()
