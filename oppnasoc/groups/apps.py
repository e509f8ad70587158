from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "oppnasoc.groups"
    label = "groups"
