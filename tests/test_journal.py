"""The journal: what is kept comes back, drafts and their windows, marks, settings, the schema, and silent errors."""

import re
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import settings as effort
from sqlcipher3 import dbapi2 as sqlcipher
from sqlmodel import SQLModel
from strategies import entries, texts

from reflect import journal, vault
from reflect.errors import CouldNotKeep, Damaged, NotFound, ReflectError
from reflect.journal import Journal, schema, tables
from reflect.models import Answer, Begun, Carry, Entry, Kind, Position, Settings, Share, Summary, new_id, plain
from reflect.vault import Vault

SECRET = "The sentence nobody else may read."


def moment(text):
    return datetime.fromisoformat(text)


def answer(key, value="Some words.", kind=Kind.TEXT, **more):
    return Answer(key=key, question=f"What of {key}?", kind=kind, value=value, **more)


def written(at="2026-11-01T12:00:00+05:30", *answers, **more):
    given = {"deck": "s2-power", "minutes": 10, "finished": True} | more
    return Entry(id=new_id(), written=moment(at), answers=answers, **given)


def numbers(found):
    return [each.number for each in found]


def rows(open_one, select):
    return open_one._connection.execute(select).fetchall()


@contextmanager
def another_window(home):
    with Journal(Vault(home).unlock(None), home) as open_one:
        yield open_one


# What is kept comes back


@given(entry=entries)
def test_what_is_kept_comes_back(opened, entry):
    kept = opened.keep(entry)
    back = opened.entry(kept.number)

    assert back == kept == replace(entry, number=kept.number, commitments=kept.commitments)
    assert back.written.isoformat() == entry.written.isoformat()
    assert plain(back) == plain(kept)


@given(first=entries, second=entries)
@effort(max_examples=40)
def test_an_entry_kept_again_is_as_it_was_kept_last(opened, first, second):
    number = opened.keep(first).number
    again = replace(second, id=first.id)

    kept = opened.keep(again)

    assert kept.number == number
    assert opened.entry(number) == kept
    assert kept == replace(
        again, number=number, commitments=kept.commitments, themes=kept.themes, suggested=kept.suggested
    )


def test_an_entry_comes_back_in_another_window(opened, home):
    entry = opened.keep(
        written(
            "2026-11-01T23:59:59.999999-09:30",
            answer(
                "place", {"caste": Position(me="closer", them="depends", seen=False)}, Kind.POSITIONS, about="caste"
            ),
            answer("carry", Carry("in-reach", "Ask.\nThen listen."), Kind.COMMITMENT, share=Share.CIRCLE),
            answer("land", 0, Kind.LOAD, locked=True),
            answer("dims", (), Kind.CHOICES),
        )
    )

    with another_window(home) as other:
        assert other.entry(entry.number) == entry
        assert other.entry(entry.number).written.isoformat() == "2026-11-01T23:59:59.999999-09:30"


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-01T18:30:00+05:30",
        "2026-11-01T18:30:00.000001+05:45",
        "2026-11-01T00:00:00.999999+14:00",
        "2026-12-31T23:59:59-12:00",
        "2026-11-01T18:30:00+00:00",
        "1941-09-01T12:00:00+06:30",
    ],
)
def test_a_moment_comes_back_to_the_microsecond_with_its_offset(opened, at):
    number = opened.keep(written(at)).number

    assert opened.entry(number).written.isoformat() == at


def test_entries_are_numbered_as_they_come(opened):
    assert [opened.keep(written()).number for _ in range(3)] == [1, 2, 3]


def test_an_entry_kept_again_keeps_its_number(opened):
    entry = opened.keep(written(finished=False))

    assert opened.keep(entry.with_answer(answer("moment")).ended()).number == entry.number
    assert (opened.count(), opened.count(finished=False)) == (1, 0)


def test_an_entry_never_takes_the_place_of_another(opened):
    first = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET)))

    second = opened.keep(replace(written(), number=first.number))

    assert opened.entry(first.number) == first
    assert second.number != first.number
    assert opened.count() == 2


def test_the_number_of_a_discarded_draft_does_not_lead_to_another_entry(opened):
    draft = opened.keep(written(finished=False))
    opened.discard(draft)
    other = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET)))

    late = opened.keep(draft.with_answer(answer("moment", "Typed in a window left open.")))

    assert opened.entry(other.number) == other
    assert opened.entry(late.number).answers == late.answers


def test_an_entry_that_is_not_there_is_not_found(opened):
    with pytest.raises(NotFound) as caught:
        opened.entry(7)

    assert str(caught.value) == "There is no entry 7. See what there is: reflect list"


def test_a_number_no_entry_can_have_is_not_found(opened):
    with pytest.raises(NotFound, match="There is no entry 9223372036854775808"):
        opened.entry(2**63)


def test_twenty_windows_keep_at_once_and_nothing_is_lost(opened, home):
    start = Barrier(20)

    def keep(place):
        with another_window(home) as window:
            start.wait()
            return window.keep(written("2026-11-01T12:00:00+05:30", answer("moment", str(place)))).number

    with ThreadPoolExecutor(20) as pool:
        kept = dict(zip(pool.map(keep, range(20)), map(str, range(20)), strict=True))

    assert {number: opened.entry(number).answers[0].value for number in range(1, 21)} == kept


# Lists


def test_a_line_of_a_list_says_where_the_words_begin_and_how_many_there_are(opened):
    long = "एक  लंबी\nबात 👩🏽‍⚕️ " + "word " * 40
    entry = opened.keep(
        written(
            "2026-11-01T18:30:00+05:30",
            answer("arrive", "enough", Kind.CHOICE),
            answer("blank", " \n"),
            answer("moment", long),
            answer("carry", Carry("in-reach", "Ask them first."), Kind.COMMITMENT),
        )
    )

    assert opened.entries() == [
        Summary(
            number=entry.number,
            id=entry.id,
            deck="s2-power",
            written=moment("2026-11-01T18:30:00+05:30"),
            finished=True,
            opening=" ".join(long.split())[:80],
            words=47,
        )
    ]


def test_an_entry_without_words_has_an_empty_opening(opened):
    opened.keep(written("2026-11-01T12:00:00+05:30", answer("land", 3, Kind.LOAD)))

    (summary,) = opened.entries()

    assert (summary.opening, summary.words) == ("", 0)


def test_a_list_is_newest_first_by_the_moment_and_not_by_the_wall_clock(opened):
    for at in (
        "2026-11-01T12:00:00+05:30",
        "2026-11-01T11:00:00+00:00",
        "2026-11-01T12:00:00.000001+05:30",
        "2026-11-01T02:00:00-09:30",
        "2026-11-01T06:30:00+00:00",
    ):
        opened.keep(written(at))

    assert numbers(opened.entries()) == [4, 2, 3, 5, 1]


def test_a_list_leaves_drafts_to_a_list_of_their_own(opened):
    opened.keep(written())
    opened.keep(written(finished=False))

    assert numbers(opened.entries()) == [1]
    assert numbers(opened.entries(finished=False)) == [2]
    assert (opened.count(), opened.count(finished=False)) == (1, 1)


def test_a_list_can_be_of_one_deck_and_of_the_newest_few(opened):
    for day, deck in enumerate(("now", "s2-power", "now", "now"), 1):
        opened.keep(written(f"2026-11-0{day}T12:00:00+05:30", deck=deck))

    assert numbers(opened.entries(deck="now")) == [4, 3, 1]
    assert numbers(opened.entries(deck="now", limit=2)) == [4, 3]
    assert numbers(opened.entries(limit=0)) == []
    assert numbers(opened.entries(limit=2**63)) == [4, 3, 2, 1]
    assert numbers(opened.entries(deck="none")) == []


LATE, EARLY = "2026-11-01T23:30:00+05:30", "2026-11-02T00:30:00+05:30"


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, [2, 1]),
        (date(2026, 11, 1), date(2026, 11, 1), [1]),
        (date(2026, 11, 2), date(2026, 11, 2), [2]),
        (date(2026, 11, 2), None, [2]),
        (None, date(2026, 11, 1), [1]),
        (date(2026, 10, 1), date(2026, 11, 2), [2, 1]),
        (date(2026, 11, 3), None, []),
        (None, date(2026, 10, 31), []),
        (date(2026, 11, 2), date(2026, 11, 1), []),
    ],
)
def test_days_are_those_where_it_was_written_and_both_ends_count(opened, since, until, found):
    for at in (LATE, EARLY):
        opened.keep(written(at, answer("moment", share=Share.CIRCLE)))

    assert numbers(opened.entries(since=since, until=until)) == found
    assert numbers(opened.marked(Share.CIRCLE, since=since, until=until)) == found[::-1]


def test_the_small_hours_count_for_the_day_before_once_a_day_ends_later(opened):
    opened.set("day_end", 4)
    for at in (LATE, EARLY, "2026-11-02T04:00:00+05:30"):
        opened.keep(written(at, answer("moment", share=Share.CIRCLE)))
    first, second = date(2026, 11, 1), date(2026, 11, 2)

    assert numbers(opened.entries(since=first, until=first)) == [2, 1]
    assert numbers(opened.entries(since=second, until=second)) == [3]
    assert numbers(opened.marked(Share.CIRCLE, until=first)) == [1, 2]
    assert opened.entry(2).written == moment(EARLY)


def test_each_deck_has_the_day_it_was_last_finished_on(opened):
    for at, deck, finished in (
        ("2026-11-03T12:00:00+05:30", "now", True),
        ("2026-11-01T12:00:00+05:30", "now", True),
        ("2026-11-05T12:00:00+05:30", "now", False),
        ("2026-11-02T00:30:00+05:30", "s2-power", True),
        ("2026-11-02T12:00:00+05:30", "gentle", False),
    ):
        opened.keep(written(at, deck=deck, finished=finished))

    assert opened.visits() == {"now": date(2026, 11, 3), "s2-power": date(2026, 11, 2)}


def test_how_the_last_sittings_landed_is_given_newest_first(opened):
    for day, load, finished in ((2, 4, True), (1, 0, True), (3, 1, True), (4, 3, False)):
        at = f"2026-11-0{day}T12:00:00+05:30"
        opened.keep(written(at, answer("land", load, Kind.LOAD), answer("moment"), finished=finished))

    assert opened.loads(5) == [1, 4, 0]
    assert opened.loads(2) == [1, 4]


# Drafts and windows

HOLD = """
import sys
from pathlib import Path
from reflect.journal import Journal
from reflect.vault import Vault
home, entry_id = Path(sys.argv[1]), sys.argv[2]
with Journal(Vault(home).unlock(None), home) as journal, journal.hold(entry_id) as free:
    print(free, flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(home, entry):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home), entry.id], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        try:
            assert window.stdout.readline() == "True\n"
            yield window
        finally:
            window.kill()


def locks(home):
    return [path.name for path in home.iterdir() if path.suffix not in {".db", ".key"}]


@pytest.fixture
def drafts(opened):
    days = {"old": "2026-10-01", "new": "2026-10-03", "other": "2026-10-02"}
    return {
        name: opened.keep(
            written(f"{day}T12:00:00+05:30", deck="now" if name == "other" else "s2-power", finished=False)
            .with_skip("dims", "Which?")
            .with_begun("moment", Begun("What of moment?", "Half a sen"))
        )
        for name, day in days.items()
    }


def test_without_drafts_none_is_offered(opened):
    opened.keep(written())

    assert opened.draft() is None


def test_the_newest_draft_is_offered_whole(opened, drafts, home):
    assert opened.draft() == drafts["new"]
    assert opened.draft("now") == drafts["other"]
    assert opened.draft("gentle") is None
    assert locks(home) == []


def test_a_draft_open_in_another_window_is_not_offered(opened, drafts, home):
    with holding(home, drafts["new"]):
        assert opened.draft() == drafts["other"]
        assert opened.draft("s2-power") == drafts["old"]
        with opened.hold(drafts["new"].id) as free:
            assert free is False
        with holding(home, drafts["old"]), holding(home, drafts["other"]):
            assert opened.draft() is None


def test_a_draft_is_offered_again_once_its_window_is_closed(opened, drafts, home):
    with holding(home, drafts["new"]) as window:
        window.stdin.close()
        assert window.wait(30) == 0

        assert locks(home) == []
        assert opened.draft() == drafts["new"]


def test_a_draft_is_offered_again_once_its_window_is_dead(opened, drafts, home):
    with holding(home, drafts["new"]) as window:
        window.kill()
        window.wait(30)

        assert opened.draft() == drafts["new"]
        assert locks(home) == []


def test_a_window_that_holds_a_draft_is_the_only_one(opened, drafts, home):
    with opened.hold(drafts["new"].id) as first, another_window(home) as other:
        assert first is True
        assert other.draft() == drafts["other"]
        with other.hold(drafts["new"].id) as second:
            assert second is False
        with other.hold(drafts["new"].id) as third:
            assert third is False
    with opened.hold(drafts["new"].id) as again:
        assert again is True


def test_a_draft_is_let_go_of_when_its_sitting_breaks(opened, drafts, home):
    with pytest.raises(KeyboardInterrupt), opened.hold(drafts["new"].id):
        raise KeyboardInterrupt

    assert locks(home) == []
    assert opened.draft() == drafts["new"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes of this kind.")
def test_what_marks_an_open_draft_holds_nothing_and_is_its_owners_alone(opened, drafts, home):
    with opened.hold(drafts["new"].id):
        (lock,) = (home / name for name in locks(home))

        assert oct(lock.stat().st_mode & 0o777) == "0o600"
        assert "Half a sen" not in lock.read_text(encoding="utf-8")


def test_a_discarded_draft_is_gone_with_its_answers(opened, drafts):
    draft = opened.keep(drafts["new"].with_answer(answer("moment", SECRET)))

    opened.discard(draft)

    with pytest.raises(NotFound):
        opened.entry(draft.number)
    assert rows(opened, "SELECT * FROM answer") == []
    assert opened.draft() == drafts["other"]


def test_a_draft_that_was_never_kept_is_discarded_without_a_trace(opened, drafts):
    opened.discard(written(finished=False))

    assert opened.count(finished=False) == len(drafts)


def test_a_finished_entry_is_not_discarded(opened):
    entry = opened.keep(written())

    with pytest.raises(ReflectError) as caught:
        opened.discard(entry)

    assert str(caught.value) == "Entry 1 is finished; only a draft is discarded. Nothing was changed."
    assert opened.entry(1) == entry


def test_an_entry_finished_in_another_window_is_not_discarded(opened, home, drafts):
    with another_window(home) as other:
        finished = other.keep(drafts["new"].ended())

    with pytest.raises(ReflectError):
        opened.discard(drafts["new"])

    assert opened.entry(finished.number) == finished


# Share marks


@pytest.fixture
def marked(opened):
    return opened.keep(
        written(
            "2026-11-01T12:00:00+05:30",
            answer("moment", SECRET),
            answer("turn"),
            answer("harm", locked=True),
            answer("carry", Carry("in-reach", "Ask."), Kind.COMMITMENT),
        )
    )


def shares(entry):
    return {each.key: str(each.share) for each in entry.answers}


def test_everything_begins_private(opened, marked):
    assert {*shares(opened.entry(marked.number)).values()} == {"private"}


def test_one_answer_is_marked_and_the_others_stay(opened, marked):
    after = opened.mark(marked.number, ["turn"], Share.SUPERVISION)

    assert shares(after) == {"moment": "private", "turn": "supervision", "harm": "private", "carry": "private"}
    assert after == opened.entry(marked.number)
    assert replace(after, answers=marked.answers) == marked


def test_without_keys_everything_is_marked_but_what_is_locked(opened, marked):
    opened.mark(marked.number, [], Share.CIRCLE)

    assert shares(opened.entry(marked.number)) == {
        "moment": "circle",
        "turn": "circle",
        "harm": "private",
        "carry": "circle",
    }


def test_a_mark_can_be_taken_back(opened, marked):
    opened.mark(marked.number, [], Share.PORTFOLIO)

    after = opened.mark(marked.number, ["moment", "harm"], Share.PRIVATE)

    assert shares(after) == {"moment": "private", "turn": "portfolio", "harm": "private", "carry": "portfolio"}


def test_a_locked_answer_is_refused_by_name_and_nothing_is_marked(opened, marked):
    with pytest.raises(ReflectError) as caught:
        opened.mark(marked.number, ["moment", "harm"], Share.SUPERVISION)

    assert str(caught.value) == "The answer to “harm” is locked: it stays private. Nothing was marked."
    assert opened.entry(marked.number) == marked


def test_an_unknown_key_is_not_found_and_the_known_ones_are_named(opened, marked):
    with pytest.raises(NotFound) as caught:
        opened.mark(marked.number, ["moment", "momment"], Share.SUPERVISION)

    assert str(caught.value) == (
        "Entry 1 has no answer to “momment”. It has: moment, turn, harm, carry. Nothing was changed."
    )
    assert opened.entry(marked.number) == marked


def test_an_entry_that_is_not_there_cannot_be_marked(opened):
    with pytest.raises(NotFound, match="There is no entry 4"):
        opened.mark(4, [], Share.CIRCLE)


def test_entries_with_an_answer_of_that_mark_are_given_oldest_first_and_no_drafts(opened):
    circle, supervision = answer("turn", share=Share.CIRCLE), answer("moment", share=Share.SUPERVISION)
    later = opened.keep(written("2026-11-02T12:00:00+05:30", supervision, circle))
    earlier = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET), circle))
    opened.keep(written("2026-11-03T12:00:00+05:30", circle, finished=False))
    opened.keep(written("2026-11-03T12:00:00+05:30", answer("turn")))

    assert opened.marked(Share.CIRCLE) == [earlier, later]
    assert opened.marked(Share.SUPERVISION) == [later]
    assert opened.marked(Share.PORTFOLIO) == []


# Settings


def test_what_was_never_set_has_its_default(opened):
    assert opened.settings == Settings(role="", label="", day_end=0)


def test_what_was_set_is_there_in_another_window(opened, home):
    opened.set("role", "nurse")
    opened.set("role", "trainee")
    opened.set("label", "डॉ. अ “x”\n")
    opened.set("day_end", 4)

    with another_window(home) as other:
        assert other.settings == Settings(role="trainee", label="डॉ. अ “x”\n", day_end=4)


def test_a_setting_of_a_later_program_is_passed_over(opened):
    opened.set("colour", "plain")

    assert opened.settings == Settings()


# Whose turn a wording is


def test_a_wording_is_dated_by_when_it_was_last_asked(opened):
    turn, other = answer("turn"), replace(answer("turn"), question="Another wording?")
    opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment"), turn))
    opened.keep(written("2026-11-03T12:00:00.000001-03:00", turn))
    opened.keep(written("2026-11-02T12:00:00+05:30", turn))
    opened.keep(written("2026-11-02T12:00:00+05:30", other))
    opened.keep(written("2026-11-09T12:00:00+05:30", turn, deck="now"))

    asked = opened.asked("s2-power")

    assert asked == {
        ("moment", "What of moment?"): datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        ("turn", "What of turn?"): datetime(2026, 11, 3, 15, 0, 0, 1, tzinfo=UTC),
        ("turn", "Another wording?"): datetime(2026, 11, 2, 6, 30, tzinfo=UTC),
    }
    assert opened.asked("gentle") == {}


def test_a_wording_passed_over_was_asked_too_and_one_begun_was_not(opened):
    draft = (
        written(finished=False)
        .with_skip("dims", "Which of these?")
        .with_begun("moment", Begun("What of moment?", "Half a sen"))
    )

    opened.keep(opened.keep(draft).ended())

    assert opened.asked("s2-power") == {("dims", "Which of these?"): datetime(2026, 11, 1, 6, 30, tzinfo=UTC)}


# The file


@pytest.fixture
def made_by_sqlmodel():
    connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    SQLModel.metadata.create_all(tables.engine(connection))
    for statement in schema._SEARCH:
        connection.execute(statement)
    yield connection
    connection.close()


def described(connection):
    def all_of(pragma, name):
        return connection.execute(f'PRAGMA {pragma}("{name}")').fetchall()

    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'found%' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: {
            "columns": all_of("table_info", name),
            "indexes": {
                index: (unique, origin, partial, all_of("index_info", index))
                for _, index, unique, origin, partial in all_of("index_list", name)
            },
            "points to": all_of("foreign_key_list", name),
        }
        for (name,) in names
    }


def test_the_steps_to_today_make_the_tables_that_are_written(opened, made_by_sqlmodel):
    assert described(opened._connection) == described(made_by_sqlmodel)
    assert described(made_by_sqlmodel).keys() == {
        *("entry", "answer", "version", "asked", "setting"),
        *("deleted", "commitment", "news"),
        *("touch", "tally", "evidence", "decision"),
        *("feedback", "handover"),
    }


SELECTS = {name: select for name, select in vars(journal).items() if name.startswith("SELECT_")}


@pytest.mark.parametrize("select", SELECTS.values(), ids=SELECTS.keys())
def test_every_select_runs_on_the_tables_that_are_written(made_by_sqlmodel, select):
    named = re.findall(r":(\w+)", select)

    assert made_by_sqlmodel.execute(select, {**dict.fromkeys(named, 0), "query": '"word"'}).description


@pytest.mark.parametrize("select", ["SELECT_COMMITMENTS_OF", "SELECT_NEWS_OF", "SELECT_ANSWERS", "SELECT_VERSIONS"])
def test_what_belongs_to_one_entry_is_found_without_reading_all(made_by_sqlmodel, select):
    plan = made_by_sqlmodel.execute(f"EXPLAIN QUERY PLAN {SELECTS[select]}", {"entry": 1, "number": 1}).fetchall()

    assert not [step for *_, step in plan if step.startswith("SCAN")]


@pytest.mark.parametrize(
    "select", ["SELECT_LESSONS", "SELECT_MONTHS", "SELECT_DAYS", "SELECT_ALL", "SELECT_WEEKS", "SELECT_LAST"]
)
def test_what_themes_are_looked_at_with_reads_little_of_a_journal_however_long(opened, select):
    values = {**dict.fromkeys(re.findall(r":(\w+)", SELECTS[select]), "2026-11-01"), "theme": "caste"}
    plan = opened._connection.execute(f"EXPLAIN QUERY PLAN {SELECTS[select]}", values).fetchall()

    long = ("SCAN tally", "SCAN touch", "SCAN entry", "SCAN evidence", "SCAN answer")
    assert not [step for *_, step in plan if step.startswith(long)]


def test_there_are_selects_to_hold_against_the_tables():
    assert {"SELECT_SUMMARIES", "SELECT_ENTRY", "SELECT_ANSWERS", "SELECT_SETTINGS"} <= SELECTS.keys()


def test_a_new_file_says_whose_it_is_and_how_far_it_has_come(opened):
    assert rows(opened, "PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    assert rows(opened, "PRAGMA user_version") == [(len(schema.STEPS),)]


def test_the_file_is_not_written_to_by_reading(opened, home):
    opened.keep(written())
    before = (home / "journal.db").read_bytes()

    with another_window(home) as other:
        other.entries()
        other.entry(1)
        other.draft()

    assert (home / "journal.db").read_bytes() == before


FOREIGN = "That file belongs to another program. It was left as it is."
NEWER = "This journal was kept by a newer reflect. It was left as it is. Update: see the README."


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["PRAGMA user_version = 99"], NEWER),
        ([f"PRAGMA user_version = {len(schema.STEPS) + 1}"], NEWER),
        (["PRAGMA application_id = 1"], FOREIGN),
        (["PRAGMA application_id = 0"], FOREIGN),
        (["PRAGMA application_id = 0", "PRAGMA user_version = 0"], FOREIGN),
        (["PRAGMA application_id = 1", "PRAGMA user_version = 99"], FOREIGN),
    ],
)
def test_a_file_of_a_newer_or_another_program_is_left_as_it_is(home, opened, statements, sentence):
    opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET)))
    there = Vault(home)
    connection = there.unlock(None)
    for statement in statements:
        connection.execute(statement)
    before = there.database.read_bytes()

    with pytest.raises(Damaged) as caught:
        Journal(connection, home)
    connection.close()

    assert str(caught.value) == sentence
    assert there.database.read_bytes() == before


def test_a_step_that_fails_leaves_the_file_wholly_as_it_was(opened, home, monkeypatch):
    entry = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET)))
    before = described(opened._connection)
    failing = ("CREATE TABLE extra (x)", "DROP TABLE answer", "CREATE TABLE extra (x)")

    with monkeypatch.context() as later:
        later.setattr(schema, "STEPS", (*schema.STEPS, failing))
        connection = Vault(home).unlock(None)
        with pytest.raises(sqlcipher.OperationalError, match="extra already exists"):
            Journal(connection, home)

    assert described(opened._connection) == before
    assert rows(opened, "PRAGMA user_version") == [(len(schema.STEPS),)]
    assert opened.entry(entry.number) == entry


def test_an_older_file_is_brought_up_with_everything_in_it(opened, home, monkeypatch):
    entry = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET)))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE extra (x)",), ("DROP TABLE extra",)))

    with another_window(home) as other:
        assert other.entry(entry.number) == entry
        assert rows(other, "PRAGMA user_version") == [(len(schema.STEPS),)]


def test_windows_that_bring_a_file_up_at_once_do_it_once(opened, home, monkeypatch):
    opened.keep(written())
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE extra (x)", "INSERT INTO extra VALUES (1)")))
    start = Barrier(8)

    def bring_up(_):
        connection = Vault(home).unlock(None)
        start.wait()
        with Journal(connection, home) as window:
            return rows(window, "SELECT * FROM extra")

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(bring_up, range(8))] == [[(1,)]] * 8


def test_a_harmed_page_is_told_and_never_read_as_something_else(opened, home):
    entry = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", "A long answer. " * 800)))
    file = home / "journal.db"
    whole = file.read_bytes()
    told = 0

    for page in range(len(whole) // 4096):
        harmed = bytearray(whole)
        harmed[page * 4096 + 100] ^= 1
        file.write_bytes(harmed)
        try:
            with another_window(home) as other:
                assert (other.entry(entry.number), other.count()) == (entry, 1)
        except ReflectError:
            told += 1
    file.write_bytes(whole)

    assert told > 3


# Errors say nothing of what was written


def all_said_by(error):
    said = traceback.format_exception(error)
    while error:
        said += [str(error), str(vars(error)), *getattr(error, "__notes__", [])]
        error = error.__cause__ or error.__context__
    return "\n".join(said)


def read_only(opened, _):
    opened._connection.execute("PRAGMA query_only = ON")


def full(opened, _):
    ((pages,),) = rows(opened, "PRAGMA page_count")
    opened._connection.execute(f"PRAGMA max_page_count = {pages}")


def locked(opened, home):
    opened._connection.execute("PRAGMA busy_timeout = 0")
    other = Vault(home).unlock(None)
    other.execute("BEGIN IMMEDIATE")
    return other


def closed(opened, _):
    opened._connection.close()


def without_a_table(opened, _):
    opened._connection.execute("PRAGMA foreign_keys = OFF")
    opened._connection.execute("DROP TABLE asked")


TROUBLE = {
    "read-only": (
        read_only,
        "The journal's folder or file cannot be written to. Nothing was changed. See: reflect where",
    ),
    "a full disk": (full, "The disk is full. What was kept before is safe. Make some room, and try again."),
    "another window": (
        locked,
        "Another window has been writing in the journal for half a minute. Close it, and try again.",
    ),
}


@pytest.mark.parametrize("provoke", [closed, without_a_table])
def test_a_slip_of_our_own_shows_itself_but_not_what_was_written(opened, home, provoke):
    provoke(opened, home)

    with pytest.raises(sqlcipher.DatabaseError) as caught:
        opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET * 2000), finished=False))

    assert SECRET not in all_said_by(caught.value)


@pytest.mark.parametrize(("provoke", "sentence"), TROUBLE.values(), ids=TROUBLE.keys())
def test_what_cannot_be_kept_is_said_in_one_sentence_without_it(opened, home, provoke, sentence):
    before = opened.keep(written())
    other = provoke(opened, home)

    with pytest.raises(CouldNotKeep) as caught:
        opened.keep(
            written("2026-11-01T12:00:00+05:30", answer("moment", SECRET * 2000), finished=False)
            .with_begun("turn", Begun(SECRET, SECRET))
            .with_skip("dims", SECRET)
        )
    if other:
        other.close()

    assert str(caught.value) == sentence
    assert SECRET not in all_said_by(caught.value)
    with another_window(home) as window:
        assert (window.entries(), window.count(finished=False)) == ([*window.entries(limit=1)], 0)
        assert window.entry(before.number) == before


def test_once_the_trouble_is_over_the_same_window_keeps_again(opened):
    read_only(opened, None)
    entry = written("2026-11-01T12:00:00+05:30", answer("moment", SECRET))
    with pytest.raises(CouldNotKeep):
        opened.keep(entry)
    opened._connection.execute("PRAGMA query_only = OFF")

    kept = opened.keep(entry)

    assert opened.entry(kept.number) == kept


@pytest.mark.parametrize("act", ["mark", "set", "discard"])
def test_other_changes_that_cannot_be_kept_say_so_too(opened, act):
    draft = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET), finished=False))
    read_only(opened, None)
    acts = {
        "mark": lambda: opened.mark(draft.number, ["moment"], Share.CIRCLE),
        "set": lambda: opened.set("label", SECRET),
        "discard": lambda: opened.discard(draft),
    }

    with pytest.raises(CouldNotKeep) as caught:
        acts[act]()

    assert SECRET not in all_said_by(caught.value)
    assert opened.entry(draft.number) == draft
    assert opened.settings == Settings()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(answer("turn", SECRET), question=[SECRET]),
        replace(answer("turn", SECRET), about={SECRET: SECRET}),
        answer("turn", {SECRET}),
        answer("turn", f"{SECRET} \udcff"),
    ],
    ids=["a question of another form", "an about of another form", "a value of another form", "half a character"],
)
def test_an_answer_that_cannot_be_stored_is_not_told_and_takes_nothing_with_it(opened, wrong):
    before = opened.keep(written("2026-11-01T12:00:00+05:30", answer("moment", SECRET), finished=False))

    with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever it is, it says nothing
        opened.keep(replace(before, answers=(answer("moment", "Newer words."), wrong)))

    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert opened.entry(before.number) == before


@given(text=texts.filter(lambda text: len(text.strip()) > 12))
@effort(max_examples=25)
def test_nothing_that_is_kept_shows_in_the_file(opened, home, text):
    opened.keep(
        written("2026-11-01T12:00:00+05:30", answer("moment", text)).with_begun("turn", Begun("What of turn?", text))
    )

    assert text.encode() not in (home / "journal.db").read_bytes()


def test_a_journal_is_made_once(home):
    there = Vault(home)
    code = journal.create(there, None)

    with pytest.raises(ReflectError, match="There is a journal in"):
        journal.create(there, None)

    with Journal(there.unlock(code), home) as open_one:
        assert (open_one.entries(), open_one.draft(), open_one.settings) == ([], None, Settings())
    assert vault.recovery_code(vault._key_in(code)) == code
