"""The tables: the one description of what is kept, and its only writer.

SQLModel takes half a second to load. Nothing imports this module before there is something
to write, and a sitting loads it in the background while the person types.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, col, create_engine, delete, select
from sqlmodel._compat import SQLModelConfig

from reflect import kinds
from reflect.models import Entry, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

__all__ = ["SettingRow", "engine", "keep", "remove_draft", "set_shares", "set_value"]

OPENING = 80
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


class AnswerRow(SQLModel, table=True):
    """An answer; `value` is the JSON of `models.plain`, `place` its turn in the entry."""

    __tablename__ = "answer"
    model_config = _CLOSED

    entry: int = Field(primary_key=True, foreign_key="entry.number", ondelete="CASCADE")
    key: str = Field(primary_key=True)
    place: int
    question: str
    kind: str
    value: str
    share: str
    about: str | None
    locked: bool


class AskedRow(SQLModel, table=True):
    """When a wording was last asked, so that another has its turn next time."""

    __tablename__ = "asked"
    model_config = _CLOSED

    deck: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    wording: str = Field(primary_key=True)
    last: datetime


def engine(connection: Connection) -> Engine:
    """Give an engine over the open connection. Its errors never carry what was to be written."""
    made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(made, "begin")
    def _begin(begun: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own connection
        # A writer that begins deferred is refused at once when another has written meanwhile.
        begun.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def keep(made: Engine, entry: Entry, day: date) -> int:
    """Write the entry and all its answers in one transaction, and give its number."""
    with Session(made) as session, session.begin():
        old = session.exec(select(EntryRow).where(EntryRow.id == entry.id)).one_or_none()
        texts = [text for answer in entry.answers if (text := kinds.words(answer).strip())]
        row = EntryRow.model_validate(
            {
                "number": old.number if old else None,
                "id": entry.id,
                "deck": entry.deck,
                "minutes": entry.minutes,
                "written": entry.written,
                "offset": _seconds_east(entry.written),
                "day": day.isoformat(),
                "finished": entry.finished,
                "opening": " ".join(texts[0].split())[:OPENING] if texts else "",
                "words": sum(len(text.split()) for text in texts),
                "skipped": json.dumps(dict(entry.skipped), ensure_ascii=False),
                "begun": json.dumps(plain(entry.begun), ensure_ascii=False),
            }
        )
        row = session.merge(row)
        session.flush()
        assert row.number is not None
        keys = [answer.key for answer in entry.answers]
        taken_back = delete(AnswerRow).where(col(AnswerRow.entry) == row.number, col(AnswerRow.key).not_in(keys))
        session.exec(taken_back)
        for place, answer in enumerate(entry.answers):
            data = {**plain(answer), "value": json.dumps(plain(answer.value), ensure_ascii=False)}
            session.merge(AnswerRow.model_validate({**data, "entry": row.number, "place": place}))
        wordings = {answer.key: answer.question for answer in entry.answers} | dict(entry.skipped)
        for step, wording in wordings.items():
            asked = session.get(AskedRow, (entry.deck, step, wording))
            last = max(asked.last, entry.written) if asked else entry.written
            data = {"deck": entry.deck, "step": step, "wording": wording, "last": last}
            session.merge(AskedRow.model_validate(data))
        return row.number


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
            session.delete(row)
        return row is not None


def set_shares(made: Engine, number: int, shares: Mapping[str, str]) -> None:
    """Set the share marks of an entry's answers, by step key."""
    with Session(made) as session, session.begin():
        for key, share in shares.items():
            row = session.get_one(AnswerRow, (number, key))
            row.share = share
            session.add(row)


def set_value(made: Engine, name: str, value: object) -> None:
    """Keep one setting."""
    with Session(made) as session, session.begin():
        session.merge(SettingRow.model_validate({"name": name, "value": json.dumps(value, ensure_ascii=False)}))
