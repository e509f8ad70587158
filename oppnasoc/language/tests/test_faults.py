"""One test for each way in which a document can be wrong: one reason, one sentence, no harm."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.language.documents import SENTENCES, Reason, Refused, read
from oppnasoc.language.documents.__main__ import answer
from oppnasoc.language.documents.apart import MAX_BYTES
from oppnasoc.language.documents.making import open_document_parts, pdf, word_parts, zipped

from .paper import GOOD, NOTES, apart, docx, odt, on_disk, p, refused_apart, refused_here

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
OFFICE = "openxmlformats-officedocument"
BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def typed(main: str, *parts: str) -> bytes:
    kind = f'<Types><Override ContentType="application/vnd.{main}+xml"/></Types>'
    return zipped({"[Content_Types].xml": kind, **dict.fromkeys(parts, "<x/>")})


def open_kind(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def with_document(content: str | bytes) -> bytes:
    return zipped({**word_parts(""), "word/document.xml": content})


def locked_zip(content: bytes) -> bytes:
    """Every entry says that it is encrypted."""
    changed = bytearray(content)
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(start), content):
            changed[match.start() + at] |= 1
    return bytes(changed)


def without_text(content: bytes) -> bytes:
    """A page that only shows a drawing, as a scanner makes it."""
    found = re.sub(rb"BT .*? ET", lambda m: b"0 0 m 9 9 l S".ljust(len(m[0])), content)
    return bytes(found)


WRONG: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "only spaces": (b" \n\t\n ", "empty"),
    "a Word document without words": (docx(p("")), "empty"),
    "an odt without words": (odt("<text:p/>"), "empty"),
    "a pdf without anything": (pdf("").replace(b"Sida 1 \\(1\\)", b"            "), "empty"),
    "zeros": (b"\x00" * 9000, "unknown"),
    "a program": (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 99, "unknown"),
    "rtf": (rb"{\rtf1\ansi Minnesanteckningar}", "rich_text"),
    "an old Word document": (OLE + utf16("WordDocument"), "old_word"),
    "an old spreadsheet": (OLE + utf16("Workbook"), "sheet"),
    "old slides": (OLE + utf16("PowerPoint Document"), "slides"),
    "a saved mail": (OLE + utf16("__substg1.0_001A"), "mail"),
    "a Word document with a password": (OLE + utf16("EncryptedPackage"), "encrypted"),
    "Pages": (zipped({"Index/Document.iwa": b"\x00"}), "pages"),
    "a packed folder": (zipped({"anteckningar.docx": GOOD["docx"]}), "archive"),
    "an empty packed folder": (zipped({}), "archive"),
    "gzip": (b"\x1f\x8b\x08\x00", "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", "archive"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "image"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00", "image"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP", "image"),
    "a film": (b"\x00\x00\x00\x18ftypisom\x00", "media"),
    "a sound": (b"ID3\x04\x00", "media"),
    "a new spreadsheet": (typed(OFFICE + ".spreadsheetml.sheet.main"), "sheet"),
    "new slides": (typed(OFFICE + ".presentationml.presentation.main"), "slides"),
    "an open spreadsheet": (open_kind("spreadsheet"), "sheet"),
    "open slides": (open_kind("presentation"), "slides"),
    "an open drawing": (open_kind("graphics"), "unknown"),
    "docm": (typed("ms-word.document.macroEnabled.main", "word/document.xml"), "macros"),
    "macros in a docx": (docx(p("Hej"), word__vbaProject_bin=b"\x00"), "macros"),
    "macros in an odt": (odt("<text:p>Hej</text:p>", Basic__Standard__M_xml="<x/>"), "macros"),
    "a locked zip": (locked_zip(GOOD["docx"]), "encrypted"),
    "a locked odt": (
        odt("<text:p>x</text:p>", META__INF="", **{"META-INF__manifest_xml": "<encryption-data/>"}),
        "encrypted",
    ),
    "an odt locked as a whole": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "encrypted-package": b"x"}),
        "encrypted",
    ),
    "a locked pdf": (pdf(NOTES, password=True), "encrypted"),
    "half a docx": (GOOD["docx"][: len(GOOD["docx"]) // 2], "broken"),
    "half an odt": (GOOD["odt"][: len(GOOD["odt"]) // 2], "broken"),
    "the start of a pdf": (GOOD["pdf"][:60], "broken"),
    "a docx without a document": (
        typed(OFFICE + ".wordprocessingml.document.main"),
        "broken",
    ),
    "a docx that is no XML": (with_document("<w:document><w:body>"), "broken"),
    "a docx of a picture's bytes": (with_document(b"\x89PNG"), "broken"),
    "scanned": (without_text(pdf("Mötet den 3 mars\n" * 5)), "scanned"),
    "billion laughs": (
        with_document(f"<!DOCTYPE x [{BILLION}]><x>&l9;</x>"), "too_heavy"),
    "a file of the server": (
        zipped({**open_document_parts(""), "content.xml":
                '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'}), "too_heavy"),
    "quadratic blowup": (
        zipped({**word_parts(""), "word/styles.xml":
                f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 5000}</x>'}), "too_heavy"),
    "elements in elements": (docx("<w:sdt><w:sdtContent>" * 5000
                                  + "</w:sdtContent></w:sdt>" * 5000), "too_heavy"),
    "a docx with empty styles": (docx(p("Hej"), word__styles_xml=""), "broken"),
    "more paragraphs than a meeting has": (docx(p("a") * 20_001), "too_long"),
    "a hundred thousand entries": (zipped({f"{n}": b"" for n in range(6000)}), "archive"),
    "more pages than a meeting has": (pdf("\n".join(["## a"] * 7400)), "too_long"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_has_one_reason(content: bytes, reason: str) -> None:
    assert refused_here(content) == reason


@pytest.mark.parametrize("name", ["nothing", "macros in a docx", "half a docx", "scanned",
                                  "billion laughs", "a locked pdf", "rtf"])  # fmt: skip
def test_the_child_says_the_same(name: str) -> None:
    content, reason = WRONG[name]
    assert refused_apart(content) == reason


def test_every_reason_has_one_sentence_or_two() -> None:
    assert set(SENTENCES) == set(Reason)
    for sentence in SENTENCES.values():
        assert 1 <= len(re.findall(r"[.](?:\s|$)", sentence)) <= 3
        assert "\n" not in sentence


def bomb(name: str, parts: dict[str, Any], size: int = 10**9) -> bytes:
    """A zip in which one entry unpacks to ``size`` bytes out of a millionth of it."""
    target = io.BytesIO(zipped(parts))
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "a") as package, package.open(info, "w") as entry:
        for _ in range(size // 10**6):
            entry.write(b" " * 10**6)
    return target.getvalue()


@pytest.fixture(scope="module")
def billion() -> bytes:
    parts = {k: v for k, v in word_parts("").items() if k != "word/document.xml"}
    return bomb("word/document.xml", parts, 10**8)


def test_a_zip_bomb_is_stopped_before_it_unfolds(billion: bytes) -> None:
    assert len(billion) < 200_000
    started = time.monotonic()
    assert refused_apart(billion) == "too_heavy"
    assert time.monotonic() - started < 20


def test_a_bomb_of_letters_in_a_pdf() -> None:
    drawn = zlib.compress(b"BT /F 9 Tf 9 9 Td " + b"(aaaaaaaaaa) Tj " * 2_000_000 + b"ET", 9)
    start = pdf("x")
    content = re.sub(
        rb"<< /Length \d+ >>\nstream\n.*?\nendstream",
        lambda _: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
        % (len(drawn), drawn),
        start, flags=re.S,
    )  # fmt: skip
    assert refused_apart(content) in {"too_heavy", "too_long"}


def test_one_that_never_ends_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oppnasoc.language.documents.apart.sys.executable", "/bin/sleep")
    monkeypatch.setattr(
        "oppnasoc.language.documents.apart.subprocess.Popen",
        lambda command, **how: _popen(["/bin/sleep", "600"], how),
    )
    started = time.monotonic()
    assert refused_apart(GOOD["txt"], seconds=0.3) == "too_heavy"
    assert time.monotonic() - started < 10


_real_popen = subprocess.Popen


def _popen(command: list[str], how: dict[str, Any]) -> subprocess.Popen[bytes]:
    return _real_popen(command, **how)


def test_one_that_says_too_much_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "oppnasoc.language.documents.apart.subprocess.Popen",
        lambda command, **how: _popen(["/bin/cat", "/dev/zero"], how),
    )
    assert refused_apart(GOOD["txt"]) == "too_long"


def test_two_hundred_megabytes_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted(*arguments: object, **how: object) -> None:
        raise AssertionError("A child was started.")

    monkeypatch.setattr("oppnasoc.language.documents.apart.subprocess.Popen", unwanted)

    def large(file: Any) -> Any:
        file.truncate(200 * 1024 * 1024)
        return read(file)

    with pytest.raises(Refused) as refused:
        on_disk(large, b"%PDF-1.7")
    assert refused.value.reason is Reason.TOO_LARGE
    assert MAX_BYTES < 200 * 1024 * 1024


def test_a_name_means_nothing() -> None:
    assert apart(GOOD["txt"]) == NOTES
    assert apart(GOOD["pdf"]).startswith("# Brukargruppen")


def run_in_child(code: str) -> str:
    """What a line of Python answers once the child has given up its rights."""
    script = (
        "from oppnasoc.language.documents.__main__ import give_up_rights\n"
        "give_up_rights()\n"
        f"try:\n    {code}\nexcept BaseException as error:\n    print(type(error).__name__)\n"
        "else:\n    print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or f"died {done.returncode}"


@pytest.mark.parametrize(
    ("code", "answered"),
    [
        ("len('a')", "done"),
        ("open('/etc/hostname').close()", "done"),
        ("open('/tmp/soc-test-write', 'w')", "PermissionError"),
        ("import os; os.open('/tmp/soc-test-write', os.O_CREAT | os.O_RDWR)", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("import os; os.fork()", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.remove('/tmp/soc-test-nothing')", "PermissionError"),
        ("b'a' * (2 * 1024 ** 3)", "MemoryError"),
    ],
)
def test_the_child_has_given_up_its_rights(code: str, answered: str) -> None:
    assert run_in_child(code) == answered


def test_the_servers_settings_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def looking(command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        seen.update(how)
        return _popen(command, how)

    monkeypatch.setenv("SOC_SECRET_KEY", "hemlig")
    monkeypatch.setattr("oppnasoc.language.documents.apart.subprocess.Popen", looking)
    assert apart(GOOD["txt"]) == NOTES
    assert set(seen["env"]) == {"LC_ALL"}


def test_the_server_never_loads_a_reader() -> None:
    """Reading a document leaves the libraries of the formats out of this process."""
    script = (
        "import sys, tempfile\n"
        "from oppnasoc.language.documents import read\n"
        "with tempfile.TemporaryFile() as file:\n"
        f"    file.write({GOOD['docx']!r}); file.flush(); print(len(read(file).text) > 100)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in"
        " {'lxml', 'docx', 'odf', 'pypdfium2', 'pypdfium2_raw', 'defusedxml'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["True", "[]"]


def told(content: bytes) -> None:
    """Whatever it is: a text, or a reason that has a sentence."""
    line, text = answer("text", io.BytesIO(content))
    if "refused" in line:
        assert Reason(line["refused"]) in SENTENCES
        assert text == b""
    else:
        assert text.decode().strip()
        assert b"\x00" not in text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_a_text_or_refused(content: bytes) -> None:
    told(content)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=12),
    st.integers(0, 100),
)
def test_any_damage_is_a_text_or_refused(
    kind: str, changes: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(GOOD[kind])
    for at, value in changes:
        content[at % len(content)] = value
    told(bytes(content[: len(content) - cut]))


_NAMES = ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "hyperlink", "ins", "pPr", "rPr",
          "numPr", "numId", "ilvl", "b", "ind", "drawing", "txbxContent", "br", "tab"]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.text("aåö 1.-§", max_size=8),
        lambda inner: st.tuples(st.sampled_from(_NAMES), st.sampled_from(["", "1", "-9", "x"]),
                                st.lists(inner, max_size=4)),
        max_leaves=25,
    )
)  # fmt: skip
def test_any_order_of_elements_is_a_text_or_refused(tree: Any) -> None:
    def drawn(node: Any) -> str:
        if isinstance(node, str):
            return node
        name, value, inside = node
        return f'<w:{name} w:val="{value}">{"".join(map(drawn, inside))}</w:{name}>'

    told(docx(drawn(tree)))
    told(odt(re.sub(r"w:(\w+)", r"text:\1", drawn(tree))))


def test_sizes_that_lie() -> None:
    """A zip whose directory promises more than the file holds."""
    content = bytearray(GOOD["docx"])
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 0xFFFFFFF0)
    told(bytes(content))
