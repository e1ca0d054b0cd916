"""Feedback: what came back from supervision, read from a slip or typed by hand; a record of its own, over no entry."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reflect import clock
from reflect.cli.options import (
    AsJson,
    Command,
    Group,
    Yes,
    asker,
    confirmed,
    deck_named,
    in_terminal,
    open_journal,
)
from reflect.errors import ReflectError, WrongUsage
from reflect.kinds import tidy
from reflect.models import Commitment, Feedback, Option, Owner, Share, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.slips import Action, Slip

DECK = "feedback"
LARGEST = 1 << 20
"""So many bytes a slip has at most."""
Number = Annotated[int, typer.Argument(metavar="N", help="The number of the feedback.", show_default=False)]
From = Annotated[
    str, typer.Option("--from", metavar="LABEL", help="Who it came from, by the label you use.", show_default=False)
]
_OWNERS = (
    Option(Owner.ME, "Me"),
    Option(Owner.SUPERVISOR, "My supervisor"),
    Option(Owner.BOTH, "Both of us"),
    Option(Owner.SERVICE, "The service"),
)


_WHOSE = {
    Owner.ME: "yours",
    Owner.SUPERVISOR: "your supervisor's",
    Owner.BOTH: "both of yours",
    Owner.SERVICE: "the service's",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=Group, invoke_without_command=True)
    group.callback()(feedback)
    for command in (add, read, show, delete):
        group.command(cls=Command)(command)
    app.add_typer(group, name="feedback")


def feedback(context: typer.Context, as_json: AsJson = False) -> None:
    """Look at what came back from supervision. It is kept beside your entries, and over none of them.

    \b
    Examples:
      reflect feedback
      reflect feedback read slip.md
      reflect feedback add
    """
    if context.invoked_subcommand is not None:
        return
    from reflect import render

    with open_journal() as journal:
        found = journal.feedback()
    render.show(found, render.feedback_list, as_json=as_json)


def show(number: Number, as_json: AsJson = False) -> None:
    """Show one feedback, whole.

    \b
    Example:
      reflect feedback show 1
    """
    from reflect import render

    with open_journal() as journal:
        (found,) = journal.feedback(number)
    render.show(found, render.whole_feedback, as_json=as_json)


def read(
    file: Annotated[Path, typer.Argument(help="The page that came back, or the slip alone.", show_default=False)],
    giver: From = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Read the return slip from a file your supervisor edited: Markdown, plain text or JSON.

    Headings may have moved, bullets and quotation marks may have changed. What was understood is shown before it is
    kept; what cannot be understood is refused, and nothing is changed. Agreed actions become commitments, each with
    whose it is.

    \b
    Examples:
      reflect feedback read page.md
      reflect feedback read slip.txt --from V.
    """
    from reflect import render, slips

    data = _bytes_of(file)
    with open_journal() as journal:
        pages = {left.page: left for left in journal.handovers()}
        label = journal.settings.label
        giver = giver or _last_reader(journal)
        slip = slips.read(data, file.name, writer=label, supervisor=giver)
        answered = pages.get(slip.page)
        if answered and answered.to and answered.to != giver:
            giver = answered.to
            slip = slips.read(data, file.name, writer=label, supervisor=giver)
        if slip.empty:
            raise ReflectError("The slip is empty. Nothing was kept; that is an answer too.")
        made = _of_slip(slip, giver, _owned(slip.agreed, yes=yes))
        if there := _same(journal.feedback(), made):
            raise ReflectError(f"This slip is here already, as feedback {there.number}. Nothing was changed.")
        if not yes:
            if not answered:
                render.say("It does not say which page it answers. It can be kept all the same.")
            for line, _ in render.whole_feedback(made):
                render.say(line)
            if not confirmed("Is this right? It is kept, private.", yes=False, quiet_stdout=as_json):
                raise ReflectError("Nothing was kept.")
        kept = journal.keep_feedback(made)
        render.say(
            "Only what stands under “Room to write back” was read; what was written elsewhere on the page was not."
        )
        _say_whose_is_open(slip, kept, asked=in_terminal() and not yes)
        _say_kept(journal, kept, as_json=as_json)


def add(giver: From = "", as_json: AsJson = False) -> None:
    """Type in what came back: what was written with a pen, or said.

    Everything is kept as you type it. To take it away again: reflect feedback delete N

    \b
    Example:
      reflect feedback add
    """
    from reflect import render
    from reflect.sitting import Paused

    if not in_terminal():
        raise WrongUsage("This asks questions. From a file: reflect feedback read FILE. Nothing was kept.")
    with open_journal() as journal:
        typing = _Typing(asker(quiet_stdout=as_json), journal)
        try:
            with suppress(Paused):
                typing.run(giver or _last_reader(journal))
        except KeyboardInterrupt:
            if typing.made.said or typing.made.agreed:
                render.say("Kept as far as it was typed: reflect feedback")
            raise
        if not (typing.made.said or typing.made.agreed):
            raise ReflectError("Nothing was typed, so nothing was kept. Come back any time: reflect feedback add")
        (kept,) = (each for each in journal.feedback() if each.id == typing.made.id)
        _say_kept(journal, kept, as_json=as_json)


def delete(number: Number, yes: Yes = False) -> None:
    """Delete a feedback for good, with the commitments that came of it.

    \b
    Example:
      reflect feedback delete 1
    """
    from reflect import render

    with open_journal() as journal:
        (found,) = journal.feedback(number)
        many = f", and {len(found.agreed)} of your commitments with it" if found.agreed else ""
        if not confirmed(f"Delete feedback {number} for good{many}?", yes=yes):
            raise ReflectError("Nothing was deleted.")
        journal.delete_feedback(number)
    render.show(number, lambda _: render.sentence(f"Deleted: feedback {number}. Backups made before still have it."))


def _say_whose_is_open(slip: Slip, kept: Feedback, *, asked: bool) -> None:
    """Say which agreed actions were taken as the writer's because nobody could be asked whose they are."""
    from reflect import render

    for action, commitment in zip(slip.agreed, kept.agreed, strict=True):
        if action.who is None and not asked:
            said = f", where it says “{action.said}”" if action.said else ""
            change = f"reflect commitments update {commitment.number} --owner supervisor"
            render.say(f"“{action.what}” is taken as yours{said}. To change that: {change}")


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise ReflectError(f"{file} is larger than any slip. Nothing was kept.")
        return file.read_bytes()
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}. Nothing was kept.") from None


def _last_reader(journal: Journal) -> str:
    """Give the label of who the last page was for."""
    return next((left.to for left in reversed(journal.handovers()) if left.to and "question" in left.sections), "")


def _owned(agreed: Sequence[Action], *, yes: bool) -> list[tuple[Action, Owner]]:
    """Give each agreed action with whose it is; asked, where the slip does not say. Nobody to ask: the writer's."""
    from reflect.sitting import Paused

    owned = []
    for action in agreed:
        owner = action.who
        if owner is None and in_terminal() and not yes:
            written = f" (written there: “{action.said}”)" if action.said else ""
            try:
                picked = asker().one(f"“{action.what}”: whose is it to keep?{written}", _OWNERS, Owner.ME)
            except Paused:
                raise ReflectError("Nothing was kept; the file is as it was.") from None
            owner = Owner(picked) if isinstance(picked, str) else None
        owned.append((action, owner or Owner.ME))
    return owned


def _of_slip(slip: Slip, giver: str, agreed: Iterable[tuple[Action, Owner]]) -> Feedback:
    return Feedback(
        id=new_id(),
        giver=giver,
        at=clock.now(),
        heard=slip.heard,
        seen=slip.seen,
        question=slip.question,
        differs=slip.differs,
        page=slip.page,
        agreed=tuple(_agreed(at, action.what, owner, action.by or "") for at, (action, owner) in enumerate(agreed, 1)),
    )


def _agreed(at: int, text: str, owner: Owner, by: str = "") -> Commitment:
    return Commitment(number=0, key=f"agreed-{at}", scale="", text=text, owner=owner, share=Share.PRIVATE, by=by)


def _same(there: Iterable[Feedback], made: Feedback) -> Feedback | None:
    """Give the feedback that says the same, if there is one."""

    def said(each: Feedback) -> tuple[object, ...]:
        agreed = tuple((one.text, one.by) for one in each.agreed)
        return each.heard, each.seen, each.question, each.differs, each.page, agreed

    return next((each for each in there if said(each) == said(made)), None)


class _Typing:
    """What came back while it is typed: kept after every answer, and what is there of one that is broken off."""

    def __init__(self, ask: Conversation, journal: Journal) -> None:
        self.made = Feedback(id=new_id(), giver="", at=clock.now())
        self._ask = ask
        self._journal = journal

    def run(self, giver: str) -> None:
        """Ask for what came back, a heading at a time; each can be left. Raise Paused where the person breaks off."""
        known = f" Enter alone means {giver}" if giver else ""
        self._for("giver", f"Who did it come from? A label is enough.{known}")
        self._keep(giver=self.made.giver or giver)
        self._for("heard", "What did they take your question to be? Enter if it was not said.")
        self._for("seen", f"What did they notice, and what did they say was done well? {_ENDS}", long=True)
        self._for("question", "What did they ask you back, if anything? Enter if nothing.")
        while self._agreed():
            pass
        self._for("differs", f"What do they see differently from you, if anything? {_ENDS}", long=True)

    def _for(self, name: str, label: str, *, long: bool = False) -> None:
        self._keep(**{name: self._words(label, lambda words: self._keep(**{name: words}), long=long)})

    def _agreed(self) -> bool:
        """Ask for one thing that was agreed, and whose it is; tell whether there was one."""
        before = self.made.agreed

        def keep(what: str, owner: Owner = Owner.ME, by: str = "") -> None:
            self._keep(agreed=(*before, _agreed(len(before) + 1, what, owner, by)))

        what = self._words("And what else? Enter if that was all." if before else "What did you agree on?", keep)
        if what in ("", "."):
            return False
        keep(what)
        picked = self._ask.one("Whose is it to keep?", _OWNERS, Owner.ME)
        owner = Owner(picked) if isinstance(picked, str) else Owner.ME
        keep(what, owner)
        keep(what, owner, self._words("By when, in words? Enter leaves it.", lambda by: keep(what, owner, by)))
        return True

    def _words(self, label: str, jot: Callable[[str], None], *, long: bool = False) -> str:
        from reflect.ask.conversation import Control
        from reflect.sitting import Paused

        if long:
            self._ask.say(label)
        typed = self._ask.text("", jot) if long else self._ask.line(label, "", jot)
        words = tidy(typed.words).strip()
        if typed.control in (Control.PAUSE, Control.STOP):
            jot(words)
            raise Paused
        return words

    def _keep(self, **said: Any) -> None:  # noqa: ANN401 - the fields of a feedback
        self.made = replace(self.made, **said)
        if self.made.said or self.made.agreed:
            self._journal.keep_feedback(self.made)


_ENDS = "A full stop alone on a line ends it."


def _say_kept(journal: Journal, kept: Feedback, *, as_json: bool) -> None:
    """Say what was kept and what became commitments, and ask the three light questions; each may be passed."""
    from reflect import render
    from reflect.cli.sitting_down import Wanted, sit_down

    said = [f"Kept as feedback {kept.number}, private, beside your entries and over none of them."]
    if kept.agreed:
        whose = ", ".join(f"{each.number} ({_WHOSE[each.owner]})" for each in kept.agreed)
        said.append(f"Commitments from it: {whose}.")
    render.show(kept, lambda _: render.sentence(" ".join(said)), as_json=as_json)
    if in_terminal() and not as_json:
        sit_down(asker(), journal, Wanted(deck=deck_named(DECK), minutes=10), as_json=False)
