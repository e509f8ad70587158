"""The words minutes are built from, as tables: labels, headings, kinds of document."""

from __future__ import annotations

import re
from typing import Literal

LabelKind = Literal[
    "present", "absent", "invited", "official", "date", "time", "place", "group", "next_meeting",
    "signature", "decision", "action", "question", "answer", "views", "agenda", "other",
]  # fmt: skip

# First match wins. Patterns are matched against the whole label, in lower case, without colon.
_LABELS: tuple[tuple[LabelKind, str], ...] = (
    ("absent", r"(?:ej|inte|icke) (?:närvarande|med|deltagande|där)(?: .*)?"),
    ("absent", (r"(?:(?:kunde|kan|var|är|hade) )(?:tyvärr )?(?:inte|ej|fått förhinder|"
     "anmält|förhinder)"
                r"(?: .*)?")),
    ("absent", r"(?:anmäl[dt]a? )?(?:frånvaro|frånvarande|förhinder|förhindrade?|återbud)(?: .*)?"),
    ("absent", (r"(?:(?:har )?(?:lämnat|meddelat|anmält|fått) (?:återbud|förhinder|frånvaro)|"
                r"saknades?|"
               r"sjuk(?:a|anmälda?)?|ledig(?:a)?|avanmäl(?:da|d|ning))(?: .*)?")),
    ("invited", (r"(?:kallade|kallelse(?: till)?|inbjudna(?! gäster)|utsänt? till|för kännedom|"
                 r"kopia(?: till)?|"
                r"delges|sändlista|utskick|mottagare|c?cc|till)(?: .*)?")),
    ("signature", (r"(?:vid (?:protokollet|pennan|datorn|tangentbordet|anteckningarna)|"
                   r"justera[st](?: av)?|"
                  r"justeras|underskrift(?:er)?|signatur|antecknat av|nedtecknat av|"
                  r"bestyrkes)(?: .*)?")),
    ("present", (r"(?:närvarande|närvarolista|närvaro(?! i\b)|deltagare|deltog|deltagande|"
                 r"medverkande|"
                r"mötesdeltagare|beslutande|på plats|via länk|digitalt|på distans|med|med på mötet|"
                r"tjänstgörande ersättare|(?:ej|icke) tjänstgörande ersättare|övriga|"
                r"övriga (?:närvarande|deltagande|deltagare)|ledamöter|ordinarie ledamöter|"
                r"ersättare|"
                r"suppleanter|tjänstepersoner|tjänstemän|gäster|inbjudna gäster|adjungerade?|"
                r"vi som var (?:med|där)|vi var|(?:deltog|medverkade|närvarade) gjorde|"
                r"närvarade|ordinarie|styrelse(?:n|"
                r"ledamöter)?|brukarrepresentanter|"
                r"representanter|på mötet(?: deltog)?|medlemmar)"
                r"(?: (?:var|är|från|medlemmar|ledamöter|organisationer|personer|via|styrelse|"
                r"deltagare|"
                r"ersättare|politiker|tjänste|och (?:deltagare|beslutande|närvarande)|beslutande"
                r"|(?:på|i|vid|under) (?:mötet|träffen|dagens|sammanträdet|plats|rummet)).*)?")),
    ("official", (r"(?:mötes?)?(?:ordförande|ordf|sekreterare|sekr|protokollförare|"
                  r"protokollsekreterare|"
                 r"antecknare|anteckningar av|anteckningar|sammankallande|samtalsledare|"
                 r"mötesledare|"
                 r"moderator|justerare|justeringspersoner?|utses att justera|referent|"
                 r"skrivet av|vid protokollet|föredragande)(?: .*)?")),
    ("next_meeting", (r"(?:nästa|kommande) (?:möte|träff|apt|arbetsplatsträff|sammanträde|gång|"
                      r"styrelsemöte|mötestillfälle)(?: .*)?"
                     r"|(?:kommande|nästa) mötestider|tid för nästa möte")),
    ("date", (r"(?:datum|dag|mötesdatum|sammanträdesdatum|mötesdag|möte hållet|när|"
              r"datum och (?:tid|plats)"
             r"|datum/tid|tid och datum|dag och tid|tid och plats|plats och tid|tid/plats|"
             r"tid & plats|plats & tid|datum & tid|datum, tid och plats|tid, plats|"
             r"plats, dag och tid|plats och datum)")),
    ("time", r"(?:tid|klockan|kl|mötestid|tidpunkt)"),
    ("place", r"(?:plats|lokal|mötesplats|ort|var|rum|möteslokal|sammanträdesplats)"),
    ("group", r"(?:grupp|forum|organ|förening|arbetsgrupp|möte|mötesgrupp|nämnd|styrelse)"),
    ("decision", r"(?:[\w-]+s )?(?:beslut|besluten|förslag till beslut|beslutat)(?: .*)?|beslutas"),
    ("action", (r"(?:att[ -]göra(?:-lista)?|to[- ]?do|åtgärder?|åtgärdslista|actions?|"
                r"action ?points?|"
               r"aktivitet(?:er)?|uppgifter|uppföljningsuppgifter|"
               r"kvar att göra)(?: .*)?|ansvarig(?: \w+)?|ansvar|vem|uppdrag|göra|"
               r"klart(?: senast)?")),
    ("question", (r"(?:fråga|frågor|q|f)(?: \d+| från .*)?|(?:[\w-]+s )frågor(?: .*)?|"
                  r"frågor till .*")),
    ("answer", r"(?:svar|a|s|kommentar|svaret)(?: från .*| \d+)?"),
    ("views", (r"(?:(?:några |inkomna |våra |hennes |hans |deras |övriga )?(?:synpunkter|"
               r"kommentarer|tankar|idéer|åsikter|reflektioner|förslag|"
              r"önskemål))(?: .*)?")),
    ("views", (r"vad (?:är|behöver|kan|saknas|saknar|vill|önskar|tycker|borde|"
     r"ska vi förändra)\b.{0,60}"
               r"(?:bättre|bra|dåligt|saknas|saknar|förändra\w*|önskar|ha|tycker)\b.*|"
               r"vad saknas.*")),
    ("agenda", r"(?:dagordning|föredragningslista|agenda|program|punkter)(?: .*)?"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(rf"(?:{pattern})$")) for kind, pattern in _LABELS)
ATTENDANCE: frozenset[LabelKind] = frozenset({"present", "absent", "invited"})
# Said beside a name: she was not there. Not when it holds for a part of the meeting.
_AWAY = re.compile(
    r"\b(?:frånvarande|frånvaro|förhinder|förhindrad|återbud|sjuk|sjukanmäld|vab|vabbar|"
    r"ej närvarande|"
    r"inte närvarande|ej med|inte med|kunde (?:inte|ej)|kom (?:inte|ej)|deltog (?:inte|ej)|"
    r"ledig)\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\d|§|\b(?:punkt|punkten|delvis|del av|under|från kl|först|ersätt)", re.IGNORECASE
)
HEADER: frozenset[LabelKind] = ATTENDANCE | {"official", "date", "time", "place", "group"}

# The noun that says what a document is: enough alone, or only among the first words.
DOCUMENT = re.compile(
    r"\b\w*(?:protokoll|anteckning(?:ar|arna)?|referat|sammanfattning|minnesnotat|minnesnoteringar|"
    r"noteringar|mötesnotes|notat|protokollsutdrag)\b",
    re.IGNORECASE,
)
MEETING = re.compile(
    r"\b\w*(?:möte|mötet|möten|träff|träffen|samråd|sammanträde|workshop|årsstämma|stämma|dialog|"
    r"konferens|workshops?|rådslag|fokusgrupp|synpunkter från)\b",
    re.IGNORECASE,
)
# What follows these is not the day of the meeting: "senast den 3 maj".
OTHER_DAY = re.compile(
    r"\b(?:senast|före|innan|till|efter|sedan|nästa|från och med|född)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
# A body that meets: "Brukarrådet", "Styrgrupp", "Hjälpmedelsnämnden".
BODY_WORD = re.compile(
    r"\b[\wåäö-]*(?:råd|rådet|nämnd|nämnden|styrelse|styrelsen|utskott|utskottet|grupp|gruppen|"
    r"forum|forumet|nätverk|nätverket|kommitté|kommittén|förening|föreningen|byalag|byalaget|"
    r"samråd|apt|kväll|stormöte|café)(?:s|et|en)?\b",
    re.IGNORECASE,
)
# Headings that stand under a § or a number without being a section of their own.
_INNER = re.compile(
    r"(?:[\w-]+s )?(?:beslut|sammanfattning|beslutsunderlag|yrkanden?|förslag till beslut|bakgrund|"
    r"ärendet|ärendebeskrivning|beskrivning av ärendet|reservation(?:er)?|"
    r"särskilt yttrande|propositionsordning|beslutsgång|expedieras(?: till)?|"
    r"beslutet skickas till|skickas till|underlag|jäv|överläggning|handlingar|bilagor)(?: .*)?$",
    re.IGNORECASE,
)
USUAL_HEADING = re.compile(
    r"(?:(?:mötets?|mötet) (?:öppnande|öppnas|öppnades|avslutande|avslutas|avslutning|avslutades)|"
    r"övrig(?:t|a (?:frågor|punkter|ärenden))|nästa (?:möte|träff|steg)|dagordning(?:en)?|"
    r"avslutning|"
    r"inledning|bakgrund|information|rapporter|ekonomi|föregående (?:protokoll|möte|anteckningar|"
    r"minnesanteckningar|mötesprotokoll)|närvaro|val av .{3,50}|godkännande av .{3,50}|syfte|"
    r"uppföljning(?: .{3,50})?|att göra(?: .{3,40})?|åtgärder|åtgärdslista|beslut|diskussion|"
    r"sammanfattning|presentation(?:srunda)?|lägesrapport(?:er)?|laget runt|runda|fortsatt arbete|"
    r"synpunkter|frågor och svar|fastställande av .{3,40}|justering(?: .{3,40})?|aktuellt|"
    r"ordförande[nsn]* .{3,30}|närvarande|deltagare|frånvarande|kallade)$",
    re.IGNORECASE,
)
# Words that head a list although a colon follows: "Övrigt att tänka på:", "Styrelsens frågor:".
LIST_HEADING = re.compile(
    r"(?:övrig\w*(?:\s.{2,40})?|(?:[\w-]+s\s)?(?:frågor|uppföljningsuppgifter|"
    r"uppgifter|punkter|"
    r"aktiviteter|åtgärder|rapporter|information|nyheter)(?:\s.{2,40})?|(?:vi|vem) gör .{2,40}|"
    r"(?:till|inför) nästa (?:gång|möte|träff)|nästa steg|kvar att göra|uppföljning(?:\s.{2,40})?)$"
)
SIGNING = re.compile(
    r"(?:vid (?:protokollet|pennan|datorn|tangentbordet|anteckningarna)|justeras|justerat|"
    r"justerare|justerad|"
    r"(?:med vänlig(?:a|) )?hälsning(?:ar)?|vänlig(?:en| hälsning)|mvh|antecknat av|"
    r"sekreterare|underskrift|protokollförare|ordförande|bästa hälsningar|allt gott)\b[\s:,]*",
    re.IGNORECASE,
)


def label_kind(text: str) -> LabelKind:
    """What a label or heading without its colon announces; "other" when not in the table."""
    plain = " ".join(text.strip(" :*_.").casefold().split())
    # "Doris har läst broschyren. Hennes synpunkter": the last sentence is the label.
    plain = plain.rpartition(". ")[2]
    if len(plain) > 90:
        return "other"
    for kind, pattern in _COMPILED:
        if pattern.match(plain):
            return kind
    return "other"


def says_away(text: str) -> bool:
    """Whether what stands beside a name ("förhinder", "sjuk") says that she was not there."""
    return _AWAY.search(text) is not None and _PARTLY.search(text) is None


def is_inner_heading(text: str) -> bool:
    """Whether ``text`` is a customary part of an item ("Beslutsunderlag"), not a section."""
    return len(text) <= 60 and _INNER.match(text.strip(" :*_").casefold()) is not None
