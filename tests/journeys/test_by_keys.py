"""By the keyboard alone, on a phone's width: she signs in, unlocks, asks for a plan, lets somebody
see it, meets, says yes and prints it; and somebody at work calls to a first meeting within two
minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from oppnasoc.ui.days import today

from .browser import DESK, Site
from .conftest import Visiting
from .keys import Keys
from .test_plan import elsewhere
from .test_plan_holds import HER_WORDS

#: What the page of the call promises: from an open page to an invitation to hand over.
TWO_MINUTES = 120


#: What is written in the call, in the order of the page, beside the day.
CALL = {
    "Vad heter personen?": "Vera Lundin",
    "Vilken tid?": "13.00",
    "Var, eller på vilken länk?": "Mottagningen, rum 2",
    "Vilka är inbjudna?": "Gun Ahlström, sjuksköterska, Psykiatrin",
    "Vad handlar mötet om?": "Vera behöver sova och slippa ringa till alla.",
    "Vem bjuder in?": "Nadia Rahimi, Mottagningen",
    "Hur når personen dig?": "040-628 04 11",
}


#: Pages on which somebody with a keyboard is lost, and what is said of each.
LOST = {
    "<button>Annat</button>": "Spara is not reached",
    "<style>* { outline: 0 !important }</style><button>Spara</button>": "no frame",
    "<button>Spara</button><div style='position: fixed; inset: 0'></div>": "covered",
}


@pytest.mark.parametrize("there", LOST)
def test_whoever_has_only_a_keyboard_is_lost_here(
    still_site: Site, visitor: Visiting, there: str
) -> None:
    page = visitor(still_site).page
    page.set_content(f"<style>:focus-visible {{ outline: 3px solid }}</style>{there}")
    with pytest.raises(AssertionError, match=LOST[there]):
        Keys(page).to("Spara", most=4)


def come_in(keys: Keys, address: str) -> None:
    """Sign in as Sara and unlock, by the codes that the demo shows."""
    page = keys.page
    page.goto(f"{address}/konto/logga-in/")
    keys.press_on("Sara Lind")
    keys.write("Koden", page.locator("p.now strong").inner_text().strip())
    keys.enter()
    page.goto(f"{address}/min-plan/")
    keys.press_on("Skicka sex siffror till min mobil")
    keys.write("De sex siffrorna", page.locator("p.now strong").inner_text().strip())
    keys.enter()


def test_from_asking_to_paper_by_the_keyboard_alone(site: Site, visitor: Visiting) -> None:
    page = visitor(site).page
    keys, main = Keys(page), page.locator("main")
    come_in(keys, site.url)
    keys.write("Vad vill du bli kallad?", "Sara")
    keys.press_on("Börja min plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min plan")
    plan = page.url

    # She asks, and says what she needs.
    keys.press_on("Be om SIP")
    keys.choose("Kommunens socialtjänst")
    keys.write("Vad behöver du hjälp med?", "Jag orkar inte ringa till alla.")
    keys.press_on("Be om det")
    expect(main).to_contain_text("ingen har fått det än")

    # She writes a goal; what she writes nobody has typed for her.
    page.goto(f"{plan}del/goals/")
    keys.press_on("Lägg till ett mål")
    keys.write("Målet, med egna ord", "Jag sover hela natten")
    keys.press_on("Spara")
    expect(page.locator("article.piece")).to_contain_text("Jag sover hela natten")

    # She adds those who help her, and says what one of them may see.
    for name, side in (("Gun Ahlström", "regionen"), ("Nadia Rahimi", "kommunen")):
        page.goto(f"{plan}personer/")
        keys.press_on("Lägg till en person")
        keys.choose("arbetar på en myndighet")
        keys.write("Vad heter personen?", name)
        keys.choose(side)
        keys.press_on("Lägg till")
        expect(main).to_contain_text("Ser inget.")
    keys.press_on("Ja, fråga mig nu")
    keys.choose("för att göra det som är bestämt")
    keys.press_on("Ja, visa det jag har kryssat")
    expect(page.locator(".grants")).to_contain_text("Mål")

    # They are called and meet, her words first.
    page.goto(f"{plan}kalla/")
    keys.day("Vilken dag?", today().isoformat())
    keys.tick("Gun Ahlström")
    keys.press_on("Kalla till mötet")
    keys.press_on("Börja mötet")
    keys.tick("Gun Ahlström")
    for text in (HER_WORDS, "Gun: Vi kan ge en tid.", "Alla är överens.", "En läkartid."):
        keys.press_on("Spara och gå vidare")
        keys.write("", text, "textarea")
    keys.press_on("Mötet är slut")

    # Who does what, who holds it together, the day, and her yes.
    for what, who in (("Boendestöd", "Nadia Rahimi"), ("En tid hos läkaren", "Gun Ahlström")):
        page.goto(f"{plan}skriv/action/?avsnitt=home")
        keys.write("Vad ska göras?", what)
        keys.pick("Vem har ansvar för det?", who)
        keys.day("Senast vilken dag?", (today() + timedelta(days=20)).isoformat())
        keys.press_on("Spara")
    page.goto(f"{plan}borja-galla/")
    keys.tick("Nej, bara kommunen och regionen")
    keys.press_on("Spara")
    keys.choose("Nadia Rahimi")
    keys.press_on("Spara")
    keys.day("När följer ni upp planen?", (today() + timedelta(days=60)).isoformat())
    keys.press_on("Spara")
    keys.press_on("Jag säger ja till planen")
    keys.press_on("Låt planen börja gälla")
    expect(page.locator("body")).to_contain_text("Planen gäller från och med nu.")

    # Paper in the hand.
    page.goto(plan)
    keys.press_on("Skriv ut eller ta ut")
    keys.press_on("Skriv ut från webbläsaren i stället")
    for words in ("Jag sover hela natten", "En tid hos läkaren", "Nadia Rahimi", HER_WORDS):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("Det här saknas än")

    # She leaves by the keyboard: three times Escape, and Back shows nothing of it.
    page.route("**/min-plan/lamna/", elsewhere)
    for _ in range(3):
        keys.press("Escape")
    expect(page.locator("h1")).to_have_text("Molnigt")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Jag sover hela natten")
    page.goto(plan)
    # She has not said that it is her own: whoever leaves a borrowed one is signed out too.
    expect(page.locator("h1")).to_have_text("Logga in")


def test_a_call_within_two_minutes_by_the_keyboard_alone(
    still_site: Site, visitor: Visiting
) -> None:
    """A key takes 230 ms and to make up one's mind 2 s: both are slower than somebody who is used
    to it (200 ms and 1.35 s; Card, Moran and Newell, 1983, the keystroke-level model)."""
    staff = visitor(still_site, size=DESK)
    staff.sign_in("staff")
    page = staff.go("/min-plan/kalla/")
    keys = Keys(page)
    for label, text in CALL.items():
        keys.write(label, text)
        if label == "Vad heter personen?":
            keys.day("Vilken dag?", (today() + timedelta(days=14)).isoformat())
    keys.press_on("Visa inbjudan")
    for text in CALL.values():
        expect(page.locator("main")).to_contain_text(text)
    assert keys.chosen == len(CALL) + 2
    assert keys.seconds() < TWO_MINUTES, keys
