"""What people of Sundhamn wrote to each other beside questions: kind words, one comment that is not
shown, whose writer asks for another look, and one that waits."""

from __future__ import annotations

from typing import Any

from oppnasoc.discussion import contesting, moderating, writing
from oppnasoc.discussion.models import Comment, Mode
from oppnasoc.discussion.subjects import About, about
from oppnasoc.groups.models import Party
from oppnasoc.people.models import User
from oppnasoc.voices.actions import moment

from .story import Story


def talk(story: Story) -> None:
    """Write every row of ``talks.toml``; whoever leads the group looks at it the same day."""
    for row in story.town.week.table("talks")["talk"]:
        matter = story.matter(row["matter"])
        by = story.tended_by(row["matter"])
        what = about("matter", matter.pk, by)
        assert what is not None
        if (elsewhere := row.get("elsewhere")) and matter.steward is not None:
            moderating.set_up(matter.steward, mode=Mode.BEFORE, link_elsewhere=elsewhere, by=by)
        for said in row["comment"]:
            _comment(story, what, said, by)


def _comment(story: Story, what: About, row: dict[str, Any], by: User) -> None:
    first = _written(story, what, row, None)
    if row.get("held"):
        return
    if why := row.get("hidden"):
        moderating.hide(first, why, by=by)
        contesting.appeal(first, row["appeal"])
        return
    _shown(first, by)
    for n in range(row.get("agree", 0)):
        contesting.support(first, who=f"demo {n}")
    if row.get("offered"):
        writing.offer(first, yes=True)
    for each in row.get("answers", []):
        _shown(_written(story, what, each, first), by)


def _written(story: Story, what: About, row: dict[str, Any], first: Comment | None) -> Comment:
    town, at = story.town, None
    if "on" in row:
        at = moment(town.week.day(row["on"]))
    as_party = Party.objects.get(pk=town.parties[row["as"]].pk) if "as" in row else None
    comment, _code = writing.write(
        what,
        row["text"],
        by=town.people[row["by"]] if "by" in row else None,
        name=row.get("name", ""),
        answers_to=first,
        as_party=as_party,
        at=at,
    )
    return comment


def _shown(comment: Comment, by: User) -> None:
    if comment.state == Comment.State.HELD:
        moderating.show(comment, by=by)
