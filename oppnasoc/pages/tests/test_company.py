"""What Sundhamn's groups and organisations are to each other."""

from __future__ import annotations

from django.test import TestCase

from oppnasoc.groups.models import Allotment, Group, Membership, Spell, Tie, Version
from oppnasoc.pages import demo


class TestCompany(TestCase):
    """Loaded once for all of these."""

    @classmethod
    def setUpTestData(cls) -> None:
        demo.load()

    def test_everything_of_the_file_is_there(self) -> None:
        assert set(Tie.objects.values_list("kind", flat=True)) == set(Tie.Kind.values)
        assert Spell.objects.count() == 1
        assert Version.objects.filter(status="waiting").count() == 1
        assert Allotment.objects.filter(organisation=None).count() == 2

    def test_everybody_who_is_named_chose_it_herself(self) -> None:
        named = Membership.objects.exclude(shown="not")
        assert named.count() >= 8
        assert all(seat.chose_herself for seat in named)

    def test_pages_of_groups_tell_it(self) -> None:
        fyren = Group.objects.get(slug="brukargruppen-pa-fyren")
        html = self.client.get(fyren.get_absolute_url()).content.decode()
        assert "Gruppen leds av Sara Lind." in html
        assert "Vi rapporterar till" in html
        council = Group.objects.get(slug="samverkansgruppen")
        html = self.client.get(council.get_absolute_url()).content.decode()
        assert "Birger Ståhl (Kamratföreningen Ankaret)" in html
        assert "Det finns elva platser." in html
