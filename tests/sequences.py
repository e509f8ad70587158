"""Any sequence of actions: a state machine, each example in a transaction of its own."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from zeal import zeal_ignore


def hold(
    machine: type[RuleBasedStateMachine],
    *,
    examples: int,
    steps: int,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Run so many sequences of so many steps; inside a Django TestCase.

    Both databases are put back where the sequences write in another than the default.
    """

    aliases = sorted({DEFAULT_DB_ALIAS, using})

    class Rounds(machine):  # type: ignore[valid-type,misc]
        def __init__(self) -> None:
            super().__init__()
            self.points = [transaction.atomic(using=each) for each in aliases]
            for point in self.points:
                point.__enter__()
            self.ignoring = zeal_ignore()  # The rounds ask the same question many times.
            self.ignoring.__enter__()

        def teardown(self) -> None:
            self.ignoring.__exit__(None, None, None)
            for alias, point in zip(aliases, self.points, strict=True):
                transaction.set_rollback(True, using=alias)
                point.__exit__(None, None, None)

    run_state_machine_as_test(
        Rounds,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
