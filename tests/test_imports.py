"""Reading what was written elsewhere: every format, whole or refused by name, and our own copy back as it was."""

import json
import os
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from conftest import NOON
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from strategies import entries, moments

from reflect import exports, imports, journal, kinds, vault
from reflect.clock import zone_named
from reflect.errors import ReflectError, WrongUsage
from reflect.imports import Pages, Refused
from reflect.journal import Journal
from reflect.models import Answer, Entry, Kind, Share, Version, Whole, new_id, plain

PAGES = Pages("What is there?", zone_named("+05:30"))


@pytest.fixture
def another(tmp_path):
    """Open another journal, and give it empty each time it is asked for."""
    opened = []

    def give():
        home = tmp_path / f"another-{len(opened)}"
        there = vault.Vault(home)
        journal.create(there, None)
        opened.append(Journal(there.unlock(None), home))
        return opened[-1]

    yield give
    for each in opened:
        each.__exit__(None, None, None)


def texts(found):
    return [each if isinstance(each, Refused) else kinds.words(each.entry.answers[0]) for each in found]


def dates(found):
    return [each.entry.written.isoformat() for each in found]


def copied(open_one):
    return "".join(exports.whole_json(open_one.everything()))


def own(text):
    return list(imports.own(text.encode().splitlines(keepends=True)))


def line(**changes):
    answer = Answer(key="page", question="Q", kind=Kind.TEXT, value="words")
    entry = Entry(id=new_id(), deck="free", minutes=2, written=NOON, finished=True, answers=(answer,))
    return json.dumps({**plain(entry), **changes})


# The copy for oneself


def as_kept(entry):
    """Give an entry as the program keeps it: what is locked is never marked."""
    answers = (replace(each, share=Share.PRIVATE) if each.locked else each for each in entry.answers)
    return replace(entry, answers=tuple(answers))


@st.composite
def wholes(draw):
    entry = as_kept(draw(entries))
    moment = draw(moments)
    versions = [
        Version(key=answer.key, value=answer.value, replaced=moment + timedelta(seconds=number))
        for number, answer in enumerate(draw(st.lists(st.sampled_from(entry.answers))) if entry.answers else [])
    ]
    return Whole(entry=replace(entry, number=draw(st.none() | st.integers(1, 30))), versions=tuple(versions))


@given(kept=st.lists(wholes(), max_size=4))
@effort(max_examples=25)
def test_what_is_exported_comes_back_as_it_was(another, kept):
    first, second = another(), another()
    for before, each in zip([None, *kept], kept, strict=False):
        first.keep_all([replace(each, rereads_id=before and before.entry.id)])

    found = own(copied(first))
    added = second.keep_all(found)

    assert added == len(kept)
    assert list(second.everything()) == list(first.everything())
    assert copied(second) == copied(first)
    assert second.keep_all(found) == 0


def test_a_number_is_kept_where_it_is_free_and_what_was_written_beside_it_stays_so(opened, another):
    older, later = (Entry(id=new_id(), deck="return", minutes=2, written=NOON, finished=True) for _ in range(2))
    first = opened.keep(older)
    opened.keep(replace(later, rereads=first.number))
    opened.keep(Entry(id=new_id(), deck="free", minutes=2, written=NOON))
    other = another()
    taken = other.keep(Entry(id=new_id(), deck="free", minutes=2, written=NOON))

    assert taken.number == 1
    assert other.keep_all(own(copied(opened)), above=3) == 3
    assert [each.entry.number for each in other.everything()] == [1, 2, 3, 4]
    assert other.entry(4).id == older.id
    assert other.entry(2).rereads == 4


def test_one_that_cannot_be_kept_takes_all_with_it(opened):
    def broken():
        yield from own(line())
        raise ReflectError

    with pytest.raises(ReflectError):
        opened.keep_all(broken())
    assert list(opened.everything()) == []

    assert opened.keep_all(own(line())) == 1


def test_words_are_found_after_they_came_in(opened):
    opened.keep_all(own(line()))

    assert [hit.snippet for hit in opened.search("words")] == ["words"]
    assert opened.entries()[0].opening == "words"


@pytest.mark.parametrize("given", ["[\n{}\n]\n", "[{}]", "{}\n", "\ufeff[\r\n  {}  \r\n]\r\n"])
def test_the_array_may_be_laid_out_in_other_lines(given):
    assert len(own(given.replace("{}", line()))) == 1


@pytest.mark.parametrize("given", [[line(), line()], [line()]])
def test_another_program_may_have_spread_it(tmp_path, given):
    for indent in (None, 2):
        file = tmp_path / "all.json"
        file.write_text(json.dumps([json.loads(each) for each in given], indent=indent))

        found = list(imports.source_in(file).read())

        assert [each.entry for each in found] == [each.entry for each in own("\n".join(given))]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "../../elsewhere"}, "id"),
        ({"id": None}, "id"),
        ({"number": 0}, "number"),
        ({"number": 10**30}, "number"),
        ({"number": True}, "number"),
        ({"minutes": 7}, "minutes"),
        ({"written": "2026-11-01T12:00"}, "UTC"),
        ({"written": "yesterday"}, "written"),
        ({"written": "0001-01-01T00:00:00+14:00"}, "years"),
        ({"finished": 1}, "finished"),
        ({"answers": {}}, "answers"),
        ({"answers": [1]}, "answer"),
        ({"answers": [{"key": "a", "question": "", "kind": "poem", "value": "", "share": "private"}]}, "kind"),
        ({"answers": [{"key": "a", "question": "", "kind": "load", "value": 9, "share": "private"}]}, "form of load"),
        ({"answers": [{"key": "a", "question": "", "kind": "load", "value": 2, "share": "private"}] * 2}, "same key"),
        ({"versions": [{"key": "b", "value": "", "replaced": "2026-11-01T12:00:00+00:00"}]}, "no answer to it"),
        ({"skipped": {"a": 1}}, "skipped"),
        ({"begun": {"a": 1}}, "begun"),
        ({"deck": "half \ud800"}, "broken"),
    ],
)
def test_a_line_that_is_no_entry_is_refused_by_number_and_the_others_are_not(changes, why):
    found = own(f"[\n{line()},\n{line(**changes)},\n{line()}\n]\n")

    assert [isinstance(each, Refused) for each in found] == [False, True, False]
    assert found[1].at == "line 3"
    assert why in found[1].why


@pytest.mark.parametrize("damage", [lambda text: text[:-9], lambda text: "\xff\xfe", lambda text: '{"a":' * 99999])
def test_a_line_that_is_cut_short_is_refused(damage):
    assert own(f"[\n{line()},\n{damage(line())}\n")[1].at == "line 3"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 1),
        ("line", None),
        ("choice", ["a"]),
        ("choices", "a"),
        ("choices", [1]),
        ("positions", {"caste": "closer"}),
        ("positions", {"caste": {"me": "above"}}),
        ("positions", {"caste": {"seen": "yes"}}),
        ("positions", []),
        ("grid", {"a": 1}),
        ("load", True),
        ("load", 5),
        ("commitment", {"scale": "in-reach"}),
        ("commitment", {"scale": "in-reach", "text": None}),
        ("commitment", "in-reach"),
    ],
)
def test_an_answer_of_another_form_is_refused(kind, value):
    answer = {"key": "a", "question": "", "kind": kind, "value": value, "share": "private"}

    assert own(line(answers=[answer]))[0].why == f"its answer “a” does not have the form of {kind}"


def test_a_file_that_was_cut_between_two_lines_is_known():
    found = own(f"[\n{line()},\n{line()},\n")

    assert [isinstance(each, Refused) for each in found] == [False, False, True]
    assert "missing" in found[2].why
    assert not any(isinstance(each, Refused) for each in own(f"{line()}\n{line()}\n"))


def test_what_is_locked_comes_in_unmarked():
    answer = {"key": "a", "question": "", "kind": "text", "value": "x", "share": "supervision", "locked": True}

    assert own(line(answers=[answer]))[0].entry.answers[0].share is Share.PRIVATE


def test_twenty_thousand_entries_are_never_in_memory_at_once(opened, tmp_path):
    answer = Answer(key="page", question="Q", kind=Kind.TEXT, value="x" * 2000)
    file = tmp_path / "all.json"
    made = (
        Whole(entry=Entry(id=new_id(), deck="free", minutes=2, written=NOON, finished=True, answers=(answer,)))
        for _ in range(20_000)
    )
    with file.open("w", encoding="utf-8") as out:
        out.writelines(exports.whole_json(made))
    source = imports.source_in(file)

    tracemalloc.start()
    found = imports.look_through(source.read(), opened.has)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found.entries == 20_000
    assert file.stat().st_size > 40_000_000
    assert peak < 8_000_000


def test_keeping_and_giving_hold_on_to_nothing(opened):
    answer = Answer(key="page", question="Q", kind=Kind.TEXT, value="x" * 40_000)

    def made():
        for _ in range(1000):
            fresh = replace(answer, value=f"{new_id()} {answer.value}")
            yield Whole(entry=Entry(id=new_id(), deck="free", minutes=2, written=NOON, finished=True, answers=(fresh,)))

    opened.keep_all([])
    opened._codebook.ready(wholly=True)
    tracemalloc.start()
    opened.keep_all(made())
    length = sum(map(len, exports.whole_json(opened.everything())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert length > 40_000_000
    assert peak < 10_000_000


# jrnl


def jrnl(*given):
    made = [
        {"title": "T.", "body": "B", "date": "2026-03-15", "time": "09:00", "tags": [], "starred": False} | each
        for each in given
    ]
    return {"tags": {}, "entries": made}


def test_jrnl_json_is_read_with_its_local_times():
    found = list(imports.jrnl_json(jrnl({}, {"body": "", "date": "2026-03-16"}), PAGES))

    assert texts(found) == ["T.\nB", "T."]
    assert dates(found) == ["2026-03-15T09:00:00+05:30", "2026-03-16T09:00:00+05:30"]
    entry = found[0].entry
    assert (entry.deck, entry.finished, entry.answers[0].key) == ("free", True, "page")
    assert (entry.answers[0].question, entry.answers[0].share) == ("What is there?", Share.PRIVATE)


@pytest.mark.parametrize("wrong", [{"date": "2026-13-15"}, {"date": None}, {"title": "", "body": " \n"}, {"title": 1}])
def test_an_entry_of_jrnl_that_cannot_be_read_is_named(wrong):
    found = list(imports.jrnl_json(jrnl({}, wrong), PAGES))

    assert found[1].at == "entry 2"


def test_jrnl_text_is_read_and_agrees_with_its_json():
    text = "[2026-03-15 09:00:00 AM] T.\nB\n\n[2026-03-16 18:05] Another\n"

    found = list(imports.jrnl_text(text, PAGES))

    assert texts(found) == ["T.\nB", "Another"]
    assert dates(found) == ["2026-03-15T09:00:00+05:30", "2026-03-16T18:05:00+05:30"]
    assert found[0].entry.id == next(imports.jrnl_json(jrnl({}), PAGES)).entry.id


def test_in_jrnl_text_no_damaged_date_moves_or_merges_an_entry():
    found = list(imports.jrnl_text("lost\n[2026-03-15 09:00] One\n[2026-13-15 09:00] Two\nmore\n", PAGES))

    assert [each.at for each in found if isinstance(each, Refused)] == ["line 1", "line 3"]
    assert texts(found)[1] == "One"


# Day One


def day_one(**changes):
    return {
        "uuid": "0A1B2C",
        "creationDate": "2026-03-15T20:30:00Z",
        "timeZone": "Asia/Kolkata",
        "text": "She said\\. \\(nothing\\)",
        **changes,
    }


def read_day_one(*given):
    return list(imports.day_one([{"entries": list(given)}], PAGES))


def test_day_one_is_read_at_the_hour_it_was_there():
    found = read_day_one(day_one(tags=["fee", "silence"]), day_one(timeZone="Europe/Berlin"), day_one(timeZone="?"))

    assert texts(found)[:2] == ["She said. (nothing)\n\nTags: fee, silence", "She said. (nothing)"]
    assert dates(found)[0] == "2026-03-16T02:00:00+05:30"
    assert dates(found)[2] == "2026-03-16T02:00:00+05:30"


def test_a_picture_is_said_and_one_alone_is_refused():
    picture = "![](dayone-moment://ABC)"

    assert texts(read_day_one(day_one(text=f"Before {picture} after"))) == ["Before (picture) after"]
    assert read_day_one(day_one(text=picture)) == [Refused("entry 1", "it holds no words")]


@pytest.mark.parametrize("wrong", [{"uuid": None}, {"creationDate": "soon"}, {"text": 3}])
def test_an_entry_of_day_one_that_cannot_be_read_is_named(wrong):
    assert read_day_one(day_one(**wrong))[0].at == "entry 1"


def test_a_zip_of_day_one_is_known_by_what_is_in_it(tmp_path):
    file = tmp_path / "export"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("Journal.json", json.dumps({"entries": [day_one()]}))
        made.writestr("photos/a.json", "not read")

    source = imports.source_in(file)

    assert (source.title, texts(source.read())) == ("Day One", ["She said. (nothing)"])
    file.write_bytes(file.read_bytes()[:60])
    with pytest.raises(WrongUsage, match="zip"):
        list(imports.source_in(file).read())


# Markdown and plain text


CHANGED = datetime.fromisoformat("2020-02-02T10:00:00+05:30")


@pytest.mark.parametrize(
    ("text", "name", "words", "at"),
    [
        ("---\ndate: 2026-03-15\n---\nBody", "a.md", "Body", "2026-03-15T12:00:00+05:30"),
        ('---\ndate: "2026-03-15 18:30"\ntitle: T\n---\nBody', "a.md", "T\n\nBody", "2026-03-15T18:30:00+05:30"),
        ("---\ndate: 2026-03-15T18:30:00+01:00\n---\nBody", "a.md", "Body", "2026-03-15T18:30:00+01:00"),
        ("---\ntags: [a, b]\n---\nB", "2026-03-15-x.md", "B\n\nTags: a, b", "2026-03-15T12:00:00+05:30"),
        ("---\ntitle: T\n---\n# T\n\nB", "2026-03-15.md", "# T\n\nB", "2026-03-15T12:00:00+05:30"),
        ("---\ntags:\n  - a\n  - b\n---\nBody", "a.md", "Body\n\nTags: a, b", CHANGED.isoformat()),
        ("---\n\nonly a rule above", "a.md", "---\n\nonly a rule above", CHANGED.isoformat()),
    ],
)  # fmt: skip
def test_markdown_is_dated_by_its_front_matter_its_name_or_its_file(text, name, words, at):
    found = [imports.markdown(text, name, CHANGED, PAGES)]

    assert (texts(found), dates(found)) == ([words], [at])


def test_a_date_in_front_matter_that_cannot_be_read_is_never_guessed():
    found = imports.markdown("---\ndate: last week\n---\nBody", "2026-03-15.md", CHANGED, PAGES)

    assert found.at == "2026-03-15.md"
    assert "last week" in found.why


def test_a_file_without_a_date_is_the_same_entry_after_it_was_copied():
    first, second = (imports.markdown("Body", "a.md", at, PAGES) for at in (CHANGED, NOON))

    assert first.entry.id == second.entry.id


def test_a_folder_of_markdown_is_read_and_each_file_that_cannot_be_is_named(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "in" / "2026-03-15.md").write_text("one")
    (tmp_path / "2026-03-16.markdown").write_text("2026-03-10\ntwo\n2026-03-11\nthree")
    (tmp_path / ".hidden" / "a.md").write_text("not read")
    (tmp_path / "b.txt").write_text("not read")
    (tmp_path / "c.md").write_bytes(b"\xff\xff\xff")

    found = list(imports.source_in(tmp_path).read())

    assert [each for each in texts(found) if isinstance(each, str)] == ["two", "three", "one"]
    assert [each.at for each in found if isinstance(each, Refused)] == ["c.md"]


def test_plain_text_is_split_at_lines_that_are_a_date():
    text = "2026-03-15\none\n\nmore of 2026-03-01\n\n15 March 2026\ntwo\n3 Apr 2026\nthree\n"

    found = list(imports.dated_text(text, PAGES))

    assert texts(found) == ["one\n\nmore of 2026-03-01", "two", "three"]
    assert dates(found)[1:] == ["2026-03-15T12:00:00+05:30", "2026-04-03T12:00:00+05:30"]


def test_what_stands_before_the_first_date_or_under_no_day_is_named():
    found = list(imports.dated_text("lost\n\n2026-03-15\none\n31 February 2026\ntwo\n2026-03-16\n\n", PAGES))

    assert [each.at for each in found if isinstance(each, Refused)] == ["line 1", "line 5", "line 7"]
    assert [each for each in texts(found) if isinstance(each, str)] == ["one"]


def test_what_has_no_year_a_journal_can_hold_is_refused():
    assert isinstance(next(imports.dated_text("0001-01-01\none", PAGES)), Refused)


# Which program wrote it


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a", f"[\n{line()}\n]\n", "reflect"),
        ("a", "[\n]\n", "reflect"),
        ("a", line(), "reflect"),
        ("a", json.dumps(json.loads(line()), indent=2), "reflect"),
        ("a", json.dumps(jrnl({})), "jrnl"),
        ("a", "\n[2026-03-15 09:00] One", "jrnl"),
        ("a", json.dumps({"entries": [day_one()]}), "Day One"),
        ("a.md", "Words", "Markdown"),
        ("a.txt", "---\ndate: 2026-03-15\n---\nWords", "Markdown"),
        ("a.txt", "2026-03-15\nWords", "dated text"),
    ],
)
def test_a_format_is_known_by_what_stands_in_the_file(tmp_path, name, text, title):
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert imports.source_in(tmp_path / name).title == title


@pytest.mark.parametrize(
    "data", [b"", b"Words", b"{}", b'{"a": 1}', b"{oh", b"\xff\xff\xff", b'{"entries": [3]}', b"PK\3"]
)
def test_a_file_of_no_known_kind_is_a_sentence(tmp_path, data):
    (tmp_path / "a").write_bytes(data)

    with pytest.raises(WrongUsage, match=r"Nothing was kept\.$"):
        list(imports.source_in(tmp_path / "a").read())


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(WrongUsage, match="cannot be read"):
        imports.source_in(tmp_path / "a")


def test_a_text_of_windows_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("2026-03-15\r\nउसने\r\n".encode("utf-16"))
    os.utime(tmp_path / "a.txt", (0, 0))

    assert texts(imports.source_in(tmp_path / "a.txt").read()) == ["उसने"]
