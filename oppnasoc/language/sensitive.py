"""What is personal or says something about health, as patterns compiled once."""

from __future__ import annotations

import re

from oppnasoc.language.organisations import REVEALING_ACRONYMS, REVEALING_STEMS

# Ten or twelve digits as a personal identity number, coordination or interim number.
PERSONAL_NUMBER = re.compile(
    r"(?<![\d-])(?:(?:19|20)\d\d|\d\d)[01]\d[0-9]\d[-+ –]?(?:\d{4}|[TRSUWXJKLMN]\d{3})(?![\d-])"
)
BIRTH = re.compile(
    r"(?:person(?:nr|nummer)|pnr|född|f\.)\s?:?\s?(?:den\s)?(?P<n>(?:19|20)\d\d-\d\d-\d\d|"
    r"(?:19|20)?\d{6}(?:[-+]?[xX*]{4})?)(?!\d)",
    re.I,
)
ADDRESS = re.compile(
    r"(?<![\w-])(?:[A-ZÅÄÖ][\wåäöé.]*\s){0,2}[A-ZÅÄÖ][\wåäöé]*(?:gatan|gata|vägen|väg|gränden?|"
    r"torget|torg|"
    r"stigen|allén?|backen|platsen?|liden|kajen|esplanaden|ringen|promenaden)\s\d{1,4}"
    r"(?:\s?[A-Za-z](?![\wåäö]))?(?:,?\s(?:lgh\s\d{1,5}|\d\s?tr))?"
    r"(?:,?\s\d{3}\s?\d{2}\s[A-ZÅÄÖ][\wåäö]+)?"
)
POSTCODE = re.compile(r"(?<![\d-])\d{3}\s\d{2}\s[A-ZÅÄÖ][a-zåäö]{2,}")
HEALTH_WORDS = re.compile(
    r"(?<![\w])(?:[\wåäö]*(?:diagnos|missbruk|medicin(?!al)|depress|ångest|psykos|schizofren|"
    r"bipol|autis|"
    r"demens|epilep|cancer|diabet|alkohol|narkoti|heroin|amfetamin|cannabis|självmord|suicid|"
    r"självskad|"
    r"ätstörning|anorex|psykofarmak|sjukskriv|sjukdom|tvångsvård|utskriven|inlagd|återfall|nykter|"
    r"spelberoende|utmattning|panikattack|behandlingshem|funktionsnedsätt|missfall|hepatit)[\wåäö]*"
    r"|adhd|add|hiv|lvm|lpt|lvu|ptsd|ocd|asperger\w*|beroende(?!\sp)\w*|behandling(?:en|ar)?|"
    r"sjuk(?:a|t)?|"
    r"psykisk(?:t|a)?\s\w+|mår dåligt|mådde dåligt|slutat äta|äter inte|dement\w*|senil\w*|"
    r"deprimera\w*|inkontinen\w*|ramla(?:t|de|r)|"
    r"hemlös\w*|rullstol\w*|stroke|terapi\w*)(?![\w])",
    re.IGNORECASE,
)
# Said of services and subjects, not of a person: "behandling av personuppgifter".
NOT_HEALTH = re.compile(
    r"behandling(?:en|ar)?\sav\s(?:person|ansök|ärend|motion|fråg)|medicinsk|beroende på|"
    r"behandlings?assistent|missbruks?(?:enhet|vård|handlägg|grupp|team|del)|alkoholhandlägg|"
    r"alkoholservering|"
    r"alkoholtillst|demensboende|demensteam|sjukhus|sjuksköt|beroende(?:mottag|enhet|vård|team)",
    re.IGNORECASE,
)
PARTY = re.compile(r"\((?P<party>S|M|SD|C|V|KD|L|MP|FI|FP)\)")
BESIDE = re.compile(
    r"\s*(?:,\s*|\s\(|\(|\s[–-]\s|/|\sfrån\s|\spå\s|\sför\s|\si\s)(?P<what>[^,;()\n]{2,60})"
)
ORG_ACRONYM = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, REVEALING_ACRONYMS))})(?!\w)")
HEALTH_ORG_WORD = re.compile(
    rf"(?<!\w)[\wåäö-]*(?:{'|'.join(re.escape(s.strip()) for s in REVEALING_STEMS)})[\wåäö-]*"
    r"(?:förening|förbund|riksförbund|klubb|sällskap|nätverk|grupp)\w*", re.IGNORECASE,
)  # fmt: skip
FREE_MAIL = re.compile(
    r"@(?:gmail|hotmail|outlook|live|yahoo|icloud|telia|bredband|comhem|spray|mejl|mail|"
    r"protonmail|me)\.",
    re.I,
)
OFFICE_MAILBOX = re.compile(
    r"^(?:info|kontakt|kontaktcenter|registrator|kundtjanst|medborgarservice|socialtjansten|"
    r"reception|"
    r"styrelsen?|ordforande|kansli|kommun\w*|[a-z]*(?:namnd|forvaltning|mottagning|"
    r"servic\w*|rad|radet|"
    r"grupp|gruppen|forening|forbund|natverk|expedition|enhet|bokning|vaxel|redaktion))@",
    re.I,
)
PERSONAL_MAILBOX = re.compile(r"^[\wåäö]+[.][\wåäö]+@", re.I)
# She who was named in the sentence before.
PRONOUN = re.compile(r"\b(?:hon|han|hen|henne|honom|hennes|hans|hens)\b", re.IGNORECASE)
# Nobody in particular: what is said of these is said of no person.
GENERAL = re.compile(
    r"\b(?:någon|några|man|patienter\w*|brukare|brukarna|personer|människor|de som|den som|"
    r"dem som|barn|"
    r"unga|ungdomar|äldre|anhöriga|medlemmar|deltagare|flera|många|vissa|alla|andra|folk|invånare|"
    r"föräldrar|boende(?=\s(?:som|med)))\b",
    re.IGNORECASE,
)
# Somebody who can be told without a name: "min son", "en boende på rum 12".
SOMEBODY = re.compile(
    r"\b(?:(?:(?i:min|mitt|mina|vår|vårt)|(?:[A-ZÅÄÖ][\wåäö-]+s))\s(?:\w+\s)?(?:son|dotter|mamma|"
    r"pappa|mor|"
    r"far|syster|bror|man|fru|maka|make|sambo|barn|barnbarn|mormor|morfar|farmor|farfar|"
    r"granne|kusin|"
    r"väninna|vän|brorson|systerdotter)"
    r"|(?i:en|den) (?:boende|hyresgäst|brukare|medlem|patient|elev|man|kvinna|pojke|flicka|"
    r"kille|tjej)\s"
    r"(?:på|i)\s(?:rum|lägenhet|lgh|avdelning|port|klass)\s?\w{1,4})\b"
)
