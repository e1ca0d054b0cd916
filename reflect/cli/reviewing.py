"""Deciding on themes: what the writer says of what their words point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflect import clock
from reflect.cli.options import asker
from reflect.errors import ReflectError, WrongUsage
from reflect.models import Option, Standing

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
    there = {*entry.themes, *(each.theme for each in entry.suggested), *(each.theme for each in entry.decisions)}
    for verdict in (Standing.ACCEPTED, Standing.REJECTED, None):
        if unknown := [theme for theme in said[verdict] if theme not in there]:
            known = ", ".join(sorted(there)) or "none"
            raise WrongUsage(
                f"Nothing in entry {number} points to “{unknown[0]}”. It has: {known}. "
                f"To add it: --add {unknown[0]}. Nothing was changed."
            )
    for verdict, themes_ in said.items():
        for theme in themes_:
            journal.decide(number, theme, verdict, clock.now())


def reviewed(entry: Entry) -> dict[str, Any]:
    """Give of an entry what was said of its themes, and what waits."""
    return {"number": entry.number, "themes": entry.themes, "suggested": entry.suggested, "decisions": entry.decisions}


YES, NO, OPEN, BACK, MORE, END = "yes", "no", "open", "back", "more", "end"


def in_person(journal: Journal, waiting: list[int], known: Mapping[str, Theme]) -> None:
    """Ask of one suggestion after the other, until they end or the person does."""
    from reflect.sitting import Paused

    ask = asker()
    if not waiting:
        ask.say("Nothing waits. Themes that your words point to are offered here when there are some.")
        return
    decided = 0
    try:
        for number in waiting:
            review = _Review(ask, journal, number, known)
            ended = review.through()
            decided += len(review.done)
            if ended:
                break
    except Paused:
        pass
    left = journal.undecided_count()
    waits = f"Entries with suggestions left: {left}." if left else "Nothing else waits."
    ask.say(f"You decided on {decided}. {waits}")


class _Review:
    """One entry under review: what was decided on it, in order, and what was left open."""

    def __init__(self, ask: Conversation, journal: Journal, number: int, known: Mapping[str, Theme]) -> None:
        self._ask = ask
        self._journal = journal
        self._number = number
        self._known = known
        self.done: list[str] = []
        self._passed: set[str] = set()

    def through(self) -> bool:
        """Ask about each suggestion; tell whether the person has enough for now."""
        from reflect.ask.conversation import Control

        self._head(self._journal.entry(self._number))
        while True:
            entry = self._journal.entry(self._number)
            waiting = (each for each in entry.suggested if each.theme in self._known and each.theme not in self._passed)
            next_ = next(waiting, None)
            if next_:
                self._put(next_)
            picked = self._ask.one("Is it in there?" if next_ else "", self._options(next_), None if next_ else END)
            if isinstance(picked, Control) or picked == END:
                return isinstance(picked, Control) or next_ is not None
            self._do(picked, next_, entry)

    def _head(self, entry: Entry) -> None:
        self._ask.say("")
        self._ask.say(f"Entry {self._number}, {clock.day_said(entry.written)}, {entry.deck}")
        there = ", ".join(self._known[each].title for each in entry.themes if each in self._known)
        if there:
            self._ask.say(f"Already in there: {there}")
        if not entry.suggested:
            self._ask.say("No words point to anything more.")

    def _put(self, suggestion: Suggestion) -> None:
        theme = self._known[suggestion.theme]
        self._ask.say("")
        self._ask.say(f"{theme.title}, {suggestion.tier}: {theme.definition}")
        for quote in suggestion.quotes:
            self._ask.say(f"  “{' '.join(quote.split())}”")

    def _options(self, next_: Suggestion | None) -> list[Option]:
        options = [Option(YES, "Yes, it is in there"), Option(NO, "No"), Option(OPEN, "Leave it open")] if next_ else []
        options.append(Option(MORE, "Add a theme that no words point to"))
        if self.done:
            options.append(Option(BACK, f"Undo: {self._known[self.done[-1]].title}"))
        return [*options, Option(END, "Enough for now" if next_ else "Done with this entry")]

    def _do(self, picked: str, next_: Suggestion | None, entry: Entry) -> None:
        if picked == MORE:
            self._add(entry)
        elif picked == BACK:
            self._decide(self.done.pop(), None)
        elif next_ and picked == OPEN:
            self._passed.add(next_.theme)
        elif next_:
            self._decide(next_.theme, Standing.ACCEPTED if picked == YES else Standing.REJECTED)
            self.done.append(next_.theme)

    def _decide(self, theme: str, verdict: Standing | None) -> None:
        self._journal.decide(self._number, theme, verdict, clock.now())

    def _add(self, entry: Entry) -> None:
        """Let themes be added that no words point to."""
        options = [Option(theme.id, theme.title) for theme in self._known.values() if theme.id not in entry.themes]
        picked = self._ask.many(options)
        for theme in picked if isinstance(picked, tuple) else ():
            self._decide(theme, Standing.PICKED)
            self.done.append(theme)
