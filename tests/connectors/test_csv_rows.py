"""Comma-separated values from anywhere, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.archive import open_archive
from connectors.csv_rows import FIELDS_LIMIT, LINE_LIMIT, NOT_A_ROW, Form, parsed, rows, sniff


def _rows(folder: Path, raw: bytes) -> list[object]:
    path = folder / "a.csv"
    path.write_bytes(raw)
    with open_archive(path) as archive:
        return list(rows(archive, "a.csv", sniff(archive, "a.csv")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_encoding_and_delimiter_are_told_from_the_file(encoding: str, sign: str, tmp_path: Path) -> None:
    text = sign.join(("a", "b", "c")) + "\r\n" + sign.join(("é", '"x\ny"', "3")) + "\r\n"
    assert _rows(tmp_path, text.encode(encoding)) == [["a", "b", "c"], ["é", "x\ny", "3"]]


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    assert _rows(tmp_path, b"a,b\n\xff\xfe\x00,2\n") == [["a", "b"], ["\ufffd\ufffd\ufffd", "2"]]


def test_a_field_without_end_costs_itself_and_reading_goes_on(tmp_path: Path) -> None:
    long = b'"' + b"x" * (200 << 10) + b'"'
    assert _rows(tmp_path, b"a,b\n" + long + b",2\nc,d\n") == [["a", "b"], NOT_A_ROW, ["c", "d"]]


def test_a_line_without_end_is_cut() -> None:
    def lines() -> Iterator[str]:
        yield "x" * LINE_LIMIT
        yield "a,b\n"

    assert list(parsed(lines(), Form())) == [NOT_A_ROW, ["a", "b"]]


def test_a_row_of_thousands_of_fields_is_none() -> None:
    assert list(parsed(["," * FIELDS_LIMIT + "\n", "a,b\n"], Form())) == [NOT_A_ROW, ["a", "b"]]


def test_empty_lines_are_no_rows() -> None:
    assert list(parsed(["a,b\n", "\n", "\r\n", "c,d"], Form())) == [["a", "b"], ["c", "d"]]
