"""The tables: the one description of what is kept, and its only writer.

SQLModel takes half a second to load. Nothing imports this module before there is something
to write, and a sitting loads it in the background while the person types.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Index, UniqueConstraint, delete, event, func, insert, or_, text
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, col, create_engine, select
from sqlmodel._compat import SQLModelConfig

from reflect import kinds
from reflect.models import (
    SCENE,
    Answer,
    Begun,
    Commitment,
    Decision,
    Entry,
    Feedback,
    Handover,
    Kind,
    News,
    Owner,
    Record,
    Share,
    Standing,
    Told,
    Version,
    Whole,
    plain,
)
from reflect.touches import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

    from reflect.touches import Reader

__all__ = [
    "begin",
    "change",
    "decide",
    "engine",
    "give",
    "hand_over",
    "keep",
    "keep_all",
    "keep_feedback",
    "mark_commitment",
    "read_again",
    "read_with",
    "remove",
    "remove_draft",
    "remove_feedback",
    "set_shares",
    "set_value",
    "tell",
    "thread",
]

OPENING = 80
CODEBOOK = "codebook"
"""The setting that tells with which codebook the journal was read."""
_CLOSED = SQLModelConfig(hide_input_in_errors=True)
"""An error never carries what was to be written."""


class SettingRow(SQLModel, table=True):
    """One thing the person set, as JSON."""

    __tablename__ = "setting"
    model_config = _CLOSED

    name: str = Field(primary_key=True)
    value: str


class EntryRow(SQLModel, table=True):
    """An entry. `written` is UTC, `offset` seconds east of it, `day` the date it counts for."""

    __tablename__ = "entry"
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True, index=True)
    deck: str
    minutes: int
    written: datetime = Field(index=True)
    offset: int
    day: str = Field(index=True)
    finished: bool
    opening: str
    words: int
    skipped: str
    begun: str
    rereads: int | None = Field(default=None, foreign_key="entry.number", ondelete="SET NULL", index=True)
    thread: str | None = Field(default=None, index=True)


class AnswerRow(SQLModel, table=True):
    """An answer: what was typed in `words`, the JSON of what was picked in `picked`; `place` is its turn."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("entry", "key"),)
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    entry: int = Field(foreign_key="entry.number", ondelete="CASCADE")
    key: str
    place: int
    question: str
    kind: str
    words: str
    picked: str
    share: str
    about: str | None
    locked: bool


class VersionRow(SQLModel, table=True):
    """What an answer was before it was changed, and when that was."""

    __tablename__ = "version"
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    answer: int = Field(foreign_key="answer.number", ondelete="CASCADE", index=True)
    words: str
    picked: str
    replaced: datetime


class AskedRow(SQLModel, table=True):
    """When a wording was last asked, so that another has its turn next time."""

    __tablename__ = "asked"
    model_config = _CLOSED

    deck: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    wording: str = Field(primary_key=True)
    last: datetime


class CommitmentRow(SQLModel, table=True):
    """What an answer of a finished entry promised, or what was agreed in supervision.

    It stays when that answer is changed to promise nothing.
    """

    __tablename__ = "commitment"
    # A number that was given once is never another's: answers tell of it by its number.
    __table_args__ = (
        UniqueConstraint("entry", "key"),
        UniqueConstraint("feedback", "key"),
        {"sqlite_autoincrement": True},
    )
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    entry: int | None = Field(default=None, foreign_key="entry.number", ondelete="CASCADE")
    feedback: int | None = Field(default=None, foreign_key="feedback.number", ondelete="CASCADE")
    key: str
    scale: str
    text: str
    owner: str
    share: str
    by: str = ""


class FeedbackRow(SQLModel, table=True):
    """What came back from supervision, in the giver's words. `at` is UTC, `offset` seconds east of it."""

    __tablename__ = "feedback"
    __table_args__ = ({"sqlite_autoincrement": True},)
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True, index=True)
    giver: str
    at: datetime
    offset: int
    heard: str
    seen: str
    question: str
    differs: str
    page: str


class HandoverRow(SQLModel, table=True):
    """A line of the ledger: what left, for whom, and its checksum; lists as JSON."""

    __tablename__ = "handover"
    model_config = _CLOSED

    id: str = Field(primary_key=True)
    at: datetime
    offset: int
    to: str
    form: str
    sections: str
    items: str
    opened: str
    checksum: str
    changed: int
    kept: int
    reason: str
    seen: bool


class NewsRow(SQLModel, table=True):
    """What became of a commitment, and the entry it was told in, if any. `at` is UTC, `offset` seconds east of it."""

    __tablename__ = "news"
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    commitment: int = Field(foreign_key="commitment.number", ondelete="CASCADE", index=True)
    status: str
    text: str
    at: datetime
    offset: int
    entry: int | None = Field(default=None, foreign_key="entry.number", ondelete="CASCADE", index=True)


class DecisionRow(SQLModel, table=True):
    """What the writer said of a theme in an entry: picked, accepted or rejected. `at` is UTC, `offset` as elsewhere."""

    __tablename__ = "decision"
    model_config = _CLOSED

    entry: int = Field(foreign_key="entry.number", ondelete="CASCADE", primary_key=True)
    theme: str = Field(primary_key=True)
    verdict: str
    at: datetime
    offset: int


class EvidenceRow(SQLModel, table=True):
    """Why a theme is there: a stretch of an answer with the pattern found in it, or the label of what was picked."""

    __tablename__ = "evidence"
    model_config = _CLOSED

    number: int | None = Field(default=None, primary_key=True)
    entry: int = Field(foreign_key="entry.number", ondelete="CASCADE", index=True)
    theme: str
    key: str
    quote: str
    start: int
    end: int
    pattern: str


class TouchRow(SQLModel, table=True):
    """One thing a finished entry touches on, worked out anew whenever the entry is kept."""

    __tablename__ = "touch"
    __table_args__ = (Index("ix_touch_day", "what", "id", "day", "standing"), {"sqlite_with_rowid": False})
    model_config = _CLOSED

    entry: int = Field(foreign_key="entry.number", ondelete="CASCADE", primary_key=True)
    what: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    standing: str = Field(primary_key=True)
    day: str


class TallyRow(SQLModel, table=True):
    """How many entries of a day, of a month, or in all, touch on something; two triggers keep it in step."""

    __tablename__ = "tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    model_config = _CLOSED

    unit: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    span: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    standing: str = Field(primary_key=True)
    entries: int


class DeletedRow(SQLModel, table=True):
    """The id of what was deleted, and nothing else of it: an import asks before bringing it back."""

    __tablename__ = "deleted"
    model_config = _CLOSED

    id: str = Field(primary_key=True)


def engine(connection: Connection) -> Engine:
    """Give an engine over the open connection. Its errors never carry what was to be written."""
    made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(made, "begin")
    def _begin(begun: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own connection
        # A writer that begins deferred is refused at once when another has written meanwhile.
        begun.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def keep(made: Engine, entry: Entry, day: date, reader: Reader | None) -> int:
    """Write the entry and all its answers in one transaction, and give its number; with a `reader`, what it touches on.

    Only finished entries are read.
    """
    with Session(made) as session, session.begin():
        old = session.exec(select(EntryRow).where(EntryRow.id == entry.id)).one_or_none()
        was_finished = old is not None and old.finished
        row = _entry_row(entry, day, old.number if old else None)
        if old:
            row = old.sqlmodel_update(row.model_dump())
        session.add(row)
        session.flush()
        if not old and entry.number is not None:
            _not_deleted(session, entry.id)  # another window deleted it under the hand that goes on writing
        assert row.number is not None
        answers = [_answer_row(answer, row.number, place) for place, answer in enumerate(entry.answers)]
        if old:
            _replace(session, row.number, answers)
        else:
            _insert(session, answers)
        _tell_asked(session, dict.fromkeys(_wordings(entry), entry.written))
        if entry.finished:
            _promise(session, row.number, entry.answers)
            _tell_news(session, row.number, entry.answers, entry.written)
        if was_finished or reader:
            _touch(session, row.number, entry, day.isoformat(), reader, again=old is not None)
        return row.number


def _replace(session: Session, number: int, answers: Iterable[AnswerRow]) -> None:
    """Write the answers of an entry in place of those it had, each in the row of the one it takes the place of."""
    wanted = {answer.key: answer for answer in answers}
    for there in session.exec(select(AnswerRow).where(AnswerRow.entry == number)):
        if answer := wanted.pop(there.key, None):
            there.sqlmodel_update(answer.model_dump(exclude={"number"}))
        else:
            session.delete(there)
    session.add_all(wanted.values())


def keep_all(
    made: Engine,
    records: Iterable[Record],
    day: Callable[[datetime], date],
    above: int,
    reader: Reader,
    *,
    bring_back: bool,
) -> int:
    """Write what is not there yet, by its id, in one transaction, and give how many entries of it there were.

    Those that were deleted stay so, unless they are to be brought back. Nothing written is held
    on to, so there may be any number of them.
    """
    with Session(made) as session, session.begin():
        incoming = _Incoming(session, day, above, reader, bring_back=bring_back)
        kept = sum(incoming.take(record) for record in records)
        incoming.link()
    return kept


_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'commitment'"
"""The highest number any commitment ever had here."""


class _Incoming:
    """Entries that come in from elsewhere: each with what hangs on it, linked once all are there."""

    def __init__(
        self, session: Session, day: Callable[[datetime], date], above: int, reader: Reader, *, bring_back: bool
    ) -> None:
        self._session = session
        self._day = day
        self._reader = reader
        self._bring_back = bring_back
        self._highest = max(above, session.exec(select(func.max(EntryRow.number))).one() or 0)
        self._deleted = {*session.exec(select(DeletedRow.id))}
        self._numbers: dict[str, str] = {}  # of commitments: in the file, and here
        self._given = self._session.execute(text(_GIVEN)).scalar() or 0
        self._later: list[tuple[int, str]] = []  # entries, and the ids of those they were written beside
        self._told: list[tuple[int, str]] = []  # news, and the ids of the entries they were told in
        self._telling: list[tuple[int, Whole]] = []  # entries that tell what became of commitments
        self._asked: dict[tuple[str, str, str], datetime] = {}

    def take(self, record: Record) -> bool:
        """Write a record unless it is there, or is to stay away; tell whether an entry was written."""
        if isinstance(record, Whole):
            return self._take_entry(record)
        if isinstance(record, Feedback):
            self._take_feedback(record)
        elif self._session.get(HandoverRow, record.id) is None:
            _insert(self._session, [_handover_row(record)])
        return False

    def _take_feedback(self, feedback: Feedback) -> None:
        there = self._session.exec(select(FeedbackRow).where(FeedbackRow.id == feedback.id)).one_or_none()
        if there:
            here = select(CommitmentRow.key, CommitmentRow.number).where(CommitmentRow.feedback == there.number)
            self._numbers |= _paired(feedback.agreed, dict(self._session.exec(here).all()))
            return
        if feedback.id in self._deleted:
            if not self._bring_back:
                return
            _not_deleted(self._session, feedback.id)
        if feedback.number and self._session.get(FeedbackRow, feedback.number):
            feedback = replace(feedback, number=None)
        row = _feedback_row(feedback)
        self._session.add(row)
        self._session.flush()
        for commitment in feedback.agreed:
            self._promise(commitment, feedback=row.number)

    def _promise(self, commitment: Commitment, *, entry: int | None = None, feedback: int | None = None) -> None:
        """Write a commitment that comes in, under its own number if that is free, with its news."""
        taken = self._session.get(CommitmentRow, commitment.number)
        row = _commitment_row(commitment, None if taken else commitment.number or None, entry, feedback)
        self._session.add(row)
        self._session.flush()
        self._numbers[str(commitment.number)] = str(row.number)
        self._told += _add_news(self._session, row, commitment)

    def _take_entry(self, whole: Whole) -> bool:
        entry = whole.entry
        is_it = or_(col(EntryRow.id) == entry.id, col(EntryRow.number) == entry.number)
        like_it = self._session.exec(select(EntryRow.id).where(is_it)).all()
        if entry.id in like_it:
            self._numbers |= _numbers_here(self._session, entry)
            return False
        if entry.id in self._deleted:
            if not self._bring_back:
                return False
            _not_deleted(self._session, entry.id)
        if entry.number is None or like_it:
            self._highest += 1
        number = self._highest if entry.number is None or like_it else entry.number
        self._highest = max(self._highest, number)
        self._write(replace(whole, entry=replace(entry, rereads=None)), number)
        for wording in _wordings(entry):
            self._asked[wording] = max(self._asked.get(wording, entry.written), entry.written)
        if whole.rereads_id:
            self._later.append((number, whole.rereads_id))
        return True

    def _write(self, whole: Whole, number: int) -> None:
        entry = whole.entry
        _insert(self._session, [_entry_row(entry, self._day(entry.written), number)])
        _insert(self._session, [_answer_row(answer, number, at) for at, answer in enumerate(entry.answers)])
        if whole.versions:
            rows = self._session.exec(select(AnswerRow.key, AnswerRow.number).where(AnswerRow.entry == number))
            here = dict(rows.all())
            _insert(self._session, [_version_row(version, entry, here[version.key]) for version in whole.versions])
        for commitment in entry.commitments:
            self._promise(commitment, entry=number)
        if entry.finished:
            _promise(self._session, number, entry.answers)
        _insert(self._session, [_decision_row(number, decision) for decision in entry.decisions])
        _touch(self._session, number, entry, self._day(entry.written).isoformat(), self._reader, again=False)
        if entry.begun or any(answer.kind is Kind.OUTCOMES for answer in entry.answers):
            self._telling.append((number, whole))

    def link(self) -> None:
        """Write what needs every entry to be there: which belong to which, and when wordings were asked."""
        for number, older_id in self._later:
            self._session.get_one(EntryRow, number).rereads = self._number_of(older_id)
        for news, entry_id in self._told:
            self._session.get_one(NewsRow, news).entry = self._number_of(entry_id)
        for number, whole in self._telling:
            self._renumber(number, whole)
        _tell_asked(self._session, self._asked)

    def _renumber(self, number: int, whole: Whole) -> None:
        """Let an entry tell of commitments by the numbers they have here, whether or not their news came along."""
        for answer in whole.entry.answers:
            if answer.kind is not Kind.OUTCOMES:
                continue
            where = (AnswerRow.entry == number, AnswerRow.key == answer.key)
            row = self._session.exec(select(AnswerRow).where(*where)).one()
            told = {self._number_here(each): news for each, news in kinds.told(answer).items()}
            row.picked = json.dumps(plain(told), ensure_ascii=False)
            for version in self._session.exec(select(VersionRow).where(VersionRow.answer == row.number)):
                version.picked = self._renumbered(version.picked)
            if whole.entry.finished:
                _tell_news(self._session, number, [replace(answer, value=told)], whole.entry.written)
        begun = {key: {**plain(each), "words": self._renumbered(each.words)} for key, each in whole.entry.begun.items()}
        self._session.get_one(EntryRow, number).begun = json.dumps(begun, ensure_ascii=False)

    def _renumbered(self, words: str) -> str:
        """Give what was told of commitments, as JSON, by their numbers here; other words as they are."""
        try:
            told = json.loads(words)
        except ValueError:
            return words
        if not kinds.fits(Kind.OUTCOMES, told):
            return words
        here = {self._number_here(number): news for number, news in told.items()}
        return words if here == told else json.dumps(here, ensure_ascii=False)

    def _number_here(self, number: str) -> str:
        """Give the number a commitment of the file has here.

        One that stayed away keeps its number if nobody here ever had it; else it gets one that
        will be nobody's.
        """
        if number not in self._numbers:
            unknown = int(number) > self._given and self._session.get(CommitmentRow, int(number)) is None
            row = CommitmentRow.model_validate(
                {
                    "number": int(number) if unknown else None,
                    "entry": self._session.exec(select(EntryRow.number)).first(),
                    "key": f"gone-{number}",
                    "scale": "",
                    "text": "",
                    "owner": Owner.ME,
                    "share": Share.PRIVATE,
                }
            )
            self._session.add(row)
            self._session.flush()  # a number once given is never given again
            self._numbers[number] = str(row.number)
            self._session.delete(row)
            self._session.flush()
        return self._numbers[number]

    def _number_of(self, entry_id: str) -> int | None:
        return self._session.exec(select(EntryRow.number).where(EntryRow.id == entry_id)).one_or_none()


def _insert(session: Session, rows: Sequence[SQLModel]) -> None:
    """Write rows that nobody asks for again, without the session's book-keeping: it takes longer than writing."""
    if rows:
        session.connection().execute(insert(type(rows[0])), [row.model_dump(exclude_unset=True) for row in rows])


def _entry_row(entry: Entry, day: date, number: int | None) -> EntryRow:
    return EntryRow.model_validate(
        {
            "number": number,
            "id": entry.id,
            "deck": entry.deck,
            "minutes": entry.minutes,
            "written": entry.written,
            "offset": _seconds_east(entry.written),
            "day": day.isoformat(),
            "finished": entry.finished,
            **_told([kinds.words(answer) for answer in entry.answers if answer.kind is not Kind.OUTCOMES]),
            "skipped": json.dumps(dict(entry.skipped), ensure_ascii=False),
            "begun": json.dumps(plain(entry.begun), ensure_ascii=False),
            "rereads": entry.rereads,
            "thread": entry.thread,
        }
    )


def _answer_row(answer: Answer, entry: int, place: int) -> AnswerRow:
    return AnswerRow.model_validate({**plain(answer), **kinds.stored(answer), "entry": entry, "place": place})


def _promise(session: Session, number: int, answers: Iterable[Answer]) -> None:
    """Keep what these answers of a finished entry promise. One promised earlier stays, whatever they say now.

    In a made-up scene nothing is promised to anybody.
    """
    promising = [answer for answer in answers if kinds.promised(answer)]
    in_a_scene = select(AnswerRow.number).where(AnswerRow.entry == number, AnswerRow.key == SCENE)
    if not promising or session.exec(in_a_scene).first():
        return
    for answer in promising:
        if carry := kinds.promised(answer):
            where = (CommitmentRow.entry == number, CommitmentRow.key == answer.key)
            old = session.exec(select(CommitmentRow).where(*where)).one_or_none()
            row = old or CommitmentRow.model_validate(
                {"entry": number, "key": answer.key, "scale": "", "text": "", "owner": Owner.ME, "share": Share.PRIVATE}
            )
            row.sqlmodel_update({"scale": carry.scale, "text": carry.text})
            session.add(row)


def _tell_news(session: Session, number: int, answers: Iterable[Answer], at: datetime) -> None:
    """Keep what these answers of a finished entry tell of earlier commitments, in place of what they told before."""
    for answer in answers:
        if answer.kind is Kind.OUTCOMES:
            for told in session.exec(select(NewsRow).where(NewsRow.entry == number)):
                session.delete(told)
            for commitment, news in kinds.told(answer).items():
                if session.get(CommitmentRow, int(commitment)) is not None:
                    session.add(_news_row(int(commitment), news, at, number))


def _news_row(commitment: int, news: News | Told, at: datetime, entry: int | None) -> NewsRow:
    data = {"commitment": commitment, "status": news.status, "text": news.text, "at": at, "entry": entry}
    return NewsRow.model_validate({**data, "offset": _seconds_east(at)})


def _commitment_row(
    commitment: Commitment, number: int | None, entry: int | None = None, feedback: int | None = None
) -> CommitmentRow:
    belongs = {"number": number, "entry": entry, "feedback": feedback}
    return CommitmentRow.model_validate({**plain(commitment), **belongs})


def _feedback_row(feedback: Feedback) -> FeedbackRow:
    return FeedbackRow.model_validate({**plain(feedback), "offset": _seconds_east(feedback.at)})


def _handover_row(handover: Handover) -> HandoverRow:
    data = {**plain(handover), "offset": _seconds_east(handover.at)}
    lists = {name: json.dumps(value, ensure_ascii=False) for name, value in data.items() if isinstance(value, list)}
    return HandoverRow.model_validate({**data, **lists})


def _add_news(session: Session, row: CommitmentRow, commitment: Commitment) -> list[tuple[int, str]]:
    """Write the news that come in with a commitment; give those told in an entry, with its id."""
    told = []
    assert row.number is not None
    for each in commitment.news:
        news = _news_row(row.number, each, each.at, None)
        session.add(news)
        session.flush()
        assert news.number is not None
        if each.told_in:
            told.append((news.number, each.told_in))
    return told


def _numbers_here(session: Session, entry: Entry) -> dict[str, str]:
    """Give the numbers here of the commitments that an entry has in a file, by their numbers there."""
    query = select(CommitmentRow.key, CommitmentRow.number).join(EntryRow).where(EntryRow.id == entry.id)
    return _paired(entry.commitments, dict(session.exec(query).all()) if entry.commitments else {})


def _paired(commitments: Iterable[Commitment], here: Mapping[str, int | None]) -> dict[str, str]:
    """Give by the number each of these has in a file the number it has here, where it is `here` by its key."""
    return {str(each.number): str(here[each.key]) for each in commitments if each.key in here}


def _version_row(version: Version, entry: Entry, number: int | None) -> VersionRow:
    answer = entry.answer(version.key)
    assert answer is not None
    stored = kinds.stored(replace(answer, value=version.value))
    return VersionRow.model_validate({**stored, "answer": number, "replaced": version.replaced})


def _wordings(entry: Entry) -> list[tuple[str, str, str]]:
    """Give the wordings an entry asked, by deck and step."""
    wordings = {answer.key: answer.question for answer in entry.answers} | dict(entry.skipped)
    return [(entry.deck, step, wording) for step, wording in wordings.items()]


def _tell_asked(session: Session, moments: Mapping[tuple[str, str, str], datetime]) -> None:
    """Remember when wordings were asked, unless they were asked later already."""
    rows = [
        {"deck": deck, "step": step, "wording": wording, "last": moment}
        for (deck, step, wording), moment in moments.items()
    ]
    if rows:
        asked = upsert(AskedRow)
        later = func.max(col(AskedRow.last), asked.excluded.last)
        session.connection().execute(asked.on_conflict_do_update(set_={"last": later}), rows)


def _written(row: EntryRow) -> datetime:
    """Give when an entry was written, with the offset it was written at."""
    return row.written.replace(tzinfo=UTC).astimezone(timezone(timedelta(seconds=row.offset)))


def _seconds_east(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def remove_draft(made: Engine, entry_id: str) -> bool:
    """Remove a draft and its answers; tell whether there was such a draft."""
    with Session(made) as session, session.begin():
        draft = session.exec(select(EntryRow).where(EntryRow.id == entry_id, col(EntryRow.finished).is_(False)))
        row = draft.one_or_none()
        if row is not None:
            _delete(session, row)
        return row is not None


def set_shares(made: Engine, number: int, shares: Mapping[str, str]) -> None:
    """Set the share marks of an entry's answers, by step key."""
    with Session(made) as session, session.begin():
        for key, share in shares.items():
            row = session.exec(select(AnswerRow).where(AnswerRow.entry == number, AnswerRow.key == key)).one()
            row.share = share
            session.add(row)


def change(made: Engine, number: int, answers: Sequence[Answer], at: datetime, reader: Reader) -> None:
    """Put other answers in the place of some, keeping what was there as earlier versions."""
    with Session(made) as session, session.begin():
        for answer in answers:
            _begin(session, number, answer.key, None)
            row = session.exec(select(AnswerRow).where(AnswerRow.entry == number, AnswerRow.key == answer.key)).one()
            stored = kinds.stored(answer)
            if (row.words, row.picked) == (stored["words"], stored["picked"]):
                continue
            earlier = {"answer": row.number, "words": row.words, "picked": row.picked, "replaced": at}
            session.add(VersionRow.model_validate(earlier))
            row.sqlmodel_update(stored)
            session.add(row)
            if answer.kind is Kind.COMMITMENT and not kinds.promised(answer):
                _keep_to_oneself(session, number, answer.key)
        session.flush()
        _retell(session, number)
        entry = session.get_one(EntryRow, number)
        if entry.finished:
            _promise(session, number, answers)
            _tell_news(session, number, answers, _written(entry))
            session.flush()
            _touch(session, number, reader.entry(number), entry.day, reader)


def _keep_to_oneself(session: Session, number: int, key: str) -> None:
    """Take the mark off a commitment whose answer promises nothing any more: its words are an earlier version's."""
    where = (CommitmentRow.entry == number, CommitmentRow.key == key)
    if row := session.exec(select(CommitmentRow).where(*where)).one_or_none():
        row.share = Share.PRIVATE
        session.add(row)


def decide(
    made: Engine, number: int, decisions: Mapping[str, Decision | None], reader_then: Callable[[], Reader]
) -> None:
    """Keep what the writer said of themes in an entry, or forget it, and work out anew what the entry touches on.

    `reader_then` gives what reads by what is decided then.
    """
    with Session(made) as session, session.begin():
        for theme, decision in decisions.items():
            if old := session.get(DecisionRow, (number, theme)):
                session.delete(old)
                session.flush()
            if decision:
                _insert(session, [_decision_row(number, decision)])
        day = session.get_one(EntryRow, number).day
        reader = reader_then()
        _touch(session, number, reader.entry(number), day, reader)


def read_again(made: Engine, numbers: Iterable[int], reader: Reader) -> None:
    """Work out anew what these entries touch on, in one transaction."""
    with Session(made) as session, session.begin():
        session.connection()  # the transaction begins here, before anything is read
        for number in numbers:
            day = session.exec(select(EntryRow.day).where(EntryRow.number == number)).one_or_none()
            if day:  # another window may have deleted it meanwhile
                _touch(session, number, reader.entry(number), day, reader)


def read_with(made: Engine, sign: str) -> None:
    """Remember with which codebook the whole journal was read."""
    set_value(made, CODEBOOK, sign)


def _touch(session: Session, number: int, entry: Entry, day: str, reader: Reader | None, *, again: bool = True) -> None:
    """Write what an entry touches on, and why, in place of what was read before; without a reader that is nothing."""
    about = select(DecisionRow.theme, DecisionRow.verdict).where(DecisionRow.entry == number)
    rows = session.exec(about).all() if again or entry.decisions else []
    decided = {theme: Standing(verdict) for theme, verdict in rows}
    reading = reader.read(entry, decided) if reader else Reading()
    connection = session.connection()
    if again:
        connection.execute(delete(TouchRow).where(col(TouchRow.entry) == number))
        connection.execute(delete(EvidenceRow).where(col(EvidenceRow.entry) == number))
    if reading.touches:
        touches = [
            {"entry": number, "day": day, "what": touch.what, "id": touch.id, "standing": str(touch.standing)}
            for touch in reading.touches
        ]
        connection.execute(insert(TouchRow), touches)
    if reading.evidence:
        evidence = [{"entry": number, **asdict(each)} for each in reading.evidence]
        connection.execute(insert(EvidenceRow), evidence)


def _decision_row(entry: int, decision: Decision) -> DecisionRow:
    return DecisionRow.model_validate({**plain(decision), "entry": entry, "offset": _seconds_east(decision.at)})


def tell(made: Engine, number: int, news: News, at: datetime) -> None:
    """Keep what became of a commitment."""
    with Session(made) as session, session.begin():
        session.add(_news_row(number, news, at, None))


def give(made: Engine, number: int, owner: Owner) -> None:
    """Say whose a commitment is to keep."""
    with Session(made) as session, session.begin():
        row = session.get_one(CommitmentRow, number)
        row.owner = owner
        session.add(row)


def mark_commitment(made: Engine, number: int, share: Share) -> None:
    """Set the share mark of a commitment; that of the answer it stands in is another."""
    with Session(made) as session, session.begin():
        row = session.get_one(CommitmentRow, number)
        row.share = share
        session.add(row)


def keep_feedback(made: Engine, feedback: Feedback) -> int:
    """Write what came back from supervision, as it stands, and what was agreed, in one transaction; give its number."""
    with Session(made) as session, session.begin():
        row = _feedback_row(feedback)
        if old := session.exec(select(FeedbackRow).where(FeedbackRow.id == feedback.id)).one_or_none():
            row = old.sqlmodel_update(row.model_dump(exclude={"number"}))
        session.add(row)
        session.flush()
        there = session.exec(select(CommitmentRow).where(CommitmentRow.feedback == row.number)).all()
        known = {each.key: each for each in there}
        for each in feedback.agreed:
            agreed = _commitment_row(each, None, feedback=row.number)
            old_one = known.get(each.key)
            session.add(old_one.sqlmodel_update(agreed.model_dump(exclude={"number"})) if old_one else agreed)
        assert row.number is not None
        return row.number


def remove_feedback(made: Engine, number: int) -> None:
    """Remove what came back, and what was agreed with it."""
    with Session(made) as session, session.begin():
        row = session.get_one(FeedbackRow, number)
        session.merge(DeletedRow.model_validate({"id": row.id}))
        session.delete(row)


def hand_over(made: Engine, handover: Handover) -> None:
    """Write a line of the ledger."""
    with Session(made) as session, session.begin():
        _insert(session, [_handover_row(handover)])


def thread(made: Engine, numbers: Iterable[int], label: str | None) -> None:
    """Put entries in the thread with this label, or in none."""
    with Session(made) as session, session.begin():
        for number in numbers:
            row = session.get_one(EntryRow, number)
            row.thread = label
            session.add(row)


def begin(made: Engine, number: int, key: str, begun: Begun | None) -> None:
    """Keep what there is so far of an answer that is being written anew, or forget it."""
    with Session(made) as session, session.begin():
        _begin(session, number, key, begun)


def _begin(session: Session, number: int, key: str, begun: Begun | None) -> None:
    row = session.get_one(EntryRow, number)
    kept = json.loads(row.begun)
    kept.pop(key, None)
    row.begun = json.dumps(kept if begun is None else {**kept, key: plain(begun)}, ensure_ascii=False)
    session.add(row)


def remove(made: Engine, number: int) -> None:
    """Remove an entry, its answers, their versions and what the index held of them."""
    with Session(made) as session, session.begin():
        _delete(session, session.get_one(EntryRow, number))


def _delete(session: Session, row: EntryRow) -> None:
    """Remove an entry with all that hangs on it, and remember that it is to stay away."""
    session.merge(DeletedRow.model_validate({"id": row.id}))
    session.delete(row)


def _not_deleted(session: Session, entry_id: str) -> None:
    """Forget that an entry was deleted, as it is there again."""
    if deleted := session.get(DeletedRow, entry_id):
        session.delete(deleted)


def _retell(session: Session, number: int) -> None:
    """Bring what a list says of an entry in line with its answers."""
    row = session.get_one(EntryRow, number)
    answers = session.exec(select(AnswerRow).where(AnswerRow.entry == number).order_by(col(AnswerRow.place)))
    row.sqlmodel_update(_told([answer.words for answer in answers if answer.kind != Kind.OUTCOMES]))
    session.add(row)


def _told(words: list[str]) -> dict[str, str | int]:
    """Give where the first words begin, and how many there are."""
    texts = [text for each in words if (text := each.strip())]
    opening = " ".join(texts[0].split())[:OPENING] if texts else ""
    return {"opening": opening, "words": sum(len(text.split()) for text in texts)}


def set_value(made: Engine, name: str, value: object) -> None:
    """Keep one setting."""
    with Session(made) as session, session.begin():
        session.merge(SettingRow.model_validate({"name": name, "value": json.dumps(value, ensure_ascii=False)}))
