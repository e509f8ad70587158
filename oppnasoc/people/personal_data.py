"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ARCHIVE,
    ASK_US,
    ON_YOUR_ACCOUNT,
    ONLY_YOU,
    TASK,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "networks",
    Moment.READ,
    order=10,
    title=_("Very many tries in a row"),
    what=_(
        "A count of how often somebody tried something from the same network. The address "
        "itself is not kept."
    ),
    purpose=_("To stop programs that guess codes or fill the site."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("One day."),
    seen=_("Nobody. The program counts."),
    out=_("It cannot be led back to you, so there is nothing to show."),
    fields={
        "people.Tally": ["what", "network"],
    },
)

holding(
    "account",
    Moment.ACCOUNT,
    order=10,
    title=_("Your account"),
    what=_(
        "Your e-mail address, the name that you chose, your roles, and how you want to be reminded."
    ),
    purpose=_("So that you can sign in, and so that only those who may do something can do it."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("As long as you have the account."),
    seen=_(
        "Administrators see your address. Others see the name when you do something that "
        "has a name."
    ),
    out=ON_YOUR_ACCOUNT,
    fields={
        "people.User": ["email", "name", "password"],
        "people.User_groups": ["user"],
        "people.User_user_permissions": ["user"],
        "account.EmailAddress": ["user", "email"],
        "account.EmailConfirmation": ["email_address", "key"],
    },
)

holding(
    "signing_in",
    Moment.ACCOUNT,
    order=20,
    title=_("When you sign in"),
    what=_(
        "That you are signed in on a phone or computer, your passkeys, and when you used them "
        "last. Of an e-ID or an account at work we keep a code that only we can make."
    ),
    purpose=_("So that nobody else can sign in as you."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_(
        "On your own phone 30 days, on one that you share 30 minutes. A passkey stays "
        "until you take it away."
    ),
    seen=ONLY_YOU,
    out=ON_YOUR_ACCOUNT,
    fields={
        "sessions.Session": ["session_key", "session_data"],
        "mfa.Authenticator": ["user", "data"],
        "people.Identity": ["user", "digest"],
    },
)

holding(
    "editing",
    Moment.WORK,
    order=20,
    title=_("When you edit texts"),
    what=_("What you changed in a text, when, and how you want the tool to look."),
    purpose=_("So that a fault can be undone, and so that it is known who answers for a text."),
    basis=[Basis.PUBLIC],
    laws=[TASK, ARCHIVE],
    kept=_("As long as the text is there."),
    seen=_("Editors."),
    out=ASK_US,
    fields={
        "wagtailcore.Revision": ["user", "content", "object_str"],
        "wagtailcore.ModelLogEntry": ["user", "data", "label"],
        "wagtailadmin.EditingSession": ["user"],
        "wagtailadmin.FormState": ["user", "data"],
        "wagtailcore.UploadedFile": ["uploaded_by_user", "file"],
        "wagtailusers.UserProfile": ["user", "avatar"],
        "wagtailcore.WorkflowState": ["requested_by"],
        "wagtailcore.TaskState": ["finished_by", "comment"],
        "wagtailcore.ReferenceIndex": ["model_path", "content_path"],
    },
)

for model in (
    "wagtailcore.Locale",
    "wagtailcore.Site",
    "wagtailcore.GroupSitePermission",
    "wagtailcore.CollectionViewRestriction_groups",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.Collection",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowTask",
    "wagtailcore.Task",
    "wagtailcore.GroupApprovalTask_groups",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.PageViewRestriction_groups",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.WorkflowPage",
    "wagtailadmin.Admin",
):
    nobody(model, because="Settings of the editorial part.")

for model in (
    "wagtailcore.Page",
    "wagtailcore.PageLogEntry",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.PageSubscription",
    "wagtailimages.Image",
    "wagtailimages.Rendition",
    "wagtaildocs.Document",
):
    nobody(model, because="Not used: the tables come with the editorial part and stay empty.")

for model in (
    "wagtailsearch.IndexEntry",
    "wagtailsearch.SQLiteFTSIndexEntry",
):
    nobody(model, because="Titles of pictures, for the editorial part's own search.")

for model in (
    "taggit.Tag",
    "taggit.TaggedItem",
):
    nobody(model, because="Words by which pictures are sorted.")

for model in (
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "contenttypes.ContentType",
):
    nobody(model, because="Names of rights and tables.")
