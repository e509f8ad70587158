"""What shows where somebody is, as people write it; and what only looks like it."""

from __future__ import annotations

import pytest

from oppnasoc.careplan.hidden import find_hidden, without_hidden

SHOWS = [
    "Flytta från Hamngatan 3",
    "storgatan 12",
    "Storgatan12",
    "Kungsgatan\u00a05",
    "Strandvägen 12B",
    "Södra vägen nr 4",
    "södra vägen 4 B",
    "Kungsg. 5",
    "Bor på Kungsg. 5 hos mamma",
    "storg. 5",
    "Ringv. 12",
    "Drottningg. 5 B",
    "lgh 1203",
    "Box 123",
    "123 45 Sundhamn",
    "123 45 SUNDHAMN",
    "12345 sundhamn",
    "SE-123 45 Sundhamn",
    "Hamnen, 12345 sundhamn",
    "070-174 06 05",
    "070.123.45.67",
    "(070) 123 45 67",
    "070/123 45 67",
    "070 – 123 45 67",
    "0701 234 567",
    "08-12 34 56",
    "08.12.34.56.78",
    "+46 (0)70-123 45 67",
    "0046701234567",
    "701063-2391",
    "19850101–1234",
    "850101 - 1234",
    "19850101 1234",
    "1985-01-01-1234",
    "vera@example.se",
    "vera(at)example.se",
    "https://example.se/x",
    "www.example.se/x",
    "maps.example.gl/abc",
    "63.12345, 18.54321",
    "59.3293° N, 18.0686° E",
    "59°19'46\"N 18°04'07\"E",
    "59° 19′ 46″ N",
    "N57 42.123 E11 58.456",
]
SHOWS_NOTHING = [
    "Vi ses den 05-06-2026 10.30",
    "05.06.2026 kl. 10.30",
    "Vi ses 2026-05-01 08.15",
    "3/4-26",
    "Mellan 2026-11-23 - 2026-12-01",
    "01/02/2026",
    "1 - 2 - 2026 10 20",
    "Om 14 dagar, 5 juni 2026",
    "Öppet 08.00-16.30",
    "Öppet 08.00 – 16.30 varje dag",
    "0800-1630",
    "08.00 12.00 20.00",
    "8.15-9.45 och 10.00-11.30",
    "Ring mellan 10 och 12.",
    "kl 10–12",
    "Vecka 45–47",
    "24/7",
    "Alvedon 500 mg 1x3",
    "0,5 mg 2 gånger",
    "0.5 mg, 0.25 mg och 10.00",
    "dos 0.5/10/25",
    "Sertralin 50 mg 1+0+0+1",
    "blodtryck 120/80",
    "1/2 tablett",
    "38.5 grader",
    "20 °C",
    "Hyran är 12000 kronor",
    "12 345 kr",
    "Jag har skuld, 12000 kronor.",
    "12000 SEK",
    "10.000 kr",
    "100 000 kr",
    "Lön, 25000 brutto.",
    "betala 10000 igen",
    "15000 steg om dagen",
    "i rum 12 345",
    "Torsdag. 5 minuter",
    "Uppföljning. 5 dagar",
    "Vi bor i Göteborg. 5 personer kom.",
    "Han var arg. 5 minuter senare",
    "Jag gör det själv. 2 gånger",
    "Golv. 3 rum",
    "Trappan 3",
    "Ta vårdplan 2",
    "Gå till torget 3 gånger",
    "Gå Storgatan fram",
    "trappa 3 tr",
    "lag 2017:612 4 kap. 3 §",
    "SoL 2025:400 10 kap. 8–9 §§",
    "1177",
    "116 117",
    "ring 112",
    "t.ex. det",
    "och/eller",
    "Steg 1.2.3",
    "år 2025/2026",
    "Poäng: 12 av 15",
]


@pytest.mark.parametrize("text", SHOWS)
def test_what_shows_where_somebody_is(text: str) -> None:
    found = find_hidden(text)
    assert found
    assert found in text, "it is quoted as it was written"
    assert find_hidden(without_hidden(text)) == ""


@pytest.mark.parametrize("text", SHOWS_NOTHING)
def test_days_sums_doses_and_times_show_nothing(text: str) -> None:
    assert find_hidden(text) == ""
    assert without_hidden(text) == text


def test_the_rest_of_a_text_stays_as_it_was() -> None:
    said = "Ring 070–174 06 05 – eller 0611-123 45 – på Storgatan12 den 2026-05-01."
    assert without_hidden(said) == "Ring … – eller … – på … den 2026-05-01."
