"""Deciding on themes: what the writer says of what their words point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from reflect import clock, render
from reflect.cli.options import asker, deck_of
from reflect.errors import INTERRUPTED, ReflectError, WrongUsage
from reflect.models import SCENARIO, SCENE, Option, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflect.ask.conversation import Conversation
    from reflect.journal import Journal
    from reflect.models import Entry, Suggestion
    from reflect.themes import Theme


def decide(journal: Journal, number: int, said: Mapping[Standing | None, list[str]]) -> None:
    """Keep what was said on the command line, all of it or, where something of it cannot be, nothing."""
    entry = journal.entry(number)
    if not entry.finished:
        raise ReflectError(f"Entry {number} is a draft; themes are looked at when it is finished. Nothing was changed.")
    if entry.deck == SCENARIO or entry.answer(SCENE):
        raise ReflectError(f"Entry {number} is about a made-up scene; it touches on nothing. Nothing was changed.")
    there = {*entry.themes, *(each.theme for each in entry.suggested), *(each.theme for each in entry.decisions)}
    for verdict in (Standing.ACCEPTED, Standing.REJECTED, None):
        if unknown := [theme for theme in said[verdict] if theme not in there]:
            known = ", ".join(sorted(there)) or "none"
            raise WrongUsage(
                f"Nothing in entry {number} points to “{unknown[0]}”. It has: {known}. "
                f"To add it: --add {unknown[0]}. Nothing was changed."
            )
    journal.decide(number, {theme: verdict for verdict, themes_ in said.items() for theme in themes_}, clock.now())


def reviewed(entry: Entry) -> dict[str, Any]:
    """Give of an entry what was said of its themes, and what waits."""
    return {"number": entry.number, "themes": entry.themes, "suggested": entry.suggested, "decisions": entry.decisions}


YES, NO, OPEN, READ, BACK, MORE, END = "yes", "no", "open", "read", "back", "more", "end"


def in_person(journal: Journal, waiting: list[int], known: Mapping[str, Theme], *, one: bool) -> None:
    """Ask of one suggestion after the other, until they end or the person does; with `one`, of that entry alone."""
    from reflect.sitting import Paused

    ask = asker()
    if not waiting:
        ask.say("Nothing waits. Themes that your words point to are offered here when there are some.")
        return
    review = _Review(ask, journal, known, one=one)
    cut_short = False
    try:
        for at, number in enumerate(waiting, 1):
            if review.through(number, "" if one else f"{at} of {len(waiting)}. "):
                break
    except Paused:
        pass
    except KeyboardInterrupt:
        cut_short = True
    left = len(journal.undecided())
    waits = f"Entries with suggestions left: {left}." if left else "Nothing else waits."
    ask.say(f"You decided on {len(review.done)}. {waits}")
    if cut_short:
        raise typer.Exit(INTERRUPTED)


class _Review:
    """Suggestions under review: what was decided, in order, and what was left open."""

    def __init__(self, ask: Conversation, journal: Journal, known: Mapping[str, Theme], *, one: bool) -> None:
        self._ask = ask
        self._journal = journal
        self._known = known
        self._one = one
        self.done: list[tuple[int, str]] = []
        self._passed: set[tuple[int, str]] = set()

    def through(self, number: int, where: str) -> bool:
        """Ask about each suggestion of an entry; tell whether the person has enough for now."""
        from reflect.ask.conversation import Control

        self._head(self._journal.entry(number), where)
        while True:
            entry = self._journal.entry(number)
            next_ = next((each for each in entry.suggested if self._waits(number, each)), None)
            if next_:
                self._put(number, next_)
            elif not self._one:
                return False
            picked = self._ask.one("Is it in there?" if next_ else "", self._options(next_), None if next_ else END)
            if isinstance(picked, Control) or picked == END:
                return True
            self._do(picked, next_, entry)

    def _waits(self, number: int, each: Suggestion) -> bool:
        return each.theme in self._known and (number, each.theme) not in self._passed

    def _head(self, entry: Entry, where: str) -> None:
        deck = deck_of(entry)
        self._ask.say("")
        self._ask.say(
            f"{where}Entry {entry.number}, {clock.day_said(entry.written)}, {deck.title if deck else entry.deck}"
        )
        there = "; ".join(self._known[each].title for each in entry.themes if each in self._known)
        if there:
            self._ask.say(f"Already counted: {there}")
        if not entry.suggested:
            self._ask.say("No words point to anything more.")

    def _put(self, number: int, suggestion: Suggestion) -> None:
        theme = self._known[suggestion.theme]
        self._ask.say("")
        self._ask.say(f"{theme.title}, {suggestion.tier}: {theme.definition}")
        for piece in self._journal.reasons(number).get(theme.id, ()):
            self._ask.say(f"  {piece.passage}")

    def _options(self, next_: Suggestion | None) -> list[Option]:
        options = [Option(YES, "Yes, it is in there"), Option(NO, "No"), Option(OPEN, "Leave it open")] if next_ else []
        options += [Option(READ, "Read the whole entry"), Option(MORE, "Add a theme that no words point to")]
        if self.done:
            _, theme = self.done[-1]
            options.append(Option(BACK, f"Undo: {self._known[theme].title}"))
        return [*options, Option(END, "Enough for now" if next_ else "Done")]

    def _do(self, picked: str, next_: Suggestion | None, entry: Entry) -> None:
        assert entry.number is not None
        if picked == READ:
            self._ask.say("")
            for line, _ in render.whole_entry(deck_of(entry))(entry):
                self._ask.say(line)
        elif picked == MORE:
            self._add(entry)
        elif picked == BACK:
            number, theme = self.done.pop()
            self._journal.decide(number, {theme: None}, clock.now())
            self._ask.say(f"Undone: {self._known[theme].title}, entry {number}.")
        elif next_ and picked == OPEN:
            self._passed.add((entry.number, next_.theme))
        elif next_:
            self._decide(entry.number, next_.theme, Standing.ACCEPTED if picked == YES else Standing.REJECTED)

    def _decide(self, number: int, theme: str, verdict: Standing) -> None:
        self._journal.decide(number, {theme: verdict}, clock.now())
        self.done.append((number, theme))
        said = {Standing.ACCEPTED: "yes", Standing.REJECTED: "no", Standing.PICKED: "added"}
        self._ask.say(f"{self._known[theme].title}: {said[verdict]}.")

    def _add(self, entry: Entry) -> None:
        """Let themes be added that no words point to."""
        assert entry.number is not None
        self._ask.say("Enter with nothing picked goes back.")
        options = [Option(theme.id, theme.title) for theme in self._known.values() if theme.id not in entry.themes]
        picked = self._ask.many(options)
        for theme in picked if isinstance(picked, tuple) else ():
            self._decide(entry.number, theme, Standing.PICKED)
