"""``python -m config.moves`` draws docs/moves.md: how a matter may move, from the code itself."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "moves.md"

HEAD = """# How a matter moves

Drawn from `Matter.MOVES` and the verbs of the matter page by `python -m config.moves`; a test
compares. The database itself refuses an open matter without steward, holder and next date, a
hand-over without a day, and a pause without a reason and an end. A pause is no status: it stops the
dates of a matter wherever it stands.

"""


def drawn() -> str:
    """The page as it should be. Django must be set up."""
    from django.utils import translation

    from oppnasoc.matters.models import Answer, Matter
    from oppnasoc.matters.verbs import VERBS

    with translation.override("en"):
        lines = ["```mermaid", "stateDiagram-v2", "    [*] --> open: open_matter, split"]
        for status, targets in Matter.MOVES.items():
            others = [s.value for s in Matter.Status if s in targets and s != status]
            lines += [f"    {Matter.Status(status).value} --> {other}" for other in others]
        lines += [f"    {Matter.Status(end).value} --> [*]" for end in Matter.ENDS]
        lines += [
            "```",
            "",
            "| status | shown as | may become | open |",
            "| --- | --- | --- | --- |",
        ]
        for status, targets in Matter.MOVES.items():
            state = Matter.Status(status)
            become = ", ".join(f"`{s.value}`" for s in Matter.Status if s in targets and s != state)
            lines.append(
                f"| `{state.value}` | {state.label} | {become} | "
                f"{'no' if state in Matter.ENDS else 'yes'} |"
            )
        lines += ["", "An answer leads to:", "", "| verdict | status |", "| --- | --- |"]
        for verdict, leads_to in Answer.LEADS_TO.items():
            lines.append(f"| {Answer.Verdict(verdict).label} | `{Matter.Status(leads_to).value}` |")
        lines += ["", "What can be done on its page:", ""]
        lines += ["| verb | address | who (`matters/rules.py`) |", "| --- | --- | --- |"]
        for name, verb in VERBS.items():
            lines.append(f"| {verb.label} (`{name}`) | `{verb.path}/` | `{verb.right}` |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    PAGE.write_text(drawn(), encoding="utf-8")
