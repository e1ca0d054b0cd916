"""Whatever a journal holds, no page for somebody else has a word in it that was not marked for it."""

import getpass
import io
import itertools
import random
import re
import shutil
import socket
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import NOON
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from reflect import decks
from reflect.models import (
    FREE_TEXT,
    Answer,
    Begun,
    Carry,
    Entry,
    Feedback,
    Kind,
    News,
    Position,
    Share,
    Standing,
    new_id,
)

BY_ID = {
    deck_id: decks.find(deck_id)
    for deck_id in (
        *("s2-power", "s3-advocacy", "prep", "free", "now"),
        *("own-location", "feedback", "supervising", "s4-after", "bias"),
    )
}
THREAD = "indigo-kettle"
LABEL, READER = "Mx. Quillon", "Dr Zebedee"
NEVER_SAID = (THREAD, "fade after", "Europe/", "Asia/", "+05:30", "12:00", "2026-")
OWN_SIDE = ("I stood", "where I stood", "Where I stood")


def words_of(mark):
    """Give a run of words that stands nowhere else."""
    return f"zq{mark}a zq{mark}b zq{mark}c zq{mark}d zq{mark}e"


class Made:
    """A journal of chance, and which of its words may leave."""

    def __init__(self, seed, journal):
        self.chance = random.Random(seed)
        self.marks = itertools.count()
        self.may, self.may_not = set(), set()
        self.journal = journal
        for number in range(self.chance.randint(1, 7)):
            self._entry(number)

    def typed(self, *, may):
        mark = next(self.marks)
        (self.may if may else self.may_not).add(mark)
        return words_of(mark)

    def _entry(self, number):
        deck = BY_ID[self.chance.choice([*BY_ID])]
        finished, named = self.chance.random() < 0.85, self.chance.random() < 0.15
        about = deck.id in ("feedback", "supervising") or (named and deck.id != "prep")
        answers = []
        for step in deck.steps:
            if self.chance.random() < 0.5 or step.kind is Kind.OUTCOMES:
                continue
            share = self.chance.choice([*Share, *[Share.SUPERVISION] * 4])
            may = finished and share is Share.SUPERVISION and not step.private and not about
            value = self._value(step, may)
            answers.append(
                Answer(
                    key=step.key,
                    question=step.prompts[0].whole,
                    kind=step.kind,
                    value=value,
                    share=Share.PRIVATE if step.private else share,
                    locked=step.private,
                )
            )
        if named:
            answers.append(Answer(key="note", question="?", kind=Kind.LINE, value=f"{READER} {self.typed(may=False)}"))
        entry = Entry(
            id=new_id(),
            deck=deck.id,
            minutes=10,
            written=NOON - timedelta(days=7 * number, hours=number),
            finished=finished,
            answers=tuple(answers),
            thread=THREAD,
            skipped={} if finished else {"moment": self.typed(may=False)},
            begun={} if finished else {"moment": Begun("?", self.typed(may=False))},
        )
        kept = self.journal.keep(entry)
        if finished:
            self._after(kept)

    def _value(self, step, may):
        if step.kind in FREE_TEXT:
            return self.typed(may=may)
        if step.kind is Kind.COMMITMENT:
            return Carry("in-reach", self.typed(may=may))
        if step.kind is Kind.LOAD:
            return 4
        if step.kind is Kind.POSITIONS:
            picks = [*[each.id for each in step.options][:3], "political-voice"]
            return {each: Position(me="closer", them="further", basis="inferred") for each in picks}
        if step.kind is Kind.GRID:
            return {row.id: step.options[0].id for row in step.rows}
        picks = tuple(each.id for each in step.options)
        return picks[0] if step.kind is Kind.CHOICE else picks

    def _after(self, entry):
        """Delete it, withdraw its marks, change an answer, or tell news of what it promised."""
        turn = self.chance.random()
        if turn < 0.1:
            self._forbid(entry.answers)
            self.journal.delete(entry.number)
            return
        if turn < 0.25:
            self._forbid(entry.answers)
            self.journal.mark(entry.number, [], Share.PRIVATE)
        typed = [each for each in entry.answers if each.kind in FREE_TEXT and each.key != "note"]
        if turn > 0.75 and typed:
            changed = self.chance.choice(typed)
            self._forbid([changed])
            allowed = changed.share is Share.SUPERVISION and entry.deck not in ("feedback", "supervising")
            named = any(READER in str(each.value) for each in entry.answers) and entry.deck != "prep"
            self.journal.change(
                entry.number, {changed.key: self.typed(may=allowed and not named and turn >= 0.25)}, NOON
            )
        for commitment in entry.commitments:
            if self.chance.random() < 0.5:
                self.journal.tell(commitment.number, News("kept", self.typed(may=False)), NOON)
        if self.chance.random() < 0.4:
            self.journal.decide(entry.number, {"own-healing": Standing.ACCEPTED, "silence": Standing.ACCEPTED}, NOON)

    def _forbid(self, answers):
        for answer in answers:
            for mark in re.findall(r"zq(\d+)a", str(answer.value)):
                self.may.discard(int(mark))
                self.may_not.add(int(mark))


def laid_bare(data: bytes, form: str) -> list[bytes]:
    """Give every byte of a file: itself, what it is compressed from, and what is said about it."""
    found = [data]
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            found += [whole.read(name) for name in whole.namelist()]
            found += [repr(info).encode() for info in whole.infolist()]
    if form == "pdf":
        reader = PdfReader(io.BytesIO(data))
        found.append(repr(reader.metadata).encode())
        for number in range(1, len(reader.xref_objStm) + 400):
            try:
                thing = reader.get_object(number)
                found += [repr(thing).encode(), thing.get_data() if hasattr(thing, "get_data") else b""]
            except Exception:  # noqa: BLE001, S110 - a number that is nobody's
                pass
        found += [(page.extract_text() or "").encode() for page in reader.pages]
    return found


@pytest.mark.parametrize("form", ["md", "txt", "html", "json", "docx", "pdf"])
@given(seed=st.integers(0, 10**9))
@settings(max_examples=12)
def test_no_planted_word_is_in_any_byte_of_a_page(form, seed, reflect, home, tmp_path, opened_again, pdf_words):
    shutil.rmtree(home, ignore_errors=True)
    reflect("init --no-passphrase")
    reflect(f"config label '{LABEL}'")
    with opened_again() as journal:
        made = Made(seed, journal)
        journal.keep_feedback(Feedback(id=new_id(), giver=READER, at=NOON, seen=made.typed(may=False)))
    file = tmp_path / f"page.{form}"
    file.unlink(missing_ok=True)

    ran = reflect(f"export --to '{READER}' --format {form} --output {file} --yes --override because")

    if not file.exists():
        assert "no page" in ran.err, ran.err
        return
    everything = laid_bare(file.read_bytes(), form)
    if form == "pdf":
        everything.append(pdf_words(file).encode())
    joined = b"\n".join(everything)
    text = " ".join(joined.decode("utf-8", "replace").split())
    for mark in made.may_not:
        run = words_of(mark).split()
        for at in range(2):
            assert " ".join(run[at : at + 4]) not in text
        assert f"zq{mark}a" not in text
    for never in (*NEVER_SAID, *OWN_SIDE, "political voice", "Political voice", "Lived experience"):
        if form != "pdf" or not never.startswith(("+", "12:", "2026-")):  # its own format has numbers of the kind
            assert never not in text
    for about_here in (getpass.getuser(), socket.gethostname(), str(Path.home()), str(tmp_path), "Own healing"):
        if len(about_here) > 4:
            assert about_here.encode() not in joined


def test_what_may_leave_is_there(reflect, made, opened_again):
    """The search above would find a word: those that may leave are found by it."""
    with opened_again() as journal:
        there = Made(2, journal)
        assert len(there.may) > len(there.may_not) / 4

    page = reflect("export --to V.").out

    assert [mark for mark in there.may if f"zq{mark}a" in page]
    assert READER not in page
