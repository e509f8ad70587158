"""The rules for decisions and commitments, as tables compiled once.

A decision says what a meeting settled; a commitment that somebody is to do something. The verbs
are those that Swedish minutes use for it; a description or a view in the same words is kept out
by the guards at the end.
"""

from __future__ import annotations

import re

_BODY = (
    r"(?:mötet|årsmötet|stämman|styrelsen|nämnden|utskottet|arbetsutskottet|kommunstyrelsen|"
    r"fullmäktige|gruppen|arbetsgruppen|ledningsgruppen|rådet|föreningen|deltagarna|parterna|"
    r"medlemmarna|kommittén|förvaltningen|vi|alla|man|samtliga|[\w-]+(?:mötet|nämnden|styrelsen|"
    r"utskottet|rådet|gruppen|stämman|forumet|nätverket))"
)
# (code, pattern): the first that matches a sentence makes it a decision.
DECISIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("decided", r"\b(?:beslutades?|beslöts?|bestämdes|beslutats|bestämde sig)\b"),
        ("decides", rf"\b{_BODY}\s(?:\w+\s)?(?:beslutar|bestämmer|bestämde)\b|\bdet beslutas\b"),
        ("decision_is", r"^(?:\w+\s)?beslut(?:et)?\s(?:är|blev|togs|fattades)\b"),
        ("agreed", (rf"\b{_BODY}\s(?:\w+\s)?(?:enades|enas|kom överens|är överens om att|"
                    rf"var överens om att|"
                   r"kommer överens|är eniga om att)\b")),
        ("resolved", (rf"\b{_BODY}\s(?:\w+\s)?(?:godkände|godkänner|sa ja till|sade ja till|"
                      rf"sa nej till|fastställde|fastställer|antog|antar|avslog|"
                     r"avslår|biföll|bifaller|beviljade|beviljar|valde|väljer att|utsåg|utser|"
                     r"avstår|"
                     r"ställer sig bakom|ställde sig bakom|tillstyrker|tillstyrkte|"
                     r"avstyrker|avstyrkte|"
                     r"röstade|lämnar frågan|avvaktar|"
                     r"uppdra(?:r|g) åt|gav|ger i uppdrag|lade|lägger ner)\b")),
        ("passive", (r"\b(?:godkändes|godkänns|fastställdes|fastställs|antogs|avslogs|avslås|"
                     r"bifölls|"
                    r"bifalls|beviljades|beviljas|bordlades|bordläggs|valdes|väljs|utsågs|utses|"
                    r"omvaldes|nyvaldes|adjungerades|ansågs|återremitteras|skjuts upp|sköts upp|"
                    r"ställs in|ställdes in|läggs ner|entledigades|avsattes|upphävs)\b")),
        ("to_the_files", r"\b(?:lades|läggs|lade) [\wåäö ]{0,40}till handlingarna\b"),
        ("mandate", (r"\b(?:får|fick|gavs|ges) (?:i uppdrag|uppdraget|mandat|ansvar(?:et)?)\b|"
                    r"\bfår (?:spendera|använda|köpa in|disponera|lägga|rätt att)\b")),
        ("we_do_not", r"^(?:så\s)?vi\s\w+\sinte\b(?!\s(?:om|vad|hur|varför|att|än))"),
        ("we_want_it", r"^vi vill ha (?:det|den|mötet)\b"),
        ("so_it_is", r"^(?:det|så det) (?:blir|blev) (?:alltså|då|därför|i stället|istället)\b"),
        ("settled_as", r"^(?:den|det) .{3,80} (?:blir|blev|som (?:valdes|bestämdes|föreslogs))\b"),
    )
)  # fmt: skip
# A line that only opens a list of decisions: "Arbetsutskottet beslutar", "Beslut".
OPENS_DECISIONS = re.compile(
    r"\b(?:beslutar|beslutade|beslutades|beslutas|besluta|föreslår)(?: att)?\s*:?$"
)

# Present tense of what people in minutes promise to do.
ACTION_VERBS = (
    "ansvarar|åtar sig|återkommer|återkopplar|undersöker|utreder|kollar|kontaktar|bokar|avbokar|"
    "bjuder in|skickar|mejlar|mailar|skriver|ringer|beställer|köper|handlar|ordnar|fixar|"
    "sammanställer|förbereder|samordnar|bevakar|uppdaterar|publicerar|skapar|arrangerar|"
    "anmäler|meddelar|lämnar in|stämmer av|går vidare|bjuder|lånar|hämtar|städar|bakar|trycker|"
    "målar|monterar|reparerar|lagar|betalar|delar ut|sätter|hänger|printar|skriver ut|"
    "tar med|tar på sig|tar fram|tar kontakt|tar hand om|tar reda på|tar upp(?! att| hur| om)|"
    "tar emot|tar den|"
    "tar det|tar in|tar över|tar ansvar|tar frågan|tar bort|tar del|hör av sig|hör med|hör sig för|"
    "pratar med|talar med|lägger upp|lägger in|lägger ut|lägger till|lyfter (?=frågan|"
    "detta|det|den|med|till|vidare)|håller i|"
    "håller kontakt|håller kontakten|följer upp|jobbar vidare|arbetar vidare|"
    "ser över|ser till|tittar på|tittar över|gör klart|gör ett|gör en|funderar|driver|"
    "hjälper|representerar|söker|startar|försöker|fortsätter|leder|skissar|"
    "sköter|översätter|granskar|reviderar|justerar texten|inhämtar|begär|bygger|renskriver|"
    "samlar in|tillfrågar|packar|transporterar|skjutsar|återrapporterar|sonderar|"
    "initierar|påbörjar|färdigställer|distribuerar|delar|byter|installerar|svarar för|svarar på"
)
ACTION = re.compile(rf"(?:{ACTION_VERBS})\b", re.IGNORECASE)
# "vi" is weaker as subject: only verbs that point forward.
WE = re.compile(
    r"\bvi\s(?:också\s|även\s|nu\s|sedan\s)?(?P<v1>lägger|satsar|håller kontakt|återkommer|"
    r"skickar|bokar|tar med|"
    r"tar upp|tar fram|tar kontakt|bjuder in|följer upp|startar|ordnar|undersöker|kontaktar|sätter|"
    r"sammanställer|inför|prövar|testar|planerar att|hör av|börjar med|arbetar vidare|"
    r"jobbar vidare|"
    r"går vidare|ses|träffas igen|fortsätter)"
    r"|\b(?P<v2>lägger|satsar|skickar|bokar|återkommer|ordnar|startar|inför|följer|prövar|testar|"
    r"tar|håller|bjuder|fortsätter)\svi\s(?:upp|på|ut|in|med|fram|kontakt|också|nu|att|en|ett|av|"
    r"igen)\b",
    re.IGNORECASE,
)
SHALL = re.compile(
    r"\b(?:ska|skall|kommer|åtog sig|lovade|lovar|fick i uppgift|får i uppgift|tog på sig)\b"
    r"(?P<rest>\s(?:också\s|även\s|nu\s|sedan\s|därför\s|att\s|tillsammans\s|gemensamt\s|då\s|"
    r"först\s){0,3}"
    r"(?P<verb>[a-zåäö]+))",
    re.IGNORECASE,
)
# After "ska" and "kommer att" these describe, wish or predict.
_STATIVE_WORDS = (
    "vara bli ha finnas gå få kunna kännas känna heta innehålla gälla kräva väcka behöva "
    "behövas innebära leda kosta märkas förekomma säga inte det vi man de se ske räcka "
    "fungera upplevas påverka öka minska fortsätta veta förstå slippa våga orka till in från "
    "hit över dokumenteras styras kontrolleras bero dröja saknas anses räknas"
)
STATIVE = frozenset(_STATIVE_WORDS.split())
KEEP_IN_MIND = re.compile(
    r"\bska (?:\w+\s)?ha (?:det|detta|den|frågan|[\w ]{1,30}) i åtanke\b", re.IGNORECASE
)
PASSIVE_DUTY = re.compile(
    r"\b(?:ska|skall|kommer att)\s(?:nu\s|också\s|även\s|alltid\s)?"
    r"(?!finnas|kännas|behövas|hoppas|märkas|lyckas|trivas|mötas|dokumenteras|styras|kallas|"
    r"synas|höras)"
    r"[a-zåäö]{2,}(?:as|es|ås|ös|gs|ds|ts|ks|rs|ms|ns|ls)\b",
    re.IGNORECASE,
)
PASSIVE_NOW = re.compile(
    r"\b(?:skickas ut|mejlas ut|mailas ut|sammanställs|publiceras|läggs (?:ut|upp) på|"
    r"uppdateras löpande|bokas in|(?:tas upp|tas vidare|lyfts) (?:med|till|på nästa)\b|"
    r"(?:åtgärdas|klart|lagas|byts ut) (?:senast|före|till|under)|lyfts (?:med|till|vidare)|"
    r"lämnas vidare|skickas vidare|sätts upp|kallas till|delas ut)\b",
    re.IGNORECASE,
)
# A bullet that opens with what is to be done: "Boka lokal", "Fixa nycklar".
IMPERATIVE = re.compile(
    r"^(?:fixa|ordna|boka|köpa?|beställa?|skicka|maila|mejla|ringa?|kontakta|lägga? (?:till|upp|"
    r"ut|in)|"
    r"ta (?:bort|fram|kontakt|upp|reda|in|med|hand)|kolla|undersöka?|skriva?|göra? (?:en|ett|"
    r"klart)|meddela|"
    r"rensa|samla|fundera|skissa|uppdatera|bjuda? in|planera|marknadsföra?|förbereda?|"
    r"sammanställa?|publicera|informera|följa? upp|bestämma|se till|se över|skaffa|hämta|lämna in|"
    r"anmäla?|prata med|stämma? av|återkoppla|utreda?|renskriva?|trycka?|handla)\b",
    re.IGNORECASE,
)
OWNER_NOTE = re.compile(
    r"^(?:(?P<who>[\w-]+(?:\s[\w-]+){0,3})\s(?:fixar|ansvarar|ordnar|gör|tar|löser|kollar|sköter)"
    r"(?:\s(?:det|detta|den|hand om det|på det|detta|för det|detta|i det))?[.!]*"
    r"|(?:ansvarig(?:a)?|ansvar|vem)\s?:\s?(?P<label>.{2,80}))$",
    re.IGNORECASE,
)
DUE_NOTE = re.compile(
    r"^(?:fixas|görs|klart|klar|deadline|senast|tid|när|återkoppling|återrapport\w*|uppföljning|"
    r"redovisas|ska vara klart|slutfört)\b\s?:?\s?(?P<when>.{2,120}?)[.!]*$",
    re.IGNORECASE,
)
# What stands before the verb and turns a promise into a report, a condition or a wish.
REPORTING = re.compile(
    r"\b(?:berätta(?:de|r)|sa|säger|svara(?:de|r)|mena(?:de|r)|tyck(?:te|er)|undra(?:de|r)|"
    r"betona(?:de|r)|"
    r"prata(?:de|r)|informera(?:de|r)|beskr[ie]ve?r?|förklara(?:de|r)|föresl(?:og|år)|önska(?:de|"
    r"r)|"
    r"anser|ansåg|vill|ville|hoppas|redogj?or\w*|frågan (?:är|var|om)|fråga(?:de|r)|påpeka(?:de|r)|"
    r"tanken är|målet är|det verkar|viktigt att)\b",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r"\b(?:hur|vad|om|som|där|varför|vilka|vilken|eftersom|så att|att|vem|när|innan|ifall|"
    r"därför att)\s"
    r"(?:[\wåäö-]+\s){0,4}$",
    re.IGNORECASE,
)
GROUP_SUBJECT = re.compile(
    r"\b(?P<who>(?:(?:den|det|de)\s(?:\w+\s)?)?[a-zåäöA-ZÅÄÖ-]*(?:gruppen|styrelsen|"
    r"förvaltningen|kommunen|regionen|"
    r"nämnden|föreningen|rådet|organisationerna|ägarna|utskottet|kommittén|nätverket|projektet|"
    r"ordföranden?|sekreteraren?|kassören?|chefen|samordnaren|rektorn?|ledaren|teamet|"
    r"mottagningen|enheten|avdelningen|bolaget|huset|alla|samtliga|ledningen|personalen|"
    r"handläggarna|deltagarna|medlemmarna|verket|myndigheten|valberedningen|läraren|hyresvärden|"
    r"festkommittén|hemsidan|webbplatsen))\b",
    re.IGNORECASE,
)
