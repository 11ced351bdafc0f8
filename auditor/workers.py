"""Reads batches of items with the engine, here or in several processes, and survives what kills a process.

Must not know the vault, the clock or the screen: tasks come in, answers go out.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from auditor.engine import Engine, answers
from auditor.engine.engine import Read
from auditor.engine.reader import Answer as Said
from auditor.engine.reading import AccountContext, Subject
from auditor.errors import PartlyDone
from auditor.model import Finding

IN_FLIGHT = 3
"""Tasks handed out per process: one being read, two waiting. Bounds memory whatever the size of the vault."""
_PATIENCE_WITH_CRASHES = 20
"""After so many items that kill their process, something else than the items is wrong."""
DIED = "the process reading it died"


@dataclass(frozen=True, slots=True)
class Task:
    """Some items of one account, with their rows in the vault."""

    account_id: int
    account: AccountContext
    rows: tuple[int, ...]
    subjects: tuple[Subject, ...]
    known: Mapping[bytes, bytes] = field(default_factory=dict)
    """What the reader said of these items before, packed, by the digest of what it was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine found in a task."""

    results: tuple[tuple[int, tuple[Finding, ...]], ...]
    """Row and findings of every item that was read."""
    unread: tuple[tuple[int, str], ...] = ()
    """Row and cause of every item that was not; the cause is a kind of error, never a text."""
    traces: tuple[tuple[int, str], ...] = ()
    """Row and packed trace of every item that leaves one for being read beside others."""
    answers: tuple[tuple[int, bytes, bytes], ...] = ()
    """Row, digest of the question and packed answer of every item that the reader was asked about anew."""


Answers = Generator[tuple[Task, Answer], None, None]
"""What comes back; close it to stop early."""


def read(engine: Engine, task: Task) -> Answer:
    """Read one task, all its items at once. An item on which the engine fails is named in `unread`."""
    known = _known(task)
    try:
        reads = engine.read_items(task.subjects, task.account, known)
        return _answer(known, zip(task.rows, reads, strict=True), ())
    except Exception:  # noqa: BLE001 - one by one shows which item it was
        return _one_by_one(engine, task, known)


def _one_by_one(engine: Engine, task: Task, known: _Known) -> Answer:
    done: list[tuple[int, Read]] = []
    unread: list[tuple[int, str]] = []
    for row, subject in zip(task.rows, task.subjects, strict=True):
        try:
            done += [(row, one) for one in engine.read_items([subject], task.account, known)]
        except Exception as error:  # noqa: BLE001 - one hostile item must not take the audit with it
            unread.append((row, type(error).__name__))
    return _answer(known, done, unread)


_Known = Mapping[bytes, Said]


def _known(task: Task) -> _Known:
    told = ((digest, answers.unpacked(raw)) for digest, raw in task.known.items())
    return {digest: answer for digest, answer in told if answer is not None}


def _answer(known: _Known, done: Iterable[tuple[int, Read]], unread: Iterable[tuple[int, str]]) -> Answer:
    done = tuple(done)
    said = ((row, one.answered) for row, one in done if one.answered is not None)
    return Answer(
        tuple((row, tuple(one.findings)) for row, one in done),
        tuple(unread),
        tuple((row, one.trace.packed()) for row, one in done if one.trace is not None),
        tuple((row, a.question, answers.packed(a.answer)) for row, a in said if a.question not in known),
    )


def read_here(engine: Engine, tasks: Iterable[Task]) -> Answers:
    """Read the tasks one after the other in this process."""
    for task in tasks:
        yield task, read(engine, task)


def read_in_processes(engine: Engine, tasks: Iterable[Task], jobs: int) -> Answers:
    """Read the tasks in `jobs` processes; answers come as they are done, not in order.

    Takes no more from `tasks` than `IN_FLIGHT` per process ahead. When a process dies, the tasks that were
    out are read again one by one and halved until the item that kills it is found and reported as unread.

    Raises: PartlyDone when processes can't be started, or keep dying.
    """
    pool = _Pool(engine, jobs)
    source = iter(tasks)
    out: dict[Future[Answer], Task] = {}
    try:
        while True:
            lost = _hand_out(pool, source, out, jobs * IN_FLIGHT)
            if not out and not lost:
                return
            done = wait(out, return_when=FIRST_COMPLETED).done if out else set()
            for future in done:
                task = out.pop(future)
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    lost.append(task)
                else:
                    yield task, answer
            if lost:
                lost.extend(out.values())
                out.clear()
                yield from pool.isolate(lost)
    finally:
        pool.close()


def _hand_out(pool: _Pool, source: Iterator[Task], out: dict[Future[Answer], Task], limit: int) -> list[Task]:
    """Fill up to `limit` tasks in flight; returns the one that found the pool broken, if any."""
    while len(out) < limit:
        task = next(source, None)
        if task is None:
            break
        try:
            out[pool.submit(task)] = task
        except BrokenProcessPool:
            return [task]
    return []


class _Pool:
    """A process pool that can be replaced when one of its processes has died."""

    def __init__(self, engine: Engine, jobs: int) -> None:
        self._engine = engine
        self._jobs = jobs
        self._crashes = 0
        self._executor = self._start(jobs)

    def submit(self, task: Task) -> Future[Answer]:
        with _deaf_to_the_keyboard():
            return self._executor.submit(_read, task)

    def isolate(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer]]:
        """Read tasks one at a time after a crash, so that only the culprit is lost; then start anew."""
        self.close()
        self._executor = self._start(1)
        self._probe()
        waiting = list(tasks)
        while waiting:
            task = waiting.pop()
            try:
                yield task, self.submit(task).result()
            except BrokenProcessPool:
                self.close()
                self._executor = self._start(1)
                self._probe()
                if len(task.rows) == 1:
                    self._note_crash()
                    yield task, Answer((), ((task.rows[0], DIED),))
                else:
                    waiting.extend(_halves(task))
        self.close()
        self._executor = self._start(self._jobs)

    def close(self) -> None:
        """Stop the processes after what they are at; nothing that waits is begun."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would carry the open vault and its key into every process.
        return ProcessPoolExecutor(
            jobs, multiprocessing.get_context("spawn"), initializer=_set_up, initargs=(self._engine,)
        )

    def _probe(self) -> None:
        try:
            with _deaf_to_the_keyboard():
                ready = self._executor.submit(_is_ready)
            ready.result()
        except BrokenProcessPool as error:
            raise PartlyDone(
                "The processes that read posts die as they start; what was read so far is kept.",
                "Close other programs if memory is short, or go on with `audit-tui audit --jobs 1`.",
            ) from error

    def _note_crash(self) -> None:
        self._crashes += 1
        if self._crashes > _PATIENCE_WITH_CRASHES:
            raise PartlyDone(
                "The processes that read posts keep dying; what was read so far is kept.",
                "Run `audit-tui doctor`, then go on with `audit-tui audit --jobs 1`.",
            )


@contextmanager
def _deaf_to_the_keyboard() -> Iterator[None]:
    """Processes that are started inside never hear of Ctrl-C, which a terminal sends to all of them at once.

    Here it is held back until the block ends. Windows has no such mask; there `_set_up` does what it can.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _halves(task: Task) -> tuple[Task, Task]:
    middle = len(task.rows) // 2
    return (
        replace(task, rows=task.rows[:middle], subjects=task.subjects[:middle]),
        replace(task, rows=task.rows[middle:], subjects=task.subjects[middle:]),
    )


# In a worker process: its one engine, built by the initializer so that tasks carry posts only.
_engine: Engine | None = None


def _set_up(engine: Engine) -> None:
    global _engine
    _engine = engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_ready() -> bool:
    return _engine is not None


def _read(task: Task) -> Answer:
    assert _engine is not None
    return read(_engine, task)
