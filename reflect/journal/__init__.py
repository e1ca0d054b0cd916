"""Everything that is kept, and the only way to it.

Writing goes through the tables of `tables`, one transaction each. Reading is SQL on the same
connection, straight into frozen values, because loading SQLModel costs more than all the
rest of the program together.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from importlib import import_module
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from reflect import kinds, themes
from reflect.clock import day_of
from reflect.errors import BadCodebook, BadDeck, CouldNotKeep, Damaged, NotFound, ReflectError, WrongUsage
from reflect.journal import schema
from reflect.models import (
    CONFIRMED,
    COUNTED,
    Answer,
    Bearing,
    Begun,
    Commitment,
    Contents,
    Decision,
    Entry,
    Feedback,
    Handover,
    Hit,
    Kind,
    News,
    Noted,
    Owner,
    Piece,
    Record,
    Settings,
    Share,
    Standing,
    Suggestion,
    Summary,
    Tallies,
    Thread,
    Told,
    Value,
    Version,
    Whole,
)
from reflect.vault import FULL, Vault, connect, trouble

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlcipher3.dbapi2 import Connection

    from reflect.codebook import Codebook, Lesson
    from reflect.keyness import NewWord
    from reflect.models import Step
    from reflect.touches import Reader

__all__ = ["Journal", "answered", "create", "query_for", "refuse_open_windows"]

SELECT_SUMMARIES = """
    SELECT number, id, deck, written, "offset", finished, opening, words, thread,
           (SELECT group_concat(id) FROM touch
            WHERE touch.entry = number AND what = 'theme' AND standing IN ('picked', 'accepted', 'declared')) AS themes
    FROM entry
    WHERE finished = :finished
      AND (:theme IS NULL OR number IN (
          SELECT touch.entry FROM touch
          WHERE what = 'theme' AND id = :theme AND standing IN ('picked', 'accepted', 'declared', 'likely')))
      AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
      AND (:deck IS NULL OR deck = :deck) AND (:thread IS NULL OR thread = :thread)
    ORDER BY written DESC, number DESC LIMIT :limit"""
SELECT_ENTRY = """
    SELECT number, id, deck, minutes, written, "offset", finished, skipped, begun, rereads, thread FROM entry
    WHERE number = :number"""
SELECT_THEMES_OF = """
    SELECT touch.id AS theme, standing, at, decision."offset"
    FROM touch LEFT JOIN decision ON decision.entry = touch.entry AND decision.theme = touch.id
    WHERE touch.entry = :number AND what = 'theme' ORDER BY touch.id"""
SELECT_QUOTES = "SELECT theme, quote FROM evidence WHERE entry = :number ORDER BY number"
SELECT_LESSONS = """
    SELECT evidence.theme, pattern, sum(verdict <> 'rejected') AS right, sum(verdict = 'rejected') AS wrong
    FROM decision CROSS JOIN evidence ON evidence.entry = decision.entry AND evidence.theme = decision.theme
    WHERE pattern <> '' GROUP BY evidence.theme, pattern"""
SELECT_ANSWERS_TO = """
    SELECT entry.number, written, "offset", "key", question, kind, answer.words, picked, share, about, locked
    FROM answer JOIN entry ON entry.number = answer.entry
    WHERE finished AND deck = :deck AND "key" = :key AND day BETWEEN :since AND :until
    ORDER BY written, entry.number"""
SELECT_TEXTS = """
    SELECT CAST((julianday(:until) - julianday(entry.day)) / 7 AS INTEGER) AS week,
           group_concat(answer.words, char(10)) AS words
    FROM entry JOIN answer ON answer.entry = entry.number
    WHERE finished AND kind <> 'outcomes' AND entry.day BETWEEN :since AND :until AND (:locked OR NOT locked)
    GROUP BY entry.number"""
SELECT_HOW_MANY_HOLD = """
    SELECT count(DISTINCT answer.entry) AS entries
    FROM found JOIN answer ON answer.number = found.rowid WHERE found MATCH :query"""
SELECT_MONTHS = """
    WITH kinds (what) AS (VALUES ('entry'), ('theme'), ('dimension'), ('pairing'), ('showing'), ('stage'))
    SELECT span, tally.what, id, standing, entries
    FROM kinds CROSS JOIN tally ON unit = 'month' AND tally.what = kinds.what AND span >= :from AND span < :to
    WHERE :placed OR kinds.what NOT IN ('dimension', 'pairing')"""
SELECT_DAYS = """
    WITH kinds (what) AS (VALUES ('entry'), ('theme'), ('dimension'), ('pairing'), ('showing'), ('stage'))
    SELECT substr(span, 1, 7) AS month, tally.what, id, standing, sum(entries)
    FROM kinds CROSS JOIN tally ON unit = 'day' AND tally.what = kinds.what AND span BETWEEN :from AND :to
    WHERE :placed OR kinds.what NOT IN ('dimension', 'pairing')
    GROUP BY tally.what, id, standing"""
SELECT_ALL = """
    SELECT :month, what, id, standing, entries FROM tally
    WHERE unit = 'all' AND (:placed OR what NOT IN ('dimension', 'pairing'))"""
SELECT_EARLIEST = "SELECT min(span) AS month FROM tally WHERE unit = 'month' AND what = 'entry'"
SELECT_WEEKS = """
    WITH kinds (what) AS (VALUES ('entry'), ('theme'))
    SELECT id, span, standing
    FROM kinds CROSS JOIN tally ON unit = 'day' AND tally.what = kinds.what AND span BETWEEN :since AND :until"""
SELECT_LAST = """
    SELECT day FROM touch
    WHERE what = 'theme' AND id = :theme AND day BETWEEN :since AND :until
      AND standing IN ('picked', 'accepted', 'declared', 'likely')
    ORDER BY day DESC LIMIT 1"""
SELECT_EVIDENCE = """
    SELECT touch.entry AS number, touch.day, standing, evidence."key", quote, pattern, question, locked,
           substr(words, max(1, start - 59), min(start, 60)) AS before, substr(words, "end" + 1, 60) AS after
    FROM (SELECT entry, day, standing FROM touch
          WHERE what = 'theme' AND id = :theme AND day BETWEEN :since AND :until AND standing <> 'rejected'
            AND (:possible OR standing <> 'possible')
          ORDER BY day DESC, entry DESC LIMIT :limit) AS touch
    LEFT JOIN evidence ON evidence.entry = touch.entry AND evidence.theme = :theme
    LEFT JOIN answer ON answer.entry = touch.entry AND answer."key" = evidence."key"
    ORDER BY touch.day DESC, touch.entry DESC, evidence.number"""
SELECT_REASONS = """
    SELECT evidence.entry AS number, entry.day, 'likely' AS standing, evidence."key", quote, pattern, question, locked,
           substr(answer.words, max(1, start - 59), min(start, 60)) AS before,
           substr(answer.words, "end" + 1, 60) AS after, theme
    FROM evidence JOIN entry ON entry.number = evidence.entry
    LEFT JOIN answer ON answer.entry = evidence.entry AND answer."key" = evidence."key"
    WHERE evidence.entry = :number ORDER BY evidence.number"""
SELECT_UNDECIDED = """
    SELECT DISTINCT entry FROM touch
    WHERE what = 'theme' AND standing IN ('likely', 'possible') ORDER BY day DESC, entry DESC LIMIT :limit"""
SELECT_FINISHED = "SELECT number FROM entry WHERE finished ORDER BY number"
SELECT_HOLDING = """
    SELECT DISTINCT entry FROM found JOIN answer ON answer.number = found.rowid WHERE found MATCH :query"""
SELECT_TALLIED = """
    SELECT (SELECT count(*) FROM touch), (SELECT coalesce(sum(entries), 0) FROM tally WHERE unit = 'day'),
           (SELECT coalesce(sum(entries), 0) FROM tally WHERE unit = 'month')"""
SELECT_CODEBOOK = "SELECT value FROM setting WHERE name = 'codebook'"
SELECT_ANSWERS = """
    SELECT "key", question, kind, words, picked, share, about, locked FROM answer
    WHERE entry = :number ORDER BY place"""
SELECT_MARKED = """
    SELECT entry.number, id, deck, minutes, written, "offset",
           "key", question, kind, answer.words, picked, share, about, locked
    FROM entry JOIN answer ON answer.entry = entry.number
    WHERE finished AND entry.number IN (SELECT marked.entry FROM answer AS marked WHERE share = :share)
      AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
    ORDER BY written, entry.number, place"""
SELECT_PARKED = """
    SELECT DISTINCT entry.number FROM entry JOIN answer ON answer.entry = entry.number
    WHERE finished AND deck <> 'prep' AND NOT locked AND (:since IS NULL OR day >= :since)
      AND (share = 'supervision' OR "key" = 'for-supervision' OR ("key" = 'come-back' AND picked = '"supervision"')
           OR ("key" = 'question' AND deck = 's4-circle'))
    ORDER BY written, entry.number"""
SELECT_COMMITMENTS = """
    SELECT commitment.number, "key", scale, text, owner, share, "by",
           entry.number AS entry, feedback.number AS feedback, coalesce(deck, '') AS deck, thread,
           NOT coalesce(finished, 1) OR coalesce((SELECT locked FROM answer WHERE answer.entry = commitment.entry
                                                  AND answer."key" = commitment."key"), 0) AS locked,
           coalesce(written, feedback.at) AS written, coalesce(entry."offset", feedback."offset") AS "offset",
           (SELECT picked FROM answer WHERE answer.entry = entry.number AND answer."key" = 'whose-idea') AS idea,
           (SELECT picked FROM answer WHERE answer.entry = entry.number AND answer."key" = 'whose-risk') AS risk,
           (SELECT picked FROM answer WHERE answer.entry = entry.number AND answer."key" = 'wish-known') AS wanted
    FROM commitment LEFT JOIN entry ON entry.number = commitment.entry
         LEFT JOIN feedback ON feedback.number = commitment.feedback
    ORDER BY commitment.number"""
SELECT_COMMITMENTS_OF = SELECT_COMMITMENTS.replace("ORDER BY", "WHERE commitment.entry = :entry ORDER BY")
SELECT_NEWS = """
    SELECT news."commitment", status, news.text, at, news."offset", id AS told_in
    FROM news JOIN commitment ON commitment.number = news."commitment" LEFT JOIN entry ON entry.number = news.entry
    ORDER BY at, news.number"""
SELECT_NEWS_OF = SELECT_NEWS.replace("ORDER BY", "WHERE commitment.entry = :entry ORDER BY")
SELECT_NOTED = """
    SELECT entry.number, deck, written, "offset", "key", question, kind, answer.words, picked, share, about, locked
    FROM answer JOIN entry ON entry.number = answer.entry
    WHERE finished AND kind NOT IN ('line', 'text') AND deck <> 'scenario'
      AND NOT EXISTS (SELECT 1 FROM answer AS scene WHERE scene.entry = entry.number AND scene."key" = 'card')
      AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
      AND (:thread IS NULL OR thread = :thread)
    ORDER BY written, entry.number, place"""
SELECT_FEEDBACK = """
    SELECT number, id, giver, at, "offset", heard, seen, question, differs, page FROM feedback
    WHERE :number IS NULL OR number = :number ORDER BY at, number"""
SELECT_HANDOVERS = """
    SELECT id, at, "offset", "to", form, sections, items, opened, checksum, changed, kept, reason, seen FROM handover
    WHERE :to IS NULL OR "to" = :to ORDER BY at, id"""
SELECT_BEARING = """
    SELECT touch.entry AS number, touch.day, deck, touch.id AS theme,
           evidence."key", answer.words, start, "end", share
    FROM touch JOIN entry ON entry.number = touch.entry
         LEFT JOIN evidence ON evidence.entry = touch.entry AND evidence.theme = touch.id
         LEFT JOIN answer ON answer.entry = touch.entry AND answer."key" = evidence."key"
    WHERE what = 'theme' AND standing IN ('picked', 'accepted', 'declared')
      AND touch.day BETWEEN :since AND :until AND NOT coalesce(locked, 0)
      AND (:share IS NULL OR share = :share)
    ORDER BY touch.day, touch.entry, evidence.number"""
SELECT_THREADS = """
    SELECT thread AS label, count(*) AS entries, min(day) AS first, max(day) AS last FROM entry
    WHERE thread IS NOT NULL GROUP BY thread ORDER BY last DESC, label"""
SELECT_IN_THREAD = "SELECT number FROM entry WHERE thread = :thread"
SELECT_ASKED = "SELECT step, wording, last FROM asked WHERE deck = :deck"
SELECT_SETTINGS = "SELECT name, value FROM setting"
SELECT_VISITS = "SELECT deck, max(day) AS day FROM entry WHERE finished GROUP BY deck"
SELECT_LATER = 'SELECT number, deck, written, "offset" FROM entry WHERE rereads = :number AND finished ORDER BY written'
SELECT_VERSIONS = """
    SELECT "key", kind, version.words, version.picked, replaced FROM version
    JOIN answer ON version.answer = answer.number
    WHERE answer.entry = :number ORDER BY replaced, version.number"""
SELECT_FOUND = """
    SELECT entry.number, entry.id, written, "offset", "key",
           snippet(found, 0, :before, :after, '…', 16) AS snippet
    FROM found JOIN answer ON answer.number = found.rowid JOIN entry ON entry.number = answer.entry
    WHERE found MATCH :query AND found.rowid IN (
        SELECT answer.number
        FROM found JOIN answer ON answer.number = found.rowid JOIN entry ON entry.number = answer.entry
        WHERE found MATCH :query
          AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)
          AND (:deck IS NULL OR deck = :deck)
        ORDER BY written DESC, entry.number DESC, place LIMIT :limit)
    ORDER BY written DESC, entry.number DESC, place"""
SELECT_LOADS = """
    SELECT picked FROM answer JOIN entry ON answer.entry = entry.number
    WHERE finished AND kind = 'load' ORDER BY written DESC, entry.number DESC LIMIT :limit"""
SELECT_CONTENTS = "SELECT count(*) AS entries, min(day) AS first, max(day) AS last FROM entry"
SELECT_NUMBERS = "SELECT number FROM entry ORDER BY written, number"
SELECT_ID = "SELECT id FROM entry WHERE number = :number"
SELECT_HAS = "SELECT number FROM entry WHERE id = :id"
SELECT_DELETED = "SELECT 1 FROM deleted WHERE id = :id"
SELECT_COUNT = "SELECT count(*) FROM entry WHERE finished = :finished"


_LARGEST = 2**63 - 1
_AFTER = "~"
"""Sorts after every digit and hyphen."""
_AT_ONCE = 200
_SUGGESTED = (Standing.LIKELY, Standing.POSSIBLE)


def create(vault: Vault, passphrase: str | None) -> str:
    """Make a new, empty journal and give its recovery code. Refuse if there is one already."""
    with _plainly():
        return vault.create(passphrase, schema.migrate)


def answered(entry: Entry, key: str) -> Answer:
    """Give the answer an entry has to this step. Raise NotFound, naming those it has, if there is none."""
    answer = entry.answer(key)
    if answer is None:
        known = ", ".join(answer.key for answer in entry.answers)
        raise NotFound(f"Entry {entry.number} has no answer to “{key}”. It has: {known}. Nothing was changed.")
    return answer


class Journal:
    """An open journal."""

    def __init__(self, connection: Connection, home: Path) -> None:
        self._connection = connection
        self._home = home
        self._decks: dict[str, Mapping[str, Step]] = {}
        self._stamp: tuple[int, int] | None = None
        try:
            with _plainly():
                schema.migrate(connection)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def prepare_to_write(self) -> None:
        """Load what writing needs in the background, while the person reads the first question."""

        def load() -> None:
            import_module("reflect.journal.tables")
            self._codebook.ready(wholly=True)

        threading.Thread(target=load, daemon=True).start()

    @property
    def _reader(self) -> Reader:
        """Give what reads entries: the codebook, with what was decided about its suggestions taken in."""
        from reflect.touches import Reader

        self._see_whether_the_codebook_changed()
        self._codebook.ready()  # it takes a moment, and must not while others wait to write
        return Reader(self._codebook.taught(self._lessons), self._steps, self.entry)

    def _see_whether_the_codebook_changed(self) -> None:
        """Forget what was read of the codebook if the person's own file is another now."""
        file = self._home / themes.FILE
        stamp = (file.stat().st_mtime_ns, file.stat().st_size) if file.is_file() else None
        if self._stamp != stamp:
            for name in ("_own_themes", "_codebook"):
                self.__dict__.pop(name, None)
            self._stamp = stamp

    @cached_property
    def _own_themes(self) -> Path | None:
        """Give the file of the person's own additions to the codebook; None if there is none, or it cannot be read."""
        file = self._home / themes.FILE
        if not file.exists():
            return None
        from reflect import codebook

        try:
            codebook.read(file)
        except BadCodebook:
            return None
        return file

    @property
    def _sign(self) -> str:
        taught = {key: (lesson.right, lesson.wrong) for key, lesson in self._lessons.items()}
        return themes.sign(self._own_themes, taught)

    @cached_property
    def _read_before(self) -> str:
        """Give the sign of what the whole journal was read by; "" if it never was."""
        rows = self._rows(SELECT_CODEBOOK)
        return str(_from_json(rows[0]["value"])) if rows else ""

    @cached_property
    def _codebook(self) -> Codebook:
        """Read the codebook; without the person's own additions if those cannot be read, as `reflect themes` tells."""
        from reflect import codebook

        return codebook.read(self._own_themes)

    @property
    def lessons(self) -> Mapping[tuple[str, str], Lesson]:
        """Give how often each pattern, by its theme, led to something that was accepted, and that was rejected."""
        return self._lessons

    @cached_property
    def _lessons(self) -> dict[tuple[str, str], Lesson]:
        rows = self._rows(SELECT_LESSONS)
        if not rows:
            return {}
        from reflect.codebook import Lesson

        return {(row["theme"], row["pattern"]): Lesson(row["right"], row["wrong"]) for row in rows}

    def _steps(self, deck: str) -> Mapping[str, Step]:
        """Give the steps of a deck by their keys; none where the deck is gone, or cannot be read."""
        from reflect import decks

        if deck not in self._decks:
            try:
                self._decks[deck] = {step.key: step for step in decks.find(deck, self._home / "decks").steps}
            except (NotFound, BadDeck):
                self._decks[deck] = {}
        return self._decks[deck]

    @cached_property
    def _engine(self) -> Engine:
        from reflect.journal import tables

        return tables.engine(self._connection)

    # Reading

    def entries(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        deck: str | None = None,
        thread: str | None = None,
        theme: str | None = None,
        finished: bool = True,
        limit: int | None = None,
    ) -> list[Summary]:
        """Give entries as lines of a list, newest first; drafts instead with `finished=False`.

        Those of a theme are the ones that are counted for it: confirmed, or likely.
        """
        rows = self._rows(
            SELECT_SUMMARIES,
            finished=finished,
            since=since and since.isoformat(),
            until=until and until.isoformat(),
            deck=deck,
            thread=thread,
            theme=theme,
            limit=-1 if limit is None else min(limit, _LARGEST),
        )
        return [
            Summary(
                number=row["number"],
                id=row["id"],
                deck=row["deck"],
                written=_moment(row),
                finished=bool(row["finished"]),
                opening=row["opening"],
                words=row["words"],
                themes=tuple(sorted(row["themes"].split(","))) if row["themes"] else (),
                thread=row["thread"],
            )
            for row in rows
        ]

    def entry(self, number: int) -> Entry:
        """Give the entry with this number, whole. Raise NotFound if there is none."""
        rows = self._rows(SELECT_ENTRY, number=number) if number <= _LARGEST else []
        if not rows:
            raise NotFound(f"There is no entry {number}. See what there is: reflect list")
        row = rows[0]
        themes = self._rows(SELECT_THEMES_OF, number=number) if row["finished"] else []
        return Entry(
            number=row["number"],
            id=row["id"],
            deck=row["deck"],
            minutes=row["minutes"],
            written=_moment(row),
            finished=bool(row["finished"]),
            answers=tuple(_answer(each) for each in self._rows(SELECT_ANSWERS, number=number)),
            later=tuple(
                {"number": each["number"], "deck": each["deck"], "written": _moment(each)}
                for each in self._rows(SELECT_LATER, number=number)
            ),
            themes=tuple(each["theme"] for each in themes if each["standing"] in CONFIRMED),
            suggested=self._suggested(number, themes),
            decisions=tuple(_decision(each) for each in themes if each["at"]),
            commitments=tuple(self.commitments(entry=number)),
            thread=row["thread"],
            rereads=row["rereads"],
            skipped=_from_json(row["skipped"]),
            begun={key: Begun(**begun) for key, begun in _from_json(row["begun"]).items()},
        )

    def _suggested(self, number: int, themes: Iterable[Mapping[str, Any]]) -> tuple[Suggestion, ...]:
        """Give what the words of an entry point to and nothing was said of, the surest first."""
        tiers = {each["theme"]: Standing(each["standing"]) for each in themes if each["standing"] in _SUGGESTED}
        if not tiers:
            return ()
        quotes: dict[str, dict[str, None]] = {theme: {} for theme in tiers}
        for row in self._rows(SELECT_QUOTES, number=number):
            if row["theme"] in quotes:
                quotes[row["theme"]][row["quote"]] = None
        in_order = sorted(tiers, key=lambda theme: (_SUGGESTED.index(tiers[theme]), theme))
        return tuple(Suggestion(theme, tiers[theme], tuple(quotes[theme])) for theme in in_order)

    def versions(self, number: int) -> list[Version]:
        """Give what the answers of an entry were before they were changed, the earliest first."""
        return [
            Version(
                key=row["key"],
                value=kinds.from_stored(Kind(row["kind"]), row["words"], _from_json(row["picked"])),
                replaced=_utc(row["replaced"]),
            )
            for row in self._rows(SELECT_VERSIONS, number=number)
        ]

    def commitments(self, *, entry: int | None = None) -> list[Commitment]:
        """Give what was promised, in the order of the numbers; by one entry, if named."""
        all_or_one = {} if entry is None else {"entry": entry}
        news: dict[int, list[Told]] = {}
        for row in self._rows(SELECT_NEWS if entry is None else SELECT_NEWS_OF, **all_or_one):
            at = _moment({"written": row["at"], "offset": row["offset"]})
            told = Told(status=row["status"], text=row["text"], at=at, told_in=row["told_in"])
            news.setdefault(row["commitment"], []).append(told)
        return [
            Commitment(
                number=row["number"],
                key=row["key"],
                scale=row["scale"],
                text=row["text"],
                entry=row["entry"],
                feedback=row["feedback"],
                deck=row["deck"],
                made=_moment(row),
                thread=row["thread"],
                by=row["by"],
                locked=bool(row["locked"]),
                owner=Owner(row["owner"]),
                share=Share(row["share"]),
                idea=row["idea"] and _from_json(row["idea"]),
                risk=row["risk"] and _from_json(row["risk"]),
                wanted=row["wanted"] and _from_json(row["wanted"]),
                news=tuple(news.get(row["number"], ())),
            )
            for row in self._rows(SELECT_COMMITMENTS if entry is None else SELECT_COMMITMENTS_OF, **all_or_one)
        ]

    def commitment(self, number: int) -> Commitment:
        """Give the commitment with this number. Raise NotFound, naming some there are, if there is none."""
        there = self.commitments()
        found = next((each for each in there if each.number == number), None)
        if found is None:
            raise NotFound(f"There is no commitment {number}. See them all: reflect commitments. Nothing was changed.")
        return found

    def noted(
        self, *, since: date | None = None, until: date | None = None, thread: str | None = None
    ) -> Iterator[Noted]:
        """Give every answer that was picked, not typed, in a finished entry about one's own work, oldest first.

        Those about a made-up scene are left out: nobody stood anywhere in it.
        """
        rows = self._rows(
            SELECT_NOTED, since=since and since.isoformat(), until=until and until.isoformat(), thread=thread
        )
        for row in rows:
            yield Noted(number=row["number"], deck=row["deck"], written=_moment(row), answer=_answer(row))

    def written_at(self, deck: str, key: str, since: date, until: date) -> list[Noted]:
        """Give the answers to one step of a deck, in finished entries of these days, oldest first."""
        rows = self._rows(SELECT_ANSWERS_TO, deck=deck, key=key, since=since.isoformat(), until=until.isoformat())
        return [Noted(number=row["number"], deck=deck, written=_moment(row), answer=_answer(row)) for row in rows]

    # Themes

    def tallies(self, since: date | None, until: date, whole: date | None = None, *, placed: bool = True) -> Tallies:
        """Give how many entries of each month, between and with these days, touch on what; or not on what is `placed`.

        Without `since`, what was before the month of `whole` comes together, if that is named, as
        if it were of the earliest month there is: that is quicker, and enough to count it.
        """
        found: dict[tuple[str, str, str], dict[str, int]] = {}

        def add(select: str, times: int, values: Mapping[str, str], month_is: str = "") -> None:
            rows = self._connection.execute(select, {**values, "placed": placed})
            for month, what, name, standing, entries in rows:
                months = found.setdefault((what, name, standing), {})
                months[month_is or month] = months.get(month_is or month, 0) + times * entries

        first, last = since.isoformat() if since else "", until.isoformat()
        month, last_month = first[:7], last[:7]
        from_ = f"{month}{_AFTER}" if since else ""
        earliest = self._rows(SELECT_EARLIEST)[0]["month"] or ""
        with _plainly():  # thousands of rows, so not by name
            if whole and not since and earliest < (newest := whole.isoformat()[:7]) < last_month:
                add(SELECT_ALL, 1, {"month": earliest})
                add(SELECT_MONTHS, -1, {"from": newest, "to": _AFTER}, earliest)
                from_ = newest
            add(SELECT_MONTHS, 1, {"from": from_, "to": last_month})
            add(SELECT_DAYS, 1, {"from": max(first, f"{last_month}-00"), "to": last})
            if since and month < last_month:
                add(SELECT_DAYS, 1, {"from": first, "to": f"{month}-99"})
        return found

    def weeks(self, until: date, span: int) -> tuple[set[int], dict[str, set[int]]]:
        """Give the weeks written in, and those each theme was there in: of the last `span`, 0 the one up to `until`."""
        since = _before(until, 7 * span - 1)
        week_of = {_before(until, days).isoformat(): days // 7 for days in range((until - since).days + 1)}
        touched: dict[str, set[int]] = {}
        with _plainly():
            days = self._connection.execute(SELECT_WEEKS, {"since": since.isoformat(), "until": until.isoformat()})
            for theme, day, standing in days:
                if not theme or standing in COUNTED:
                    touched.setdefault(theme, set()).add(week_of[day])
        return touched.pop("", set()), touched

    def last_touched(self, theme: str, until: date, since: date | None = None) -> date | None:
        """Give the last day, up to `until`, of an entry that is counted for a theme; None if there is none."""
        rows = self._rows(SELECT_LAST, theme=theme, since=since.isoformat() if since else "", until=until.isoformat())
        return date.fromisoformat(rows[0]["day"]) if rows else None

    def evidence(
        self, theme: str, since: date | None, until: date, limit: int | None = None, *, possible: bool = False
    ) -> list[Piece]:
        """Give why entries touch on a theme, of the newest `limit` of them, newest first; of what is `possible` too."""
        rows = self._rows(
            SELECT_EVIDENCE,
            theme=theme,
            since=since.isoformat() if since else "",
            until=until.isoformat(),
            limit=-1 if limit is None else limit,
            possible=possible,
        )
        return [_piece(row) for row in rows]

    def new_words(self, until: date, weeks: int, *, locked: bool) -> list[NewWord]:
        """Give the words that are new in the last `weeks` up to `until`; those in `locked` answers, or not.

        It reads all that was written in that time.
        """
        from reflect import keyness

        since = _before(until, 7 * weeks - 1)
        recent = self._rows(SELECT_TEXTS, since=since.isoformat(), until=until.isoformat(), locked=locked)

        def known(word: str) -> int:
            return int(self._rows(SELECT_HOW_MANY_HOLD, query=query_for(f'"{word}"'))[0]["entries"])

        texts = [(row["week"], row["words"]) for row in recent]
        return keyness.lately(texts, known, len(texts), self.count())

    def reasons(self, number: int) -> dict[str, list[Piece]]:
        """Give why an entry touches on its themes, by theme."""
        found: dict[str, list[Piece]] = {}
        for row in self._rows(SELECT_REASONS, number=number):
            found.setdefault(row["theme"], []).append(_piece(row))
        return found

    def undecided(self, limit: int | None = None) -> list[int]:
        """Give the numbers of the entries with suggestions nothing was said of, the newest first."""
        return [row["entry"] for row in self._rows(SELECT_UNDECIDED, limit=-1 if limit is None else limit)]

    def read_with_this_codebook(self) -> bool:
        """Tell whether everything there is was read with the codebook as it is now."""
        return self._read_before == self._sign or not self.count()

    def bearing(self, since: date | None, until: date | None, level: Share | None = None) -> Iterator[Bearing]:
        """Give what bears out the themes that are confirmed, in entries of this time, oldest first; nothing locked.

        With `level`, only what stands in answers marked so.
        """
        first, last = since.isoformat() if since else "", until.isoformat() if until else _AFTER
        for row in self._rows(SELECT_BEARING, since=first, until=last, share=level):
            yield Bearing(
                number=row["number"],
                day=date.fromisoformat(row["day"]),
                theme=row["theme"],
                deck=row["deck"],
                key=row["key"] or "",
                sentence=sentence_at(row["words"], row["start"], row["end"]) if row["words"] else "",
                share=Share(row["share"] or Share.PRIVATE),
            )

    def feedback(self, number: int | None = None) -> list[Feedback]:
        """Give what came back from supervision, the earliest first; one of it, if named. Raise NotFound."""
        rows = self._rows(SELECT_FEEDBACK, number=number)
        if number is not None and not rows:
            raise NotFound(f"There is no feedback {number}. See what there is: reflect feedback")
        agreed: dict[int, list[Commitment]] = {}
        for each in self.commitments() if rows else ():
            agreed.setdefault(each.feedback or 0, []).append(each)
        return [_feedback(row, agreed.get(row["number"], ())) for row in rows]

    def handovers(self, to: str | None = None) -> list[Handover]:
        """Give what left, the earliest first; to one reader, if named."""
        return [_handover(row) for row in self._rows(SELECT_HANDOVERS, to=to)]

    def threads(self) -> list[Thread]:
        """Give the threads there are, the one written in last first."""
        return [Thread(**row) for row in self._rows(SELECT_THREADS)]

    def search(
        self,
        text: str,
        *,
        since: date | None = None,
        until: date | None = None,
        deck: str | None = None,
        limit: int | None = None,
        marks: tuple[str, str] = ("", ""),
    ) -> list[Hit]:
        """Give the answers whose words hold all of `text`, newest first, what was found between `marks`.

        Words, "exact phrases" and beginnings* all have to be there; every script is whole words.
        Raise WrongUsage if there is no word in it.
        """
        rows = self._rows(
            SELECT_FOUND,
            query=query_for(text),
            before=marks[0],
            after=marks[1],
            since=since and since.isoformat(),
            until=until and until.isoformat(),
            deck=deck,
            limit=-1 if limit is None else min(limit, _LARGEST),
        )
        return [
            Hit(
                number=row["number"],
                id=row["id"],
                written=_moment(row),
                key=row["key"],
                snippet=" ".join(row["snippet"].split()),
            )
            for row in rows
        ]

    def marked(self, level: Share, *, since: date | None = None, until: date | None = None) -> list[Entry]:
        """Give the finished entries that have an answer marked `level`, oldest first, with all their answers.

        What else hangs on an entry is left out; `withheld` sifts the answers.
        """
        rows = self._rows(
            SELECT_MARKED, share=level, since=since and since.isoformat(), until=until and until.isoformat()
        )
        return [
            Entry(
                number=number,
                id=first["id"],
                deck=first["deck"],
                minutes=first["minutes"],
                written=_moment(first),
                finished=True,
                answers=tuple(map(_answer, (first, *rest))),
            )
            for number, (first, *rest) in groupby(rows, lambda row: row["number"])
        ]

    def parked(self, since: date | None) -> list[int]:
        """Give the numbers of finished entries that wait for supervision, parked or marked, the oldest first."""
        return [row["number"] for row in self._rows(SELECT_PARKED, since=since and since.isoformat())]

    def everything(self) -> Iterator[Record]:
        """Give every entry, drafts too, with all that belongs to it, oldest first; then what came back, and what left.

        Each is read when its turn comes: no other window has to wait for the last, and one
        deleted meanwhile is passed over.
        """
        for row in self._rows(SELECT_NUMBERS):
            if whole := self._whole(row["number"]):
                yield whole
        yield from self.feedback()
        yield from self.handovers()

    def _whole(self, number: int) -> Whole | None:
        with self._at_once():
            try:
                entry = self.entry(number)
            except NotFound:
                return None
            older = self._rows(SELECT_ID, number=entry.rereads)
            versions = tuple(self.versions(number))
        return Whole(entry=entry, versions=versions, rereads_id=older[0]["id"] if older else None)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Read everything inside as it stood at one moment."""
        with _plainly():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def has(self, entry_id: str) -> bool:
        """Tell whether there is an entry with this id."""
        return self.number_of(entry_id) is not None

    def number_of(self, entry_id: str) -> int | None:
        """Give the number of the entry with this id; None if there is none."""
        rows = self._rows(SELECT_HAS, id=entry_id)
        return int(rows[0]["number"]) if rows else None

    def was_deleted(self, entry_id: str) -> bool:
        """Tell whether an entry with this id was deleted here."""
        return bool(self._rows(SELECT_DELETED, id=entry_id))

    def count(self, *, finished: bool = True) -> int:
        """Give how many entries, or drafts, there are."""
        return int(self._rows(SELECT_COUNT, finished=finished)[0]["count(*)"])

    def visits(self) -> dict[str, date]:
        """Give the day each deck was last finished on, by deck."""
        return {row["deck"]: date.fromisoformat(row["day"]) for row in self._rows(SELECT_VISITS)}

    def loads(self, limit: int) -> list[int]:
        """Give how heavily the last sittings landed, 0 to 4, newest first."""
        return [_from_json(row["picked"]) for row in self._rows(SELECT_LOADS, limit=limit)]

    def contents(self) -> Contents:
        """Say what the journal holds."""
        row = self._rows(SELECT_CONTENTS)[0]
        return Contents(entries=row["entries"], first=row["first"], last=row["last"])

    def faults(self) -> list[str]:
        """Give what is wrong in the pages, the structure, the links and the index; [] if nothing is."""
        from sqlcipher3 import dbapi2 as sqlcipher

        run = self._connection.execute
        try:
            found = [str(row[0]) for row in run("PRAGMA cipher_integrity_check")]
            found += ["the counts of themes do not fit the entries"] * (len({*run(SELECT_TALLIED).fetchone()}) > 1)
            found += [str(row[0]) for row in run("PRAGMA quick_check") if row[0] != "ok"]
            found += [f"a link of {row[0]} leads nowhere" for row in run("PRAGMA foreign_key_check")]
            run("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")
        except sqlcipher.DatabaseError as error:
            name = getattr(error, "sqlite_errorname", "")
            if not name.startswith("SQLITE_READONLY"):  # the index can be held against the answers by a write alone
                return [name or "it cannot be read"]
        return found

    def asked(self, deck: str) -> dict[tuple[str, str], datetime]:
        """Give when each wording of a deck was last asked, by step key and wording."""
        return {(row["step"], row["wording"]): _utc(row["last"]) for row in self._rows(SELECT_ASKED, deck=deck)}

    @property
    def settings(self) -> Settings:
        """Give what the person set; what was never set has its default."""
        kept = {row["name"]: _from_json(row["value"]) for row in self._rows(SELECT_SETTINGS)}
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
        return Settings(**{f.name: kept[f.name] for f in fields(Settings) if f.name in kept})

    def _rows(self, select: str, **values: object) -> list[dict[str, Any]]:
        with _plainly():
            cursor = self._connection.execute(select, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    # Writing

    def keep(self, entry: Entry) -> Entry:
        """Keep the entry as it stands, in one transaction; give it back with its number and what it promises."""
        from reflect.journal import tables

        day = day_of(entry.written, self.settings.day_end)
        with _plainly():
            number = tables.keep(self._engine, entry, day, self._reader if entry.finished else None)
        self._note_codebook(entry.finished)
        return self.entry(number)

    def keep_all(self, records: Iterable[Record], *, above: int = 0, bring_back: bool = False) -> int:
        """Keep every record that is not there yet, all of them in one transaction or none; give how many entries.

        An entry keeps its number where that is free; the others get numbers greater than
        `above` and than any there is. One whose id is there already stays as it is, and one that
        was deleted stays away, unless it is to be brought back.
        """
        from reflect.journal import tables

        day_end = self.settings.day_end
        with _plainly():
            kept = tables.keep_all(
                self._engine,
                records,
                lambda moment: day_of(moment, day_end),
                above,
                self._reader,
                bring_back=bring_back,
            )
        self._note_codebook(kept)
        return kept

    def _note_codebook(self, kept: int) -> None:
        """Remember with which codebook the journal was read, when there was nothing in it before the `kept` entries."""
        from reflect.journal import tables

        if kept and not self._read_before and self.count() + self.count(finished=False) <= kept:
            with _plainly():
                tables.read_with(self._engine, self._sign)
            self.__dict__.pop("_read_before", None)

    def read_again(self) -> Iterator[tuple[int, int]]:
        """Read every entry with the codebook as it is now; give how many are done and how many there are, as it goes.

        Where only a few of the person's own patterns changed, only entries that hold their words are read.
        """
        from reflect.journal import tables

        reader, sign = self._reader, self._sign
        numbers = self._changed_numbers(sign)
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            with _plainly():
                tables.read_again(self._engine, some, reader)
            yield at + len(some), len(numbers)
        with _plainly():
            tables.read_with(self._engine, sign)
        self.__dict__.pop("_read_before", None)

    def _changed_numbers(self, sign: str) -> list[int]:
        """Give the numbers of the entries that may read otherwise than when they were read last."""
        from reflect import codebook

        queries = codebook.changed(self._read_before, sign)
        if queries is None:
            return [row["number"] for row in self._rows(SELECT_FINISHED)]
        found = {row["entry"] for query in queries for row in self._rows(SELECT_HOLDING, query=query)}
        return sorted(found)

    def discard(self, entry: Entry) -> None:
        """Remove a draft for good. A finished entry is not a draft."""
        from reflect.journal import tables

        if entry.number is None:
            return
        with _plainly():
            removed = tables.remove_draft(self._engine, entry.id)
        if not removed:
            raise ReflectError(f"Entry {entry.number} is finished; only a draft is discarded. Nothing was changed.")

    def change(self, number: int, values: Mapping[str, Value], at: datetime) -> Entry:
        """Put `values` in the place of answers, keeping what was there, all at once, and give the entry."""
        from reflect.journal import tables

        entry = self.entry(number)
        changed = [replace(answered(entry, key), value=value) for key, value in values.items()]
        with _plainly():
            tables.change(self._engine, number, changed, at, self._reader)
        return self.entry(number)

    def decide(self, number: int, verdicts: Mapping[str, Standing | None], at: datetime) -> Entry:
        """Keep what the writer says of themes in an entry, or forget what was said, all at once, and give the entry.

        Raise NotFound if there is no such entry. What is decided teaches: from then on the
        patterns that led there count for more, or for less.
        """
        from reflect.journal import tables

        self.entry(number)
        self._codebook.ready()
        decisions = {
            theme: Decision(theme=theme, verdict=verdict, at=at) if verdict else None
            for theme, verdict in verdicts.items()
        }
        with _plainly():
            tables.decide(self._engine, number, decisions, self._reader_then)
        return self.entry(number)

    def _reader_then(self) -> Reader:
        """Give what reads entries, by what is decided now."""
        self.__dict__.pop("_lessons", None)
        return self._reader

    def begin(self, number: int, key: str, begun: Begun | None) -> None:
        """Keep what there is so far of an answer that is being written anew, or forget it."""
        from reflect.journal import tables

        with _plainly():
            tables.begin(self._engine, number, key, begun)

    def tell(self, number: int, news: News, at: datetime) -> Commitment:
        """Keep what became of a commitment, and give it. Raise NotFound if there is none with this number."""
        from reflect.journal import tables

        self.commitment(number)
        with _plainly():
            tables.tell(self._engine, number, news, at)
        return self.commitment(number)

    def give(self, number: int, owner: Owner) -> Commitment:
        """Say whose a commitment is to keep, and give it. Raise NotFound if there is none with this number."""
        from reflect.journal import tables

        self.commitment(number)
        with _plainly():
            tables.give(self._engine, number, owner)
        return self.commitment(number)

    def mark_commitment(self, number: int, level: Share) -> Commitment:
        """Set the share mark of a commitment, and give it. Raise NotFound if there is none with this number.

        Refuse one that was made in a locked answer: it stays private.
        """
        from reflect.journal import tables

        if self.commitment(number).locked and level is not Share.PRIVATE:
            raise ReflectError(f"Commitment {number} is of a locked answer: it stays private. Nothing was marked.")
        with _plainly():
            tables.mark_commitment(self._engine, number, level)
        return self.commitment(number)

    def keep_feedback(self, feedback: Feedback) -> Feedback:
        """Keep what came back from supervision as it stands, with what was agreed, all at once; give it as kept."""
        from reflect.journal import tables

        with _plainly():
            number = tables.keep_feedback(self._engine, feedback)
        return self.feedback(number)[0]

    def delete_feedback(self, number: int) -> None:
        """Remove what came back for good, and what was agreed with it. Raise NotFound."""
        from reflect.journal import tables

        self.feedback(number)
        with _plainly():
            tables.remove_feedback(self._engine, number)

    def hand_over(self, handover: Handover) -> None:
        """Write in the ledger what leaves; before it does, so that nothing leaves unwritten."""
        from reflect.journal import tables

        with _plainly():
            tables.hand_over(self._engine, handover)

    def put_in_thread(self, number: int, label: str | None) -> None:
        """Put an entry in the thread with this label, or in none. Raise NotFound if there is no such entry."""
        from reflect.journal import tables

        self.entry(number)
        with _plainly():
            tables.thread(self._engine, [number], label)

    def rename_thread(self, label: str, name: str) -> int:
        """Give a thread another label, and say how many entries it holds. Raise NotFound if there is no such thread."""
        from reflect.journal import tables

        numbers = [row["number"] for row in self._rows(SELECT_IN_THREAD, thread=label)]
        if not numbers:
            raise NotFound(f"There is no thread “{label}”. See them: reflect thread")
        with _plainly():
            tables.thread(self._engine, numbers, name)
        return len(numbers)

    def delete(self, number: int) -> None:
        """Remove an entry for good: answers, earlier versions, and what the index held of them."""
        from reflect.journal import tables

        self.entry(number)
        with _plainly():
            tables.remove(self._engine, number)

    def mark(self, number: int, keys: list[str], level: Share) -> Entry:
        """Set the share marks of these answers, or of all that are not locked, and give the entry.

        Raise NotFound for a key the entry has no answer to, and refuse a locked one by name.
        """
        from reflect.journal import tables

        entry = self.entry(number)
        for key in keys:
            answer = answered(entry, key)
            if answer.locked and level is not Share.PRIVATE:
                raise ReflectError(f"The answer to “{key}” is locked: it stays private. Nothing was marked.")
        marked = keys or [answer.key for answer in entry.answers if not answer.locked]
        with _plainly():
            tables.set_shares(self._engine, number, dict.fromkeys(marked, level))
            if level is Share.PRIVATE:  # what is withdrawn is withdrawn wherever it stands
                for commitment in entry.commitments:
                    if commitment.key in marked:
                        tables.mark_commitment(self._engine, commitment.number, level)
        return self.entry(number)

    def set(self, name: str, value: str | int | tuple[str, ...] | Mapping[str, object]) -> None:
        """Keep one of the settings."""
        from reflect.journal import tables

        with _plainly():
            tables.set_value(self._engine, name, value)

    # Copies and keys

    def copy_to(self, path: Path, key: bytes) -> None:
        """Copy the whole journal into the empty file `path`, sealed with `key`, while others go on writing."""
        copy = connect(path, key)
        try:
            with _plainly():
                self._connection.backup(copy)
        finally:
            copy.close()

    def change_key(self, vault: Vault, passphrase: str | None) -> str:
        """Give the journal a new data key, and the code that recovers it; the journal is closed after that.

        Refuse while another window has a sitting open: it would write with the key that is gone.
        """
        refuse_open_windows(self._home)
        with _plainly():
            return vault.change_key(self._connection, passphrase)

    # Windows

    def draft(self, deck: str | None = None, thread: str | None = None) -> Entry | None:
        """Give the newest draft that no other window has open; of one deck or thread, if named."""
        for summary in self.entries(finished=False, deck=deck, thread=thread):
            with self.hold(summary.id, patience=0.3) as free:  # another window may only be looking, too
                if free:
                    return self.entry(summary.number)
        return None

    @contextmanager
    def hold(self, entry_id: str, patience: float = 0) -> Iterator[bool]:
        """Hold an entry open for this window; gives False if another window has it, after `patience` seconds.

        The system itself lets go when a program dies, so a dead window's draft is free again.
        """
        with _held(self._home / _OPEN.format(entry_id), patience) as free:
            yield free


_OPEN = "open-{}.lock"


@contextmanager
def _held(path: Path, patience: float = 0) -> Iterator[bool]:
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=patience, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):  # Windows removes it with the lock; nobody else can hold a file without a name
            path.unlink()
        lock.release()


def refuse_open_windows(home: Path) -> None:
    """Refuse while another window has a sitting open in the journal at `home`."""
    for path in home.glob(_OPEN.format("*")):
        with _held(path) as free:
            if not free:
                raise ReflectError("Another window has a sitting open. Close it first. Nothing was changed.")


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn the database's errors into one sentence each, without what was to be written."""
    from sqlcipher3 import dbapi2 as sqlcipher

    try:
        yield
    except sqlcipher.DatabaseError as error:
        if "disk is full" in str(error):  # copying to a full disk names no code
            raise CouldNotKeep(FULL) from error
        if getattr(error, "sqlite_errorname", "") in ("", "SQLITE_ERROR"):
            raise  # a slip in our own SQL is a bug, and shows itself
        raise CouldNotKeep(trouble(error)) from error


def _from_json(text: str) -> Any:  # noqa: ANN401 - JSON has no better name
    """Give what was stored as JSON. A harmed page of the file comes back as zero bytes."""
    try:
        return json.loads(text)
    except ValueError:
        raise Damaged("Part of the journal's file is damaged. Put back a copy of it, and keep this one.") from None


def query_for(text: str) -> str:
    """Give what a person typed as a query of the index: every word quoted, so that nothing in it is a command.

    Raise WrongUsage if no word is in it.
    """
    terms = re.findall(r'"([^"]*)"|(\S+)', unicodedata.normalize("NFC", text).replace("\0", " "))
    wanted = []
    for phrase, word in terms:
        bare = (phrase or word).replace('"', " ").strip()
        begins = not phrase and bare.endswith("*")
        bare = bare.rstrip("*")
        if any(sign.isalnum() for sign in bare):
            wanted.append(f'"{bare}"{"*" if begins else ""}')
    if not wanted:
        raise WrongUsage('There is no word to look for. Type one, or "a phrase", or a beginning*.')
    return " ".join(wanted)


_ENDS = re.compile('[.!?।॥…]+["”\N{RIGHT SINGLE QUOTATION MARK})]*\\s+|\\n+')


def sentence_at(words: str, start: int, end: int) -> str:
    """Give the sentence of `words` that holds this stretch, or the several it reaches over."""
    begins = max((each.end() for each in _ENDS.finditer(words, 0, start + 1) if each.end() <= start), default=0)
    after = _ENDS.search(words, max(end - 1, start))
    return words[begins : after.end() if after else len(words)].strip()


_AROUND = 60
"""So many signs around a quote are read."""


def _piece(row: Mapping[str, Any]) -> Piece:
    """Give a piece of evidence; what stands around it is cut between words, and at the end of a line."""
    before = (row["before"] or "").rpartition("\n")[2]
    after = (row["after"] or "").partition("\n")[0]
    if len(before) == _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == _AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    picked = not row["pattern"]
    return Piece(
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        standing=Standing(row["standing"]),
        key=row["key"] or "",
        quote=row["quote"] or "",
        before="" if picked else before,
        after="" if picked else after,
        pattern=row["pattern"] or "",
        question=row["question"] or "",
        locked=bool(row["locked"]),
    )


def _feedback(row: Mapping[str, Any], agreed: Iterable[Commitment]) -> Feedback:
    words = {name: row[name] for name in ("number", "id", "giver", "heard", "seen", "question", "differs", "page")}
    return Feedback(**words, at=_moment({**row, "written": row["at"]}), agreed=tuple(agreed))


def _handover(row: Mapping[str, Any]) -> Handover:
    lists: dict[str, Any] = {name: tuple(_from_json(row[name])) for name in ("sections", "items", "opened")}
    rest = {name: value for name, value in row.items() if name not in (*lists, "at", "offset", "seen")}
    return Handover(**rest, **lists, at=_moment({**row, "written": row["at"]}), seen=bool(row["seen"]))


def _decision(row: Mapping[str, Any]) -> Decision:
    at = _moment({"written": row["at"], "offset": row["offset"]})
    return Decision(theme=row["theme"], verdict=Standing(row["standing"]), at=at)


def _before(day: date, days: int) -> date:
    """Give the day so many days earlier, or the first there is."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _moment(row: Mapping[str, Any]) -> datetime:
    return _utc(row["written"]).astimezone(timezone(timedelta(seconds=row["offset"])))


def _answer(row: Mapping[str, Any]) -> Answer:
    kind = Kind(row["kind"])
    return Answer(
        key=row["key"],
        question=row["question"],
        kind=kind,
        value=kinds.from_stored(kind, row["words"], _from_json(row["picked"])),
        share=Share(row["share"]),
        about=row["about"],
        locked=bool(row["locked"]),
    )
