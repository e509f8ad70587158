from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "oppnasoc.people"
    label = "people"
