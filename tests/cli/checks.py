"""What a case says of what it found."""

import time

PATIENCE = 60  # seconds, for what takes milliseconds; only a failing case waits so long


class Failure(AssertionError):
    """A case found something else than it wants."""


def check(holds, what):
    if not holds:
        raise Failure(what)


def same(got, wanted, what):
    if got != wanted:
        raise Failure(f"{what}:\n  got    {got!r}\n  wanted {wanted!r}")


def has(text, part):
    if part not in text:
        raise Failure(f"{part!r} is not in:\n{text}")


def lacks(text, part):
    if part in text:
        raise Failure(f"{part!r} is in:\n{text}")


def until(condition, what, pause=0.005):
    """Waits for `condition`, looking every `pause` seconds, and returns what it returned."""
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        check(time.monotonic() < deadline, f"waited in vain for {what}")
        time.sleep(pause)
    return value
