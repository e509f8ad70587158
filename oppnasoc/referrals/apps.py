from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "oppnasoc.referrals"
    label = "referrals"
