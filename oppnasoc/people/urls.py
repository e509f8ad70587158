"""Sign-in and account. Only the views in use are mounted, under Swedish paths.

allauth finds its own pages by name, so its names are kept. Some names share a page here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.urls import path

from . import account as own
from . import administration, entrance, signin

ask_for_code = signin.AskForCode.as_view()
ways_to_sign_in = login_required(signin.WaysToSignIn.as_view())

ours = [
    path("", own.account, name="account"),
    path("namn/", own.edit_name, name="edit_name"),
    path("valkommen/", own.welcome, name="welcome"),
    path("paus/", own.pause, name="account_pause"),
    path("tillbaka/", own.come_back, name="account_return"),
    path("paminnelser/", own.reminders, name="account_reminders"),
    path("den-har-enheten/", own.this_device, name="this_device"),
    path("logga-ut-overallt/", own.sign_out_everywhere, name="sign_out_everywhere"),
]
others = [
    path("logga-in/med/<slug:kind>/", entrance.sign_in_by, name="sign_in_by"),
    path("logga-in/svar/<slug:kind>/", entrance.signed_in_by, name="signed_in_by"),
    path("inloggning/med/<slug:kind>/", entrance.link_by, name="link_by"),
    path("inloggning/koppla/", entrance.bind_identity, name="bind_identity"),
    path("inloggning/kopplad/<int:pk>/ta-bort/", entrance.remove_identity, name="remove_identity"),
    path("bekrafta/med/<slug:kind>/", entrance.prove_by, name="prove_by"),
]
theirs = [
    # In and out.
    path("logga-in/", ask_for_code, name="account_login"),
    path("logga-in/", ask_for_code, name="account_request_login_code"),
    path("logga-in/kod/", signin.EnterCode.as_view(), name="account_confirm_login_code"),
    path("logga-in/losenord/", signin.SignInByPassword.as_view(), name="sign_in_by_password"),
    path("logga-in/nyckel/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("logga-in/steg-tva/", mfa.authenticate, name="mfa_authenticate"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    # A new account, and a new address.
    path("nytt/", account.signup, name="account_signup"),
    path("e-post/", account.email, name="account_email"),
    path("e-post/kod/", signin.confirm_address, name="account_email_verification_sent"),
    # A password, for those who want one.
    path("losenord/byt/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "losenord/glomt/kod/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "losenord/glomt/nytt/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "losenord/glomt/klart/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    # Passkeys, authenticator apps and reserve codes.
    path("inloggning/", ways_to_sign_in, name="mfa_index"),
    path("inloggning/", ways_to_sign_in, name="mfa_list_webauthn"),
    path("inloggning/nyckel/ny/", signin.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("inloggning/nyckel/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "inloggning/nyckel/<int:pk>/ta-bort/", webauthn.remove_webauthn, name="mfa_remove_webauthn"
    ),
    path("inloggning/app/", signin.AddApp.as_view(), name="mfa_activate_totp"),
    path("inloggning/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("inloggning/reservkoder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "inloggning/reservkoder/nya/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    # 'Is it really you?' before the ways to sign in are changed.
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/app/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekrafta/nyckel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
administrators = [
    path("personer/", administration.people, name="people"),
    path("personer/bjud-in/", administration.invite, name="invite_person"),
    path("personer/<uuid:uuid>/", administration.person, name="person"),
    path("personer/<uuid:uuid>/andra/", administration.change, name="change_person"),
]
for pattern in theirs:
    pattern.callback = signin.in_our_frame(pattern.callback)
urlpatterns = [*ours, *others, *theirs, *administrators]
