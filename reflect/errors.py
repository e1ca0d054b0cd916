"""What can go wrong, each with its exit code and one sentence for the person.

An error is raised where the fact is known and shown once, by `cli.main`. Its
sentence says what happened, whether the writing is safe, and what to type next.
"""

DONE = 0
REFUSED = 1
WRONG_USAGE = 2
NOT_FOUND = 3
LOCKED = 4
IDENTIFIES = 5
INTERRUPTED = 130


class ReflectError(Exception):
    """Refused, or could not be done; nothing kept has changed."""

    exit_code = REFUSED


class WrongUsage(ReflectError):
    """What was typed or sent cannot be read; nothing was kept."""

    exit_code = WRONG_USAGE


class NotFound(ReflectError):
    """No such entry, deck or journal."""

    exit_code = NOT_FOUND


class Locked(ReflectError):
    """No passphrase, or a wrong one."""

    exit_code = LOCKED


class PointsToSomebody(ReflectError):
    """Details that point to one person stand where they may not."""

    exit_code = IDENTIFIES


class BadDeck(ReflectError):
    """A file of `prompts/` says something a deck cannot say."""

    def __init__(self, file: str, line: int, what: str, mend: str) -> None:
        super().__init__(f"{file}, line {line}: {what} {mend}")
        self.file = file
        self.line = line
        self.what = what
        self.mend = mend


class BadCodebook(ReflectError):
    """The person's own additions to the themes cannot be read."""


class Damaged(ReflectError):
    """A file of the journal is not what was written there."""


class CouldNotKeep(ReflectError):
    """The disk, or another window, would not let the journal be written."""
