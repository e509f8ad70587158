"""The folder of old minutes that the demo leaves to be tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oppnasoc.language.documents import Refused, read
from oppnasoc.language.minutes import parse
from oppnasoc.pages.demo import trying


def test_six_documents_of_every_kind_and_one_is_broken(tmp_path: Path) -> None:
    written = trying.write(tmp_path / "att-prova", today=date(2026, 3, 2))
    assert [path.name for path in written] == [
        "1-fyren.docx", "2-fyren.odt", "3-fyren.pdf", "4-fyren.docx", "5-fyren.txt",
        "6-trasig.docx",
    ]  # fmt: skip
    days = set()
    for path in written[:-1]:
        with path.open("rb") as file:
            document = read(file)
        assert document.kind == path.suffix[1:]
        parsed = parse(document.text)
        assert parsed.date.sure, path
        assert len(parsed.sections) >= 2, path
        assert any(person.name == "Asta Holm" for person in parsed.attendees), path
        days.add(parsed.date.value)
    assert len(days) == 5
    with written[-1].open("rb") as file, pytest.raises(Refused) as refused:
        read(file)
    assert refused.value.reason == "broken"
