"""Who is to do it: names, roles and groups as subjects, owners at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oppnasoc.language import name_lists, names
from oppnasoc.language.minutes import commitment_rules as rules
from oppnasoc.language.minutes.due import due
from oppnasoc.language.minutes.model import Attendee
from oppnasoc.language.organisations import looks_like_organisation
from oppnasoc.language.roles import is_role

_TAIL_OWNER = re.compile(
    r"(?:\s+[-–/]\s?(?P<dash>[^\s\-–/.,][^.!?()/–]{1,60})|\s\(+(?P<bracket>[^()]{2,60})\)+|"
    r"\s?[/→]\s?(?P<slash>[A-ZÅÄÖ][\wåäö]+))\s*[.!]*$"
)
_HEAD_OWNER = re.compile(r"^(?P<who>[A-ZÅÄÖ@][^:–.!?]{1,60}?)\s?(?::|\s[-–])\s+\S")
# "Siv och Bo oljar …", "Förvaltaren byter …": the subject, a verb in the present, the rest.
_ACTS = re.compile(
    r"^@?(?P<who>[A-ZÅÄÖŻŚŁÉ][\wåäöé'’-]*(?:\s[A-ZÅÄÖŻŚŁÉ][\wåäöé'’.-]*){0,3}"
    r"(?:(?:,|\soch|\ssamt)\s[A-ZÅÄÖŻŚŁÉ][\wåäöé'’-]*(?:\s[A-ZÅÄÖŻŚŁÉ][\wåäöé'’.-]*){0,3}){0,4})"
    r"\s(?P<verb>[a-zåäö]{2,}(?:r|(?<=skriv)s))(?P<rest>\s[^?]*|[.!]?)$"
)
_PROMISER = re.compile(
    r"^(?P<who>[A-ZÅÄÖ][\wåäöé-]+(?:\s[\wåäöé-]+)?)\s(?:lova(?:de|r)|åtog sig|åtar sig|"
    r"tog på sig)\b"
)
_DEFINITE = re.compile(r"(?:en|n|et|na)$")
_OWNER_WORD = re.compile(
    r"(?:[.,;–-]\s*|\s\(|\s)(?:ansvarig(?:a)?|ansvar)\s?:?\s(?P<who>[^.!?():]{2,60})\)?\s*[.!]*$",
    re.IGNORECASE,
)
_LAST_NAME_OWNER = re.compile(
    r",\s(?P<who>[A-ZÅÄÖ][\wåäöé-]+(?:\s(?:och\s)?[A-ZÅÄÖ][\wåäöé-]+){0,2})[.!]?$"
)
_ATT_SUBJECT = re.compile(
    r"\batt\s(?P<who>[^\W\d_]\w*(?:\s[A-ZÅÄÖ]\w*){0,2}(?:\soch\s[A-ZÅÄÖ]\w*)?)\s(?:ska\b|"
    r"[a-zåäö]+r\b)"
)
_SEE_LINK = re.compile(
    r"\(?\bSe (?:även |också )?[\wåäö ]{0,20}:?\s*<?https?://\S+>?\)?|(?<!\]\()<?https?://\S+>?"
)
_PRONOUN = re.compile(r"\b(?:hon|han|de|hen)\b", re.IGNORECASE)
_CAPITAL_SUBJECT = re.compile(r"^[A-ZÅÄÖ][\wåäöé-]+(?:(?:,| och| samt)?\s[A-ZÅÄÖ][\wåäöé-]+){0,3}$")
_EVERYBODY = frozenset(
    {"alla", "samtliga", "vi", "jag", "styrelsen", "alla deltagare", "var och en"}
)
_SUBJECT_TAIL = 70


def clean_task(text: str) -> str:
    """``text`` without check box and "Se …: <link>" at the end."""
    text = re.sub(r"^\[[ xX]?\]\s*", "", text)
    shorter = _SEE_LINK.sub("", text).strip()
    return " ".join(shorter.split()) if len(shorter) >= 8 else text


class Owners:
    """Knows the document's people, organisations and roles, and who was named last."""

    def __init__(self, people: Sequence[str], attendees: Sequence[Attendee]) -> None:
        self.people = tuple(people)
        self.firsts = {name.split()[0] for name in people if name}
        # A family name alone is used as a subject too ("Lindgren återkommer").
        self.lasts = {name.split()[-1] for name in people if " " in name}
        self.organisations = {a.organisation for a in attendees if a.organisation}
        # Initials given in the attendance ("Per-Arne Sjö (PAS)") are used as names further down.
        self.organisations |= {a.note for a in attendees if a.note and a.note.isupper()}
        self.last_person: str | None = None

    def knows(self, text: str) -> bool:
        """Whether ``text`` is a person, role, organisation or "alla"."""
        pieces = [
            p.strip(" .*()")
            for p in re.split(r",|/|&|(?<!-\s)\boch\b|\bsamt\b|;", text)
            if p.strip(" .*()")
        ]
        return bool(pieces) and all(self._knows_one(piece) for piece in pieces)

    def _knows_one(self, text: str) -> bool:
        if not text or len(text) > 50:
            return False
        if text.casefold() in _EVERYBODY or text in self.people or text in self.organisations:
            return True
        words = text.split()
        if words[0] in self.firsts or words[0] in self.lasts or is_role(text):
            return True
        if text[0].isupper() and len(words) <= 3 and names.looks_like_name(text):
            return True
        return (
            len(words) <= 5
            and (text[0].isupper() or words[0] in ("arbetsgruppen", "kommunen"))
            and (looks_like_organisation(text))
        )

    def starts_with_owner(self, text: str) -> bool:
        """Whether a sentence of ``text`` opens with a known person."""
        words = re.findall(r"[A-ZÅÄÖ][\wåäöé-]+", text)
        return any(word in self.firsts for word in words)

    def of_task(self, text: str) -> str | None:
        """The owner of an action-list item: at its end, at its head, or its subject."""
        plain = clean_task(text).strip()
        written = self._written_owner(plain)
        if written:
            return written
        tail = _TAIL_OWNER.search(plain)
        if tail:
            who = (tail["dash"] or tail["bracket"] or tail["slash"]).strip(" .*")
            if self.knows(who) or (tail["slash"] and len(who) > 1):
                return who
        head = _HEAD_OWNER.match(plain)
        if head and self.knows(head["who"]):
            return head["who"].strip(" *")
        found = self.promise(plain, guarded=False)
        return found[0] if found else None

    def _written_owner(self, text: str) -> str | None:
        """ "…, ansvarig Siv", "… (ansvarig: Siv)" and "…, Siv" at the end of ``text``."""
        match = _OWNER_WORD.search(text[-120:])
        if match and (self.knows(match["who"]) or ":" in match[0]):
            return match["who"].strip(" .*")
        match = _LAST_NAME_OWNER.search(text[-80:])
        return match["who"] if match and self.knows(match["who"].replace(" och ", ", ")) else None

    def at_end(self, text: str) -> str | None:
        """The person (or "alla") in brackets, after a dash or a slash at the end of ``text``."""
        word = _OWNER_WORD.search(text[-120:])
        if word and self.knows(word["who"]):
            return word["who"].strip(" .*")
        tail = _TAIL_OWNER.search(text)
        who = (tail["dash"] or tail["bracket"] or tail["slash"] or "").strip(" .*") if tail else ""
        named = who.split()[0] in self.firsts or who in self.people if who else False
        return who if named or who.casefold() == "alla" else None

    def of_decision(self, text: str) -> str | None:
        """Who a decision binds or who took it."""
        mandate = re.search(
            r"(?:ge|ger|gav|uppdrar åt)\s(?P<a>[\wåäö-]+(?:\s[\wåäö-]+){0,2}?)\s(?:i uppdrag|att|"
            r"uppdraget)\b"
            r"|^(?P<b>[A-ZÅÄÖ][\wåäö-]+(?:\s[\wåäö-]+){0,2}?)\s(?:får|fick)\b", text
        )  # fmt: skip
        if mandate:
            return mandate["a"] or mandate["b"]
        subject = re.match(
            r"(?!(?:För|Till|Vid|Det|Den|På|Efter|Här|Därefter|Sedan|Enligt)\s)"
            r"(?P<who>[A-ZÅÄÖ][\wåäö-]+(?:\s[\wåäö-]+){0,2}?)\s(?:beslut(?:ade|ar)|beslöt|enades|"
            r"kom överens|bestäm(?:de|mer)|"
            r"godkän(?:de|ner)|fastställ(?:de|er)|antog|antar|avslog|avslår|bevilja(?:de|r)|"
            r"biföll|bifaller|tillstyrk(?:te|er)|avstyrk(?:te|er)|ställ(?:de|er) sig|"
            r"föreslår)\b", text
        )  # fmt: skip
        agreed = _ATT_SUBJECT.search(text)
        if agreed and (self.knows(agreed["who"]) or is_role(agreed["who"])):
            return agreed["who"].replace(" och ", ", ")
        if subject:
            return subject["who"]
        charged = re.search(
            r"\b(?:beslöts|beslutades|"
            r"bestämdes)(?: det)? att (?P<who>[\wåäö-]+(?:\s[\wåäö-]+)?)\s(?:ska|kommer)\b",
            text,
        )
        return charged["who"] if charged else None

    def remember(self, text: str) -> None:
        """Note who ``text`` speaks of, for a "hon" or "de" in the next sentence."""
        found = names.find(text, people=self.people)
        if found:
            self.last_person = found[0].name

    def promise(self, text: str, *, guarded: bool) -> tuple[str | None, str, int] | None:
        """(who, why, where it starts) when ``text`` promises something; None otherwise.

        ``guarded``: among views, only a named person's own words count.
        """
        return (
            self._by_person(text)
            or (None if guarded else self._by_group(text))
            or (None if guarded else self._by_we(text))
            or (None if guarded else self._passive(text))
        )

    def _by_person(self, text: str) -> tuple[str | None, str, int] | None:
        for match in rules.ACTION.finditer(text):
            who = self._subject(text[: match.start()])
            if who:
                return who, "person_acts", 0
        for match in rules.SHALL.finditer(text):
            if match["verb"].lower() in rules.STATIVE and not rules.KEEP_IN_MIND.match(
                text, match.start()
            ):
                continue
            if match[0].lower().startswith("kommer") and " att " not in match[0].lower():
                continue
            who = self._subject(text[: match.start()], far=True)
            if who:
                return who, "person_shall", 0
        if re.search(r"\b(?:lova(?:de|r)|åt(?:og|ar) sig|tog på sig)\b", text):
            pronoun = _PRONOUN.match(text)
            if pronoun:
                return self.last_person or pronoun[0].lower(), "pronoun_promises", 0
            body = _PROMISER.match(text)
            if body:
                return body["who"], "body_promises", 0
        return self._acts(text)

    def _acts(self, text: str) -> tuple[str | None, str, int] | None:
        """A known person, role or body that opens the sentence, and what she does next."""
        match = _ACTS.match(text)
        if match is None or len(text) > 220:
            return None
        verb, who = match["verb"].lower(), match["who"]
        if verb in name_lists.not_promising_verbs() or match["rest"].startswith(
            (" att ", " om att ")
        ):
            return None
        subject = " ".join(who.split())
        pieces = re.split(r"\s*,\s*|\s+och\s+|\s+samt\s+", subject)
        if not all(self._can_act(piece) for piece in pieces):
            return None
        group = rules.GROUP_SUBJECT.fullmatch(pieces[0]) or pieces[0] in self.organisations
        if group and due(text) is None:
            # What a group does is mostly what it always does.
            return None
        return ", ".join(pieces), "person_acts", 0

    def _can_act(self, who: str) -> bool:
        words = who.split()
        if who in self.people or who in self.organisations or words[0] in self.firsts:
            return True
        if who in self.lasts or (
            len(words) == 1 and is_role(who.lower()) and _DEFINITE.search(who)
        ):
            return True
        return rules.GROUP_SUBJECT.fullmatch(who) is not None

    def _subject(self, before: str, *, far: bool = False) -> str | None:
        """The person or role that is the subject right before a verb; None when there is none."""
        if rules.REPORTING.search(before) and not re.search(r",\s(?:men|och)\s", before):
            return None
        near = before[-_SUBJECT_TAIL:].rstrip()
        near = re.sub(r"\s(?:också|även|sedan|nu|själv|tillsammans|då|därför|alltid)$", "", near)
        clause = re.split(r"[.;:!?]\s|\s[-–]\s|,\s(?:som|men|och|att|så)\s", near)[-1].strip(
            " ,(*_"
        )
        found = [m for m in names.find(clause, people=self.people) if m.end >= len(clause) - 1]
        if found:
            first = found[-1]
            if rules.SUBORDINATE.search(before[: before.rfind(first.text)] or ""):
                return None
            return self._with_partner(clause, first)
        last = re.split(r"\s", clause)[-1] if clause else ""
        alone = clause.strip() == last
        if alone and last in self.organisations:
            return last
        if alone and (is_role(last) and last[:1].isupper()):
            return last
        if far:
            return self._far_subject(before)
        return None

    def _with_partner(self, clause: str, mention: names.NameMention) -> str:
        """ "Siri och Annika" as one owner."""
        match = re.search(
            r"([A-ZÅÄÖ][\wåäöé-]+(?:\s[A-ZÅÄÖ][\wåäöé-]+)?)\s(?:och|samt)\s$",
            clause[: mention.start],
        )
        return f"{match[1]}, {mention.name}" if match else mention.name

    def _far_subject(self, before: str) -> str | None:
        """ "Siv Ek, kurator på skolan, ska …" and "Siv är tveksam, men ska …"."""
        starting = names.find(before[:80], people=self.people)
        if not starting or starting[0].start > 3:
            return None
        between = before[starting[0].end :]
        inserted = re.match(r",\s[^,]{3,60},\s*$", between)
        contrast = re.match(r"\s[^,]{3,60},\s(?:men|och)\s*$", between)
        return starting[0].name if inserted or contrast else None

    def _by_group(self, text: str) -> tuple[str | None, str, int] | None:
        for match in rules.SHALL.finditer(text):
            verb, said = match["verb"].lower(), match[0].lower()
            if said.startswith("kommer") and " att " not in said and verb != "fortsätta":
                continue
            if verb in rules.STATIVE and verb != "fortsätta":
                continue
            before = text[: match.start()]
            if rules.REPORTING.search(before) or re.search(
                r"\b(?:som|där|vad|hur|om)\s[^,]{0,40}$", before
            ):
                continue
            subject = self._group_before(before)
            if subject:
                return subject, "group_shall", 0
            pronoun = re.search(r"(?:^|,\s|att\s)(de)\s*$", before, re.IGNORECASE)
            if pronoun:
                return pronoun[1].lower(), "they_shall", 0
        for match in rules.ACTION.finditer(text):
            before = text[: match.start()]
            subject = self._group_before(before)
            if (
                subject
                and not rules.REPORTING.search(before)
                and not rules.SUBORDINATE.search(before[: before.lower().rfind(subject.lower())])
            ):
                return subject, "group_acts", 0
        return None

    def _group_before(self, before: str) -> str | None:
        """The group, office or organisation that ends (or opens and fills) ``before``."""
        near = before[-_SUBJECT_TAIL:].rstrip(" ,")
        found = list(rules.GROUP_SUBJECT.finditer(near))
        if found and (found[-1].end() == len(near) or _is_subject_phrase(near[found[-1].end() :])):
            return found[-1]["who"].strip()
        words = near.split()
        last = words[-1] if words else ""
        return last if last in self.organisations and len(words) <= 2 else None

    def _by_we(self, text: str) -> tuple[str | None, str, int] | None:
        for match in rules.WE.finditer(text):
            before = text[: match.start()]
            consequence = re.search(r"\bär att\s*$", before)
            if not consequence and (
                rules.REPORTING.search(before)
                or re.search(r"\b(?:hur|vad|om|att|som|varför|där|eftersom)\s(?:\w+\s)?$", before)
            ):
                continue
            return "vi", "we_will", 0
        shall = re.search(
            r"\bvi (?:ska|kommer att)\s(?:\w+\s)?(?P<verb>[a-zåäö]+)", text, re.IGNORECASE
        )
        if shall is not None and shall["verb"] not in rules.STATIVE:
            before = text[: shall.start()]
            blocked = re.search(r"\b(?:hur|vad|om|att|som|varför|där|när)\s(?:\w+\s)?$", before)
            if not blocked and not rules.REPORTING.search(before):
                return "vi", "we_shall", 0
        return None

    def _passive(self, text: str) -> tuple[str | None, str, int] | None:
        match = rules.PASSIVE_DUTY.search(text) or rules.PASSIVE_NOW.search(text)
        if match is None:
            return None
        before = text[: match.start()]
        if rules.REPORTING.search(before) or re.search(
            r"\b(?:som|där|hur|vad|om|att|det)\s[^,]{0,40}$", before, re.IGNORECASE
        ):
            return None
        return None, "to_be_done", 0


def _is_subject_phrase(rest: str) -> bool:
    """Whether words after a group still belong to it: "gruppen för bättre brev"."""
    return bool(re.fullmatch(r"\s(?:för|i|på|av|från|vid)\s[\wåäö-]+(?:\s[\wåäö-]+){0,3}", rest))
