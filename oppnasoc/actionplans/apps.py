from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "oppnasoc.actionplans"
    label = "actionplans"
