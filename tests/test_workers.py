"""Reading in several processes: nothing is lost but the item that kills its process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from auditor import workers
from auditor.engine import AccountContext, Engine, Subject
from auditor.engine.engine import Read
from auditor.engine.reader import Answer
from auditor.errors import PartlyDone
from connectors.model import Owner, Use

CONTEXT = AccountContext("x", "@ada", "Ada", Use.PROFESSIONAL, "Physician")


@dataclass(frozen=True)
class Fragile(Engine):
    """An engine on which single posts can do harm, as a hostile text could."""

    def read_items(
        self, subjects: Sequence[Subject], account: AccountContext, known: Mapping[bytes, Answer] = {}
    ) -> list[Read]:
        for subject in subjects:
            match subject.text:
                case "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "raise":
                    raise RecursionError(subject.text)
        return [Read([], None) for _ in subjects]

    def __reduce__(self) -> tuple[type[Engine], tuple[object, ...]]:
        return Fragile, (self.owner, self.accounts, self.fingerprint_key)


FRAGILE = Fragile(Owner(), (CONTEXT,), b"k" * 32)


def tasks(texts: list[str], size: int = 5) -> Iterator[workers.Task]:
    for start in range(0, len(texts), size):
        rows = range(start, min(start + size, len(texts)))
        subjects = tuple(Subject(str(row), "post", texts[row]) for row in rows)
        yield workers.Task(1, CONTEXT, tuple(rows), subjects)


def outcome(
    answers: Iterator[tuple[workers.Task, workers.Answer]],
) -> tuple[list[int], list[tuple[int, str]]]:
    read, unread = [], []
    for _, answer in answers:
        read += [row for row, _ in answer.results]
        unread += answer.unread
    return sorted(read), sorted(unread)


def test_an_item_on_which_the_engine_fails_is_named_and_the_rest_is_read() -> None:
    read, unread = outcome(workers.read_here(FRAGILE, tasks(["fine", "raise", "fine"])))
    assert read == [0, 2]
    assert unread == [(1, "RecursionError")]


def test_processes_read_everything_once() -> None:
    read, unread = outcome(workers.read_in_processes(FRAGILE, tasks(["fine"] * 43), jobs=2))
    assert read == list(range(43))
    assert unread == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills processes in another way")
def test_an_item_that_kills_its_process_is_the_only_one_lost() -> None:
    texts = ["fine"] * 12 + ["kill"] + ["fine"] * 9 + ["raise"]
    read, unread = outcome(workers.read_in_processes(FRAGILE, tasks(texts), jobs=2))
    assert read == [row for row in range(23) if row not in (12, 22)]
    assert unread == [(12, workers.DIED), (22, "RecursionError")]


def _own_death() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DiesOnArrival(Engine):
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:  # type: ignore[override]
        return _own_death, ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills processes in another way")
def test_processes_that_cannot_live_stop_the_audit_with_a_way_on() -> None:
    engine = DiesOnArrival(Owner(), (CONTEXT,), b"k" * 32)
    with pytest.raises(PartlyDone) as told:
        outcome(workers.read_in_processes(engine, tasks(["fine"] * 10), jobs=1))
    assert "--jobs 1" in told.value.todo


def test_no_more_is_taken_than_can_be_in_flight() -> None:
    taken = 0

    def counted() -> Iterator[workers.Task]:
        nonlocal taken
        for task in tasks(["fine"] * 200, size=1):
            taken += 1
            yield task

    answers = workers.read_in_processes(FRAGILE, counted(), jobs=2)
    for done, _ in enumerate(answers):
        assert taken - done <= 2 * workers.IN_FLIGHT + 1
    assert taken == 200


def test_a_reader_that_leaves_early_leaves_no_process_behind() -> None:
    import multiprocessing

    answers = workers.read_in_processes(FRAGILE, tasks(["fine"] * 500), jobs=2)
    next(answers)
    answers.close()
    assert not multiprocessing.active_children()
