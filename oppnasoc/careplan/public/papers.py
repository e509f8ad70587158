"""The papers of a plan: what is asked on them, said once for the page and for the PDF.

A paper is filled in by hand, so it asks for the same as the plan on the screen: the questions come
from ``kinds.py``. Where a text is given it stands in the place of the lines; a paper that holds
somebody's words is never kept in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from oppnasoc.ui import paper

from ..acute.items import GROUPS, Item
from ..kinds import COLOURS, SHAPES, Field
from ..pieces import Kind
from ..seats import ACTING_FOR, SeatKind, Support
from ..sections import Section
from .letters import Letter

SHEETS = Path(__file__).parents[1] / "templates" / "careplan" / "public"
LINES = 3  # to write on, where there is much to say
#: How many of each an empty plan has room for.
CONSENTS, PEOPLE, SUPPORTS, GOALS, ACTIONS = 3, 4, 2, 2, 3


@dataclass(frozen=True)
class Ask:
    """One thing that is asked on paper.

    ``text`` is what stands there already; otherwise ``lines`` to write on. ``ticks`` are boxes to
    tick. ``rows`` are lines across the paper; each holds what is answered in a few words. ``box``
    puts a box to tick before the label. ``again``: the same once more, so that a screen may show it
    once.
    """

    label: str = ""
    hint: str = ""
    lines: int = 0
    ticks: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    box: bool = False
    again: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a paper under its own heading; ``own_page`` begins a new sheet, ``again`` as in
    ``Ask``."""

    title: str
    asks: tuple[Ask, ...]
    intro: str = ""
    own_page: bool = False
    tone: str = ""
    again: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper from the top. ``name`` stands before a line for whose it is; ``pages`` says how a
    page is numbered, with {n} and {all}."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    pages: str = ""
    name: str = ""


def plan_paper() -> Paper:
    """The plan to fill in by hand: the merged template of Swedish forms for a SIP."""
    return Paper(
        title=_("My plan on paper"),
        lead=_(
            "The paper is yours. Fill in what you want, alone or together with somebody."
            " Leave the rest empty."
        ),
        parts=tuple(_plan_parts()),
        pages=_page_words(),
    )


def acute_paper() -> Paper:
    """'If I become ill': the whole list, for whoever stands there when it happens."""
    return Paper(
        title=str(Section.ACUTE.label),
        lead=_(
            "Fill in the list when it is calm. Tick the box when it is arranged."
            " Never write codes, passwords or account numbers."
        ),
        parts=tuple(
            Part(
                title=str(group.title),
                intro=str(group.intro),
                asks=tuple(_to_see_to(item) for item in group.items),
                own_page=any(item.before_discharge for item in group.items),
                tone="red" if any(item.before_discharge for item in group.items) else "",
            )
            for group in GROUPS
        ),
        pages=_page_words(),
    )


def card_paper() -> Paper:
    """The card of one page: red, amber and green, in order of haste."""
    hints = {
        "red": _("Medicine, allergy, whom to call."),
        "amber": _("How to talk with me. What makes it worse."),
        "green": _("What makes me calm and glad."),
    }
    return Paper(
        title=_("My card"),
        lead=_("For whoever meets me when I cannot say it myself."),
        name=_("My name"),
        parts=tuple(
            Part(str(c.label), (Ask(hint=hints.get(c.value, ""), lines=5),), tone=c.value)
            for c in COLOURS
        ),
    )


def pdf(made: Paper, *, keep: bool = False) -> bytes:
    """A paper as a PDF in large letters (16 pt); ``keep`` is for what nobody has written in."""
    return paper.pdf(SHEETS / "form.typ", asdict(made), title=made.title, keep=keep)


def card_pdf(made: Paper) -> bytes:
    """The empty card as a PDF of one page."""
    return paper.pdf(SHEETS / "card.typ", asdict(made), title=made.title, keep=True)


@override("sv")
def letter_pdf(letter: Letter) -> bytes:
    """The letter as a PDF of one page: as large as its words allow."""
    return paper.pdf(SHEETS / "letter.typ", letter.on_paper(), title=letter.title)


def _page_words() -> str:
    # Translators: {n} and {all} are numbers of pages and stay as they are.
    return _("Page {n} of {all}")


def _asked(kind: Kind, *without: str) -> tuple[Ask, ...]:
    """The questions of a kind of piece, as they are on the screen."""
    return tuple(_ask(field) for field in SHAPES[kind].fields if field.name not in without)


def _ask(field: Field) -> Ask:
    label, hint = str(field.label), str(field.hint)
    if field.form == "choice":
        return Ask(label, hint, ticks=tuple(str(choice.label) for choice in field.choices))
    if field.form == "yes":
        return Ask(label, hint, ticks=(pgettext("answer", "Yes"), pgettext("answer", "No")))
    return Ask(label, hint, lines=LINES if field.form == "text" else 1)


def _another_plan() -> Ask:
    shape = SHAPES[Kind.OTHER_PLAN]
    plan, who, phone, review = (str(field.label) for field in shape.fields)
    return Ask(hint=str(shape.fields[0].hint), rows=((plan,), (who,), (phone, review)))


def _to_see_to(item: Item) -> Ask:
    if item.before_discharge:
        return Ask(str(item.text), lines=1, box=True)
    named = {field.name: str(field.label) for field in SHAPES[Kind.ACUTE].fields}
    beside = ((named["who"], named["phone"]), (named["how"], named["latest"]))
    return Ask(str(item.text), str(item.hint), rows=beside, box=True)


def _down(*labels: str) -> tuple[tuple[str], ...]:
    return tuple((label,) for label in labels)


def _plan_parts() -> Iterator[Part]:
    hidden = _("Do you have protected personal data? Then leave phone and address empty.")
    yield Part(str(Section.ABOUT.label), _asked(Kind.ABOUT), intro=hidden)
    yield Part(str(Section.IMPORTANT.label), _asked(Kind.IMPORTANT))
    yield Part(str(Kind.PREPARATION.label), _asked(Kind.PREPARATION))
    yield Part(
        _("Who may know what"),
        tuple(_consent(n) for n in range(1, CONSENTS + 1)),
        intro=_(
            "One row for each person. You can say yes to one thing and no to another."
            " You can take your yes back at any time."
        ),
    )
    yield Part(_("Who takes part"), tuple(_person(n) for n in range(1, PEOPLE + 1)))
    supports = tuple(_support(n) for n in range(1, SUPPORTS + 1))
    yield Part(_("Support of my own"), supports)
    yield Part(
        _("Who acts for me"),
        tuple(_acts()),
        intro=" ".join(for_another()),
    )
    yield Part(str(SHAPES[Kind.OTHER_PLAN].plural), (_another_plan(),))
    yield Part(
        _("Who is responsible for the whole"),
        (
            Ask(_("One of them has the overall responsibility"), ticks=_authorities()),
            Ask(rows=((_("Name"), _("Phone")), (_("When she is away, call"),))),
        ),
    )
    there = Ask(rows=_down(_("Day"), _("Who was there?")))
    yield Part(_("Our meeting"), (there, *_asked(Kind.MEETING)))
    for n in range(1, GOALS + 1):
        theirs = Ask(_("What those who work with it say of the goal"), lines=LINES)
        title = _("Goal %(n)d") % {"n": n}
        yield Part(title, (*_asked(Kind.GOAL), theirs), again=n > 1)
    for n in range(1, ACTIONS + 1):
        title = _("What will be done, %(n)d") % {"n": n}
        yield Part(title, (*_asked(Kind.ACTION), *_promised()), again=n > 1)
    yield Part(
        _("We follow up"),
        (
            Ask(
                hint=_("Choose a day within three months."),
                rows=_down(_("Day"), _("Who calls us together?")),
            ),
            *_asked(Kind.FOLLOW_UP),
        ),
    )
    yield Part(str(Section.STORY.label), _asked(Kind.STORY))
    yield Part(str(SHAPES[Kind.NOTE].plural), _asked(Kind.NOTE))
    yield Part(
        _("Receipt"),
        (
            Ask(ticks=(_("I have a copy of the plan"),)),
            Ask(_("These have a copy too"), lines=2),
            Ask(rows=_down(_("Day"), _("My signature"))),
            Ask(rows=_down(_("Signature for the municipality"), _("Signature for the region"))),
        ),
    )
    # Last, on a sheet of its own: it is taken out before the rest is copied.
    yield Part(
        str(Kind.NOT_WANTED.label),
        _asked(Kind.NOT_WANTED),
        intro=_("Keep this sheet yourself. Take it out before anybody copies the rest."),
        own_page=True,
    )


def _authorities() -> tuple[str, str]:
    return _("The municipality"), _("The region")


def _consent(n: int) -> Ask:
    return Ask(
        _("Person %(n)d") % {"n": n},
        rows=_down(
            _("Name and workplace"),
            _("May know this"),
            _("May not know this"),
            _("What it is needed for"),
            _("From and until"),
        ),
        ticks=(_("I said it"), _("I signed it"), _("I have taken it back")),
        again=n > 1,
    )


def _person(n: int) -> Ask:
    return Ask(
        _("Person %(n)d") % {"n": n},
        rows=((_("Name"), _("Phone")), (_("Role and workplace"),)),
        ticks=(_("Is asked"), _("Comes"), _("May decide for her workplace")),
        again=n > 1,
    )


def _support(n: int) -> Ask:
    kinds = (each for each in Support if each is not Support.NONE)
    return Ask(
        _("Support %(n)d") % {"n": n},
        rows=((_("Name"), _("Phone")), (_("Works at"),), (_("Until"),)),
        ticks=tuple(str(each.label) for each in kinds),
        again=n > 1,
    )


def _acts() -> Iterator[Ask]:
    """Who represents her, and what the decision says: the three parts of FB 11 kap."""
    yield Ask(
        ticks=tuple(str(SeatKind(each).label) for each in ACTING_FOR),
        rows=((_("Name"), _("Phone")),),
    )
    yield Ask(
        _("What the decision says"),
        ticks=(
            _("Look after rights (bevaka rätt)"),
            _("Manage property (förvalta egendom)"),
            _("Look after the person (sörja för person)"),
        ),
        rows=_down(_("Which day was it decided?"), _("Which is the last day?")),
    )
    yield Ask(_("What was shown, and who looked at it?"), lines=2)
    yield Ask(rows=_down(_("Which day do you turn 18?")))


def for_another() -> tuple[str, ...]:
    """What holds when somebody cannot decide herself, in the same sentences on page and paper."""
    return (
        _("Can somebody not decide by herself? Then somebody else may ask for the SIP."),
        _("It can be somebody close, a guardian, a trustee or an administrator."),
        _("A trustee or administrator decides only what the decision names."),
        _("Somebody close may ask and be there, but does not decide."),
        _("Ask so that she can understand and answer as far as she is able."),
        _("The plan is still hers, and is about what she wants."),
    )


def _promised() -> tuple[Ask, ...]:
    who = (*_authorities(), _("Somebody else"))
    return (
        Ask(_("Who is responsible for it?"), ticks=who),
        Ask(ticks=(_("It is decided"), _("It is planned")), rows=((_("Begins"), _("Done by")),)),
    )
