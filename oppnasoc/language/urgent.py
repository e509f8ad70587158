"""Whether a text may tell of urgent need: then a calm page says where to get help now.

Nothing is diagnosed, nobody is stopped and nothing of it is kept. The patterns look for what people
say of themselves or of somebody near them, not for the subject: 'en kurs om självmord' is none.
They are made to be right when they speak (at least 85 of 100, see the tests) and cannot find all.
"""

from __future__ import annotations

import re
from typing import Literal

Need = Literal["life", "violence", "child", "body", "night"]

#: The needs in the order in which help is shown.
NEEDS: tuple[Need, ...] = ("life", "body", "violence", "child", "night")

_WHO = r"(?:mig|oss|honom|henne|dem|dom|mamma|pappa)"
_OWN = r"(?:min|mitt|mina|hennes|hans|sin|sitt|sina|våra|vår|vårt|deras)"
_CHILD = r"(?:barn\w*|son\w*|dotter\w*|döttr\w*|syskon\w*|lillebror|lillasyster|bebis\w*)"
_NEAR = (
    r"(?:man|make|fru|hustru|sambo|pojkvän|flickvän|kille|tjej|partner|pappa|mamma|far|mor|bror"
    r"|son|exman|ex|exsambo|styvfar|styvpappa|farbror|morbror)"
)
_HITS = (
    r"(?:slår|slog|slagit|misshandlar|misshandlade|misshandlat|sparkar|sparkade|stryper"
    r"|strypte|strypt|våldtar|våldtog|våldtagit|knivhögg|knivskar)"
)

#: Need → what tells of it. each pattern begins a word.
_SAID: dict[Need, tuple[str, ...]] = {
    "life": (
        r"(?:ta|tar|tog|tagit) livet av (?:mig|sig|oss)",
        r"(?:ta|tar|tog|tagit) (?:mitt|sitt) (?:eget )?liv\b",
        r"(?:avsluta|avslutar|göra slut på|ända) (?:mitt|sitt) (?:eget )?liv\b",
        r"(?:vill|skulle vilja|önskar|vill bara|längtar efter att) (?:bara |helst )?(?:få )?dö\b",
        (
            r"(?:tänker|tänkt)(?: jag| hon| han)? (?:hela tiden |ofta |bara )?"
            r"på att (?:dö\b|hoppa\b|inte leva)"
        ),
        (
            r"(?:vill|orkar|ska|kan) (?:inte|ej) (?:längre |ens )?(?:leva|finnas (?:till|kvar))\b"
            r"(?! (?:på|utan|med|i|som|av|här|kvar|upp|under)\b)"
        ),
        (
            r"(?:inte|ej) (?:vill|orkar|ska|kan) (?:längre )?(?:leva|finnas till)\b"
            r"(?! (?:på|utan|med|i|som|av|här|kvar|upp|under)\b)"
        ),
        r"(?:vill|orkar) inte (?:vakna|leva) (?:mer|längre|igen)\b",
        r"bättre (?:om|att) jag (?:inte fanns|var död|vore död|dör|försvann|dog)",
        r"(?:vore|var) (?:hellre |bättre )?död\b(?= än| om|[.!])",
        r"självmords(?:tank|plan|försök|benäg|nära)\w*",
        r"(?:begå|begår|begick|begått|försökt? ta|planerar) självmord",
        r"suicidal\w*|suicid(?:tank|försök|plan|nära)\w*",
        r"skad(?:a|ar|at|ade|ar ibland) (?:mig|sig) själv(?! (?:på|i|med)\b)",
        (
            r"(?:skär|skär ibland|skära|skurit) (?:mig|sig)(?: själv| i armarna| i armen)"
            r"|(?:börjat|tänker|vill|ska) skära (?:mig|sig)\b"
        ),
        r"självskad(?!ebeteende hos|eenhet|evård)\w*",
        r"hänga mig\b(?! (?:på|med|kvar|i)\b)|hoppa framför (?:ett |ett )?tåg\w*",
        r"ingen (?:anledning|mening) (?:längre )?(?:att leva|med att leva|med livet)",
    ),
    "violence": (
        (
            rf"(?<!det )(?<!vad som )(?<!som ){_HITS} {_WHO}\b"
            r"(?! (?:att|som|hur|till|fram|ihop|med (?:häpnad|förvåning)|på fingrarna)\b)"
        ),
        rf"som {_HITS} (?:mig|oss|henne|honom)\b(?! (?:att|som|hur|är)\b)",
        rf"{_HITS} {_OWN} (?:{_NEAR}|{_CHILD})\b",
        (
            r"(?:blir|blev|blivit|bli) (?:slagen|slagna|misshandla\w+|våldtag\w+|strypt|knivhugg\w+"
            r"|hotad (?:till livet|med kniv|med vapen))"
        ),
        rf"rädd (?:för|att) {_OWN} (?:{_NEAR})\b(?! (?:ska (?:glömma|bli sjuk|må)))",
        r"(?:vågar|törs) inte (?:gå|åka|komma|vara) hem(?:ma)?\b(?! (?:från|ensam))",
        (
            rf"hot(?:ar|ade|at) (?:att (?:döda|slå|skada|mörda) |{_WHO} "
            r"(?:med (?:kniv|stryk|vapen|döden)|till livet))"
        ),
        r"(?:fått|får|fick) (?:ett )?dödshot\w*",
        (
            rf"(?:han|hon|{_OWN} {_NEAR}) (?:slår|slog|är våldsam|misshandlar|låser in)\b"
            r"(?! (?:på|av|igen|upp|fast|sig|vad|in|an|till med|om|ut|numret|ett|en)\b)"
        ),
        r"(?:gifta bort|bortgift|tvinga\w* (?:mig |henne )?(?:att )?gifta)\b",
        r"(?:står|kommer|väntar) (?:utanför|hit) (?:.{0,20})med (?:en )?(?:kniv|yxa|pistol|vapen)",
    ),
    "child": (
        rf"{_CHILD} (?:som )?far illa",
        rf"slår {_CHILD}\b(?! (?:ihop|ut|till|på|av))",
        (
            rf"{_CHILD} (?:är|blir|lämnas|sitter|var|har varit) (?:helt |alldeles |ofta )?ensam\w*"
            r" (?:hemma|hela|om natten|på natten|kvar|utan)"
        ),
        rf"{_CHILD} (?:får|fick|har fått) (?:inte mat|ingen mat|stryk)",
        rf"{_CHILD} (?:blir|blev|utsätts för|har blivit) (?:slag\w+|våld|övergrepp|misshandl\w+)",
        (
            rf"(?:rör|tar|tog|tafsa(?:r|de)) (?:vid |på )(?:mig|{_CHILD})(?= (?:där|under|på natten"
            r"|fast|när|mellan|så))"
        ),
        (
            rf"(?:utsatt|utsätter|utsätts|förgrep|förgriper)(?: {_WHO}| {_OWN} {_CHILD}| sig på"
            rf"(?: {_WHO}| {_CHILD}))?(?: för)? (?:sexuella )?övergrepp"
        ),
        r"förgr(?:ep|iper|ipit) sig på",
    ),
    "body": (
        (
            r"(?:tagit|tog|tar|svalt|svalde) (?:en |ett )?(?:överdos|för många (?:tabletter|piller)"
            r"|alla (?:mina |sina )?(?:tabletter|piller)|en hel burk|en hel karta)"
        ),
        r"(?:överdoserat|överdoserar|överdoserade)",
        r"(?:andas|vaknar) (?:inte|knappt)\b(?! (?:av|ut|till|tidigt|förrän|före|i tid))",
        (
            r"(?:går inte att|får inte|kan inte) (?:väcka|liv i) (?:honom|henne|"
            rf"{_OWN} {_NEAR})"
        ),
        r"(?:är|ligger|blev|hittade\w*) (?:\w+ )?medvetslös\w*",
        r"(?:får|fick) (?:ingen|inte) luft\b(?! i (?:däck|rum|lägenhet|sal|väntrum))",
        (
            r"(?:får|fick|har|hade) (?:svår |hemsk |fruktansvärd |stark )?(?:abstinens"
            r"(?!vård|behandling|symptomen)|krampanfall|delirium|kramper)"
        ),
        r"(?:blöder|blödde) (?:kraftigt|mycket|jättemycket|hela tiden)",
        r"ont i bröstet",
    ),
    "night": (
        (
            r"(?:har|hade|vet) (?:inte )?(?:ingenstans|ingen stans|inget ställe|inte någonstans"
            r"|inte var) (?:att |jag ska |vi ska )?(?:sova|bo)(?: (?:i natt|inatt|i kväll))"
        ),
        r"(?:sover|sova|sov|fryser) ute (?:i natt|inatt|i kväll|ikväll|nu)",
        r"(?:utkastad|vräkt|utslängd)\w*(?: \w+){0,3} (?:i dag|idag|i kväll|ikväll|i natt|inatt)",
    ),
}

_ME = (
    r"(?:me|us|him|her|them"
    r"|my (?:mum|mother|mom|dad|father|sister|brother|kids?|children|son|daughter))"
)
_DO_NOT = r"(?:do not|don't|dont|cannot|can't|cant|no longer)"
_THEIRS = (
    r"(?:my|her|his|their) (?:husband|wife|partner|boyfriend|girlfriend|ex|father|dad|stepfather"
    r"|stepdad|brother|son)"
)

#: The same in English, the second language of the interface.
_SAID_IN_ENGLISH: dict[Need, tuple[str, ...]] = {
    "life": (
        r"(?:kill|hurt|harm|cutt?)(?:s|ed|ing)? (?:myself|himself|herself)\b",
        r"(?:end|ending|take|taking|took) (?:my|his|her) (?:own )?life\b",
        r"(?:want|wish|would like|think of|thinking of|thinking about) (?:to )?(?:die|dying)\b",
        rf"{_DO_NOT} (?:want to )?(?:live|be alive|go on living)\b(?! (?:on|in|with|at|here)\b)",
        r"(?:better off|rather be|wish i (?:was|were)) dead\b",
        r"(?:no|any) reason to live\b|suicidal\b|(?:commit|attempted|planning) suicide",
    ),
    "violence": (
        (
            rf"(?:he|she|{_THEIRS}) (?:hits?|beats?|strangle[sd]|kicks|kicked|raped|abuses"
            rf"|threaten(?:ed|s) to kill) {_ME}\b"
        ),
        rf"(?:afraid|scared|frightened) of {_THEIRS}\b",
        r"(?:afraid|scared) to go home\b",
        r"(?:was|were|been|being|got) (?:raped|beaten|strangled)\b",
        r"force\w* (?:me|her) to (?:marry|get married)\b",
    ),
    "child": (
        (
            r"(?:hits|beats|hurts|abuses) (?:the|my|his|her|their) (?:child|children|kids?|baby"
            r"|son|daughter)\b"
        ),
        (
            r"(?:child|children|kids?|baby) (?:is|are|was|were) (?:being )?(?:left |home )?"
            r"(?:alone|abused|beaten|starving)\b"
        ),
    ),
    "body": (
        r"(?:took|taken|take) (?:an overdose|too many (?:pills|tablets))|overdosed\b",
        rf"{_DO_NOT} breathe\b|not breathing\b|(?:is|was) unconscious\b|chest pain\b",
        r"(?:bad|severe|terrible) withdrawal\b",
    ),
    "night": (
        r"(?:nowhere|no place) to (?:sleep|go|stay) tonight\b",
        r"sleep(?:ing)? (?:outside|rough|on the street) tonight\b",
        r"(?:evicted|thrown out|kicked out)(?: \w+){0,3} (?:today|tonight)\b",
    ),
}

_PATTERNS = {
    need: re.compile(
        "|".join(rf"(?:\b(?:{each}))" for each in (*_SAID[need], *_SAID_IN_ENGLISH[need]))
    )
    for need in NEEDS
}

#: Before what was found, in the same sentence: then it is said not to be so.
_NOT = re.compile(
    r"\b(?:never|not|didn't|doesn't|(?:inte|aldrig|ingen|inget|inga|utan att|slipper|knappast)"
    r"(?:\s(?!och\b|men\b|så\b|för\b|jag\b)[^\s,;:]+){0,3}"
    r"|(?:slutat|slutade)(?: med)?(?: att)?)\s*$"
)
#: What a sentence is about when it is about the subject: a course, a figure, a routine.
_SUBJECT = re.compile(
    r"\b(?:föreläsning\w*|utbildning\w*|kurs\w*|statistik\w*|forskning\w*|rapport\w*|rutin\w*"
    r"|broschyr\w*|affisch\w*|film(?:en|er)?|bok(?:en)?|teater\w*|prevention\w*|förebygg\w*|tema"
    r"|anmälan om|undersökning\w*|enkät\w*|courses?|lectures?|trainings?|posters?|prevention"
    r"|statistics|films?|books?)\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def find(text: str) -> tuple[Need, ...]:
    """What urgent needs a text may tell of, in the order in which help is shown; () for none."""
    found: set[Need] = set()
    for sentence in _SENTENCE.finditer(text.casefold().replace("’", "'")):
        words = " ".join(sentence[0].split())
        if _SUBJECT.search(words):
            continue
        for need, pattern in _PATTERNS.items():
            for match in pattern.finditer(words):
                if not _NOT.search(words[: match.start()]):
                    found.add(need)
    return tuple(need for need in NEEDS if need in found)
