"""``pytestmark = pytest.mark.django_db(databases=TOWER)``: the vault is there as after its first
start, made by the conftest at the root."""

from oppnasoc.vault.router import ALIAS

TOWER = ["default", ALIAS]
