"""Decisions and commitments in minutes, as suggestions for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from oppnasoc.language.minutes import commitment_rules as rules
from oppnasoc.language.minutes.attendance import value_of
from oppnasoc.language.minutes.due import due
from oppnasoc.language.minutes.model import Attendee, Block, Commitment, Section
from oppnasoc.language.minutes.owners import Owners, clean_task
from oppnasoc.language.minutes.questions import questions_in
from oppnasoc.language.minutes.vocabulary import HEADER, LabelKind, label_kind
from oppnasoc.language.sentences import sentences

_TASK_HEAD = re.compile(
    r"^(?:vad|åtgärd\w*|aktivitet\w*|uppgift\w*|att göra|uppdrag|punkt|ärende)$", re.I
)
_WHO_HEAD = re.compile(r"^(?:vem|ansvarig\w*|ansvar|namn|utförare)\b", re.I)
_WHEN_HEAD = re.compile(r"^(?:när|klart?\b.*|deadline|datum|senast|tid|färdigt|slutdatum)$", re.I)
# "Beslut: …", "**Beslut:** …", "Beslut – …" and "Beslut att …" at the head of a bullet or line.
_DECISION_ITEM = re.compile(
    r"^[*_]{0,3}(?:[A-ZÅÄÖ][\w-]*s\s)?beslut(?:et|en|as)?[*_]{0,3}\s?(?::|[–—-]\s|"
    r"(?=att\s))[*_]{0,3}\s*"
    r"(?P<what>\S.{2,})$",
    re.IGNORECASE,
)
_DECIDED_LIST = re.compile(r"\bbeslut(?:ar|ade)\s(?:om|enligt|följande)\b", re.IGNORECASE)
_VAGUE_HEADING = re.compile(r"(?:aktivitet|uppgift|uppdrag|göra|klart|ansvar)", re.IGNORECASE)
_MAX_TASK = 400
# Bounds that keep the work linear: no sentence or paragraph that people wrote is longer.
_LONGEST_SENTENCE, _LONGEST_TEXT = 1_500, 12_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: below which label, in what kind of section."""

    label: LabelKind
    in_actions: bool
    in_decisions: bool
    due: str | None


def find_commitments(
    sections: Sequence[Section], people: Sequence[str], attendees: Sequence[Attendee]
) -> list[Commitment]:
    """All decisions and commitments of ``sections`` in order, each text once."""
    owners = Owners(people, attendees)
    found: list[Commitment] = []
    for section in sections:
        if section.role in ("attendance", "absence", "agenda"):
            continue
        found.extend(_Walk(section, owners).found())
    seen: set[str] = set()
    kept = []
    for each in found:
        key = " ".join(each.what.casefold().split()).rstrip(".!")
        if key and key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


class _Walk:
    """One section's blocks in order, with the label and the table head that hold for each."""

    def __init__(self, section: Section, owners: Owners) -> None:
        self.section = section
        self.owners = owners
        self.results: list[Commitment] = []
        self.columns: dict[str, int] = {}
        heading = section.heading or ""
        kind = label_kind(heading) if heading else "other"
        self.in_actions = section.role == "actions"
        # Under "Aktiviteter" there may be a list of tasks, or prose about what went on.
        self.vague = _VAGUE_HEADING.match(heading) is not None
        self.in_decisions = kind == "decision" and len(heading.split()) <= 4
        self.label: LabelKind = "views" if kind == "views" else "other"
        self.due = due(heading) if self.in_actions else None
        self.opened = False
        # Whether a verb without its object ("Rådet beslutar") opened the run of decisions.
        self.dangling = False

    def found(self) -> list[Commitment]:
        blocks = self.section.blocks
        skip: set[int] = set()
        for index, block in enumerate(blocks):
            if block.kind == "label":
                self.label = label_kind(block.label or block.text)
                if _DECIDED_LIST.search(block.text):
                    self._append(block.text.rstrip(":"), self.owners.of_decision(block.text),
                                 None, "decision", "decision_label", block)  # fmt: skip
                self.opened = self.label == "decision" or bool(
                    rules.OPENS_DECISIONS.search(block.text)
                )
            elif block.kind == "row" and not self._row(block):
                self._sentences(block)
            elif index in skip or block.kind not in ("paragraph", "bullet"):
                continue
            elif block.kind == "bullet":
                skip |= self._bullet(index, block)
            else:
                self._paragraph(block)
        return self.results

    def _place(self) -> _Place:
        return _Place(self.label, self.in_actions or self.label == "action",
                      self.in_decisions or self.opened, self.due)  # fmt: skip

    def _row(self, block: Block) -> bool:
        """Take a table row; False when the table is not a list of tasks."""
        cells = block.cells
        head = {
            name: position
            for position, cell in enumerate(cells)
            for name, pattern in (("what", _TASK_HEAD), ("who", _WHO_HEAD), ("when", _WHEN_HEAD))
            if pattern.match(cell.strip(" *_:"))
        }
        if len(head) >= 2:
            self.columns = head
            return True
        if not self.columns or ("who" not in self.columns and not self.in_actions):
            return False
        values = {name: cells[at] for name, at in self.columns.items() if at < len(cells)}
        what = values.get("what") or cells[0]
        self._append(what, values.get("who") or None, values.get("when") or None,
                     "commitment", "table_row", block)  # fmt: skip
        return True

    def _bullet(self, index: int, block: Block) -> set[int]:
        """Take a bullet with the owner and time that stand in bullets below it."""
        place = self._place()
        notes = self._notes_below(index, block)
        if _is_note(block.text) and self.results:
            self._attach_note(block.text)
            return set(notes)
        before = len(self.results)
        task = len(block.text) <= _MAX_TASK
        decided = _DECISION_ITEM.match(block.text)
        if decided and task:
            value = decided["what"]
            self._append(value, self.owners.of_decision(value), due(value), "decision",
                         "decision_label", block)  # fmt: skip
            for at in notes:
                self._attach_note(self.section.blocks[at].text)
            return set(notes)
        if place.in_decisions and task and block.level == 1:
            self._append(block.text, self.owners.of_decision(block.text), due(block.text),
                         "decision", "in_decision_list", block)  # fmt: skip
        elif place.in_actions and task and block.level == 1:
            self._append(*self._task(block.text, place), "commitment", "in_action_list", block)
        elif not (
            place.label in ("views", "question") and not self.owners.starts_with_owner(block.text)
        ):
            self._sentences(block)
            if len(self.results) == before and self._is_todo(block):
                self._append(*self._task(block.text, place), "commitment", "to_do_bullet", block)
            owner = self.owners.at_end(block.text)
            if owner and len(self.results) == before and len(block.text) <= _MAX_TASK:
                self._append(clean_task(block.text), owner, due(block.text), "commitment",
                             "owner_at_end", block)  # fmt: skip
        owned = any(_tells_of_task(self.section.blocks[at].text) for at in notes)
        if notes and (owned or len(self.results) > before or self._is_todo(block)):
            if len(self.results) == before:
                self._append(*self._task(block.text, place), "commitment", "owner_below", block)
            for at in notes:
                self._attach_note(self.section.blocks[at].text)
        return set(notes)

    def _is_todo(self, block: Block) -> bool:
        return bool(
            rules.IMPERATIVE.match(block.text)
            and len(block.text) <= 160
            and self.label != "views"
            and not questions_in(block.text)
        )

    def _task(self, text: str, place: _Place) -> tuple[str, str | None, str | None]:
        who = self.owners.of_task(text)
        return clean_task(text), who, due(text) or place.due

    def _notes_below(self, index: int, block: Block) -> list[int]:
        found = []
        for below in range(index + 1, len(self.section.blocks)):
            other = self.section.blocks[below]
            if other.kind != "bullet" or other.level <= block.level:
                break
            direct = other.level == block.level + 1
            if direct and _is_note(other.text):
                found.append(below)
        return found

    def _attach_note(self, note: str) -> None:
        """Give the latest commitment the owner or time that ``note`` tells."""
        if not self.results:
            return
        last = self.results[-1]
        owner = rules.OWNER_NOTE.match(note)
        if owner:
            who = (owner["label"] or owner["who"] or "").strip(" .")
            self.results[-1] = replace(last, who=who, when=last.when or due(note))
            return
        when = rules.DUE_NOTE.match(note)
        if when and last.when in (None, self.due):
            self.results[-1] = replace(last, when=due(note) or when["when"].strip())

    def _paragraph(self, block: Block) -> None:
        place = self._place()
        kind = label_kind(block.label) if block.label else None
        if kind is not None and (kind in HEADER or kind in ("next_meeting", "signature")):
            return
        value = value_of(block) if block.label else block.text
        if kind == "decision" and block.label and not block.label.lower().startswith("förslag"):
            self.opened = False
            self._append(value, self.owners.of_decision(value), due(value), "decision",
                         "decision_label", block)  # fmt: skip
            return
        if kind == "action" and block.label:
            self._action_label(block, value)
            return
        if _is_note(block.text) and self.results:
            self._attach_note(block.text)
            return
        clause = re.match(r"att\b", block.text) is not None
        if self.dangling and not clause:
            # What was decided ends at the first line that is neither a clause nor a bullet.
            self.opened = self.dangling = False
            place = self._place()
        opens = rules.OPENS_DECISIONS.search(block.text) and len(block.text) <= 120
        if place.in_decisions and not opens and len(block.text) <= _MAX_TASK:
            self._append(block.text, self.owners.of_decision(block.text), due(block.text),
                         "decision", "below_decision", block)  # fmt: skip
            return
        if rules.OPENS_DECISIONS.search(block.text) and len(block.text) <= 120:
            self.opened = self.dangling = True
            return
        self.opened = False
        decided = _DECISION_ITEM.match(block.text)
        if decided and len(block.text) <= _MAX_TASK:
            self._append(decided["what"], self.owners.of_decision(decided["what"]),
                         due(block.text), "decision", "decision_label", block)  # fmt: skip
            return
        prose = self.vague and block.text.endswith(".") and not self.owners.of_task(block.text)
        if place.in_actions and len(block.text) <= 160 and block.label is None and not prose:
            self._append(*self._task(block.text, place), "commitment", "in_action_list", block)
            return
        owned = block.label and self.owners.knows(block.label) and len(block.text) <= _MAX_TASK
        if owned and (rules.IMPERATIVE.match(value) or rules.ACTION.match(value)):
            self._append(block.text, block.label, due(block.text), "commitment",
                         "owner_label", block)  # fmt: skip
            return
        self._sentences(block)

    def _action_label(self, block: Block, value: str) -> None:
        """ "Ansvarig: NN" belongs to what stands above; "Att göra: …" is a task itself."""
        owner_like = re.match(r"(?:ansvar|vem|klart)", (block.label or ""), re.IGNORECASE)
        if not owner_like:
            place = self._place()
            self._append(*self._task(value, place), "commitment", "action_label", block)
        elif self.results and block.first_line - self.results[-1].line <= 4:
            self._attach_note(block.text)
        else:
            above = [b for b in self.section.blocks if b.last_line < block.first_line]
            if above and above[-1].kind in ("paragraph", "bullet"):
                self._append(above[-1].text, value.strip(" ."), due(above[-1].text), "commitment",
                             "owner_below", above[-1])  # fmt: skip

    def _sentences(self, block: Block) -> None:
        for sentence in sentences(block.text[:_LONGEST_TEXT]):
            text = sentence.text
            if len(text) > _LONGEST_SENTENCE:
                continue
            if _is_note(text) and self.results and self.results[-1].line == block.first_line:
                self._attach_note(text)
                continue
            if questions_in(text) and text.rstrip(' )"”').endswith("?"):
                self.owners.remember(text)
                continue
            found = self._decision(text) or self._promise(text, block)
            if found:
                what, who, kind, why = found
                self._append(what, who, due(what) or self.due, kind, why, block)
            self.owners.remember(text)

    def _decision(self, text: str) -> tuple[str, str | None, _Kind, str] | None:
        for code, pattern in rules.DECISIONS:
            match = pattern.search(text)
            if match is None:
                continue
            if self.label == "views" or _is_reported(text[: match.start()]):
                return None
            if rules.SUBORDINATE.search(text[: match.start()]) and code != "we_do_not":
                continue
            return text, self.owners.of_decision(text), "decision", code
        return None

    def _promise(self, text: str, block: Block) -> tuple[str, str | None, _Kind, str] | None:
        found = self.owners.promise(text, guarded=self.label in ("views", "question"))
        if found is None:
            return None
        who, why, start = found
        return text[start:] if start else text, who, "commitment", why

    def _append(
        self, what: str, who: str | None, when: str | None, kind: _Kind, why: str, block: Block
    ) -> None:
        what = what.strip(" *_\t").lstrip("→–•- ")
        if len(what) >= 4:
            self.results.append(Commitment(who, what, when, kind, why, block.first_line))


_Kind = Literal["decision", "commitment"]


def _is_note(text: str) -> bool:
    """Whether ``text`` only says who or when for what stands above it."""
    if len(text) > 120:
        return False
    if rules.OWNER_NOTE.match(text):
        return True
    return bool(rules.DUE_NOTE.match(text)) and (due(text) is not None or ":" in text[:30])


def _tells_of_task(note: str) -> bool:
    """Whether a note below makes what stands above a task: "Siv fixar", "Görs i maj".

    "Klar i maj" may be said of anything.
    """
    named = rules.OWNER_NOTE.match(note) is not None
    return named or not re.match(r"klart?\b", note, re.IGNORECASE)


def _is_reported(before: str) -> bool:
    """Whether what comes before a verb makes it somebody's report of a thing elsewhere."""
    return bool(rules.REPORTING.search(before))
