"""The forms of sign-in and account: allauth's, with our words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import RemindedBy, User


class Remember(forms.BooleanField):
    """'Is it your own phone?' – unticked, as most shared phones are borrowed in a hurry."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=_("This is my own phone or computer"),
            help_text=_("You then stay signed in for 30 days. Leave it empty if you share it."),
        )


FROM_APP = _("The code from the app, or a reserve code")


def _address(field: forms.Field, *, label: Any = None, help_text: Any = "") -> None:
    field.label = label or _("Your e-mail address")
    field.help_text = help_text
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})


def _code(field: forms.Field, *, label: Any = None, help_text: Any = None) -> None:
    field.label = label or _("The code in the mail")
    field.help_text = _("Six digits.") if help_text is None else help_text
    field.widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    )
    field.widget.is_required = True


def _passwords(form: forms.Form) -> None:
    """Plain fields for a password to choose; the rules are said in one line."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    form.fields["password1"].help_text = _("At least 12 signs. Some words in a row are good.")


class AskForCode(account.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"])

    def clean_email(self) -> str:
        """An invited person has no address row yet; the code that reaches her confirms it."""
        email: str = super().clean_email()
        if getattr(self, "_user", None):
            sync_user_email_address(self._user)
        return email


class SignInCode(account.ConfirmLoginCodeForm):  # type: ignore[misc]
    remember = Remember()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])


class AddressCode(account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    remember = Remember()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])
        if self.user is not None and self.user.last_login is not None:
            del self.fields["remember"]  # She is signed in already and changes her address.


class ResetCode(account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])


class SignUp(account.SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"], help_text=_("We send a code there. Nobody else sees it."))


class NewAddress(account.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"], label=_("Your new e-mail address"))


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"])


class PasswordSignIn(account.LoginForm):  # type: ignore[misc]
    """Address and password, for those who have chosen one."""

    remember = Remember()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["login"])
        password = self.fields["password"]
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs.pop("placeholder", None)

    def _setup_password_field(self) -> None:
        """Keep the field: allauth drops it when signing up asks for no password."""


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passwords(self)


class ChoosePassword(account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passwords(self)


class ReplacePassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _passwords(self)


class NewPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey always signs in alone here, so there is no box to tick."""

    passwordless = None
    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("So that you know which one it is, for instance 'My phone'."),
        required=False,
        max_length=60,
    )


class AppCode(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], label=_("The code that the app shows"))


class SecondStep(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(
            self.fields["code"], label=_("The code from the app, or a reserve code"), help_text=""
        )


class OnceMore(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(
            self.fields["code"], label=_("The code from the app, or a reserve code"), help_text=""
        )


class NameForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("What are you called?")}
        help_texts = {"name": _("Shown to others where you take part. You may leave it empty.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class InviteForm(forms.Form):
    """Who is invited. The address is not checked against those we know until it is sent."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("You may leave it empty. The person can change it herself."),
    )


class PauseForm(forms.Form):
    """Until when somebody pauses, if she knows."""

    until = forms.DateField(
        label=_("Until which day? You need not know."),
        help_text=_("Nobody asks why. You can come back sooner, or stay away longer."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )


class RemindersForm(forms.Form):
    """How somebody is reminded of what waits for her."""

    reminded_by = forms.ChoiceField(
        label=_("How do you want to be reminded of what waits for you?"),
        choices=RemindedBy.choices,
        widget=forms.RadioSelect,
    )
