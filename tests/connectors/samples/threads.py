"""Threads' part of Instagram's export, for the contract of all importers."""

from __future__ import annotations

from tests.connectors.sample import Content, Sample
from tests.fixtures import threads_export
from tests.fixtures.instagram_export import write_zip
from tests.fixtures.threads_export import FOLDER, thread


def _threads() -> Content:
    return threads_export.files(
        [thread("one \U0001f44d", is_reply=True), thread("two", place="both")],
        [thread("three", place="outer")],
    )


_POSTS = f"{FOLDER}/threads_and_replies.json"
_BESIDE = (f"{FOLDER}/archived_threads.json", f"{FOLDER}/personal_information.json")
SAMPLES = (Sample("threads-export", "threads", "threads.zip", write_zip, _threads, _POSTS, 3, _BESIDE),)
