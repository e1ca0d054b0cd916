"""`reflect themes`: the page and its data, the evidence, deciding, trying, comparing, and reading again."""

import json
import stat
from datetime import date, timedelta

import pytest

from reflect import config
from reflect.cli.themes import dimension_word
from reflect.decks import read_lists
from reflect.errors import CouldNotKeep
from reflect.models import Answer, Kind

CASTE = "His caste was read from his surname; savarna talk about quota."
GUILTY = "I felt guilty and helpless all evening."


def data(reflect, options=""):
    ran = reflect(f"themes --json {options}")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def counted(found):
    return {each["id"]: each["entries"] for each in found["themes"] if each["entries"]}


@pytest.fixture
def three(wrote):
    """Keep a page on caste in March, a pick of language in June, and one of nothing in October."""
    wrote("free", {"page": CASTE}, date="2026-03-05")
    wrote("s2-power", {"moment": "x", "dims": ["language-accent"]}, date="2026-06-05")
    wrote("free", {"page": "Tea, then the bus."}, date="2026-10-05")


# The page


def test_the_data_has_the_promised_keys(reflect, three):
    found = data(reflect)

    assert {"since", "until", "entries", "themes", "quiet"} <= found.keys()
    assert (found["until"], found["entries"], len(found["themes"])) == ("2026-11-01", 3, 35)
    for theme in found["themes"]:
        assert {"id", "title", "entries", "confirmed", "trend", "periods", "evidence"} <= theme.keys()
        assert [each["period"] for each in theme["periods"]] == [f"2026-{month:02}" for month in range(3, 12)]
    assert counted(found) == {"caste": 1, "language-region-migration": 1}
    (caste,) = (each for each in found["themes"] if each["id"] == "caste")
    assert (caste["confirmed"], caste["trend"]) == (0, None)
    assert [(each["entries"], each["of"]) for each in caste["periods"]][:2] == [(1, 1), (0, 0)]
    assert {each["number"] for each in caste["evidence"]} == {1}
    assert all(each["quote"] in CASTE for each in caste["evidence"])


@pytest.mark.parametrize(
    ("options", "themes", "entries", "periods"),
    [
        ("--since 2026-06-01", {"language-region-migration": 1}, 2, ["2026-06", "2026-11"]),
        ("--until 2026-03-05", {"caste": 1}, 1, ["2026-03", "2026-03"]),
        ("--since 2026-03-06 --until 2026-06-04", {}, 0, []),
        (
            "--since 2026-03-05 --until 2026-06-05",
            {"caste": 1, "language-region-migration": 1},
            2,
            ["2026-03", "2026-06"],
        ),
        ("--by quarter", {"caste": 1, "language-region-migration": 1}, 3, ["2026-Q1", "2026-Q4"]),
        ("--by year --since 2025-01-01", {"caste": 1, "language-region-migration": 1}, 3, ["2025", "2026"]),
        ("--theme caste", {"caste": 1}, 3, ["2026-03", "2026-11"]),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_days_and_counted_by_period(reflect, three, options, themes, entries, periods):
    found = data(reflect, options)

    assert (counted(found), found["entries"]) == (themes, entries)
    there = [each["period"] for each in found["themes"][0]["periods"]]
    assert [*there[:1], *there[-1:]] == periods


def test_the_screen_says_counts_and_claims_nothing_of_so_little(reflect, three):
    out = reflect("themes").out

    assert out.startswith("3 reflections, March 2026 to November 2026.")
    assert "Themes\n  1 of 3  Language, place, papers\n          in June 2026\n" in out
    assert "not looked at by you yet\n  1 of 3  Caste in the room\n          in March 2026\n" in out
    assert "Too little was written lately to tell a change from chance" in out
    assert "Rising" not in out


def test_an_empty_journal_says_how_to_begin(reflect, made):
    assert reflect("themes").out.startswith("Nothing was written in this time that could be counted. Begin: ")
    assert data(reflect)["entries"] == 0


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("themes --by week", 2, "Known: month, quarter, year."),
        ("themes --since 2026-05-01 --until 2026-04-01", 2, "is after"),
        ("themes --theme csate", 3, "There is no theme “csate”. Did you mean caste (Caste in the room)?"),
        ("themes show xyz", 3, "There is no theme “xyz”. All of them: reflect themes list."),
        ("themes show advocacy", 2, "could be advocacy-person (Advocacy with or for a person) or advocacy-system"),
        ("themes review 99", 3, "There is no entry 99."),
        ("themes review --accept caste", 2, "Say of which entry"),
        ("themes review 1 --accept csate", 3, "There is no theme"),
        ("themes review 1 --accept caste --reject caste", 2, "named twice"),
        ("themes review 3 --accept caste", 2, "To add it: --add caste. Nothing was changed."),
        ("themes try nofile.txt", 2, "nofile.txt cannot be read"),
        ("themes --html no/such/folder.html", 1, "There is no folder no/such"),
        ("themes --json --html x.html", 2, "leave out --json"),
        ("themes --compare --html x.html", 2, "leave out --json and --compare"),
        ("themes --compare --since 0001-01-01", 2, "There is no time as long before"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(reflect, three, line, code, said):
    ran = reflect(line)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_without_a_journal_it_is_not_found(reflect):
    assert reflect("themes").code == 3


def test_a_rise_a_silence_and_what_goes_together_are_said(reflect, made, wrote):
    end = date(2026, 11, 1)
    for week in range(64, -1, -1):
        dims = ["class-money", "gender"] if week % 3 == 0 else ["religion"]
        dims += ["caste"] if week < 12 else []
        dims += ["disability-chronic"] if week > 25 else []
        day = (end - timedelta(days=7 * week)).isoformat()
        wrote("s2-power", {"moment": "x", "dims": dims}, date=day)

    found = data(reflect)
    out = reflect("themes").out

    trends = {each["id"]: each["trend"] for each in found["themes"] if each["trend"]}
    assert trends == {"caste": "new", "disability-neuro-body": "less"}
    assert [(each["id"], each["last"]) for each in found["quiet"]] == [("disability-neuro-body", "2026-05-03")]
    assert [each["themes"] for each in found["together"]][:1] == [["class-money", "gender-patriarchy"]]
    assert "Caste in the room: in 12 of the last 13 weeks you wrote in, in 0 of the 52 before" in out
    assert "Is there something to come back to, or is it at rest?" in out
    assert "Money, class and fees + Gender and patriarchy: in 22 of the same weeks" in out

    assert reflect("config set-aside disability-neuro-body").code == 0
    assert data(reflect)["quiet"] == []
    assert data(reflect, "--until 2025-12-01")["themes"][1]["trend"] is None


def test_new_words_are_asked_for(reflect, made, wrote):
    for at in range(40):
        wrote("free", {"page": f"The usual words of a day, {at}."}, date=f"2026-0{1 + at % 5}-1{at % 7}")
    for week in range(8):
        day = (date(2026, 11, 1) - timedelta(days=7 * week)).isoformat()
        wrote("free", {"page": "The ration office asked Sunita for a paper again."}, date=day)

    assert "New words lately" not in reflect("themes").out
    assert "ration, " in reflect("themes --words").out
    words = [each["word"] for each in data(reflect, "--words")["words"]]
    assert "ration" in words
    assert "sunita" not in words


def test_the_same_journal_and_day_give_the_same_page(reflect, three, set_clock, tmp_path):
    def pages():
        reflect(f"themes --until 2026-11-01 --html {tmp_path / 'a.html'} --yes")
        return reflect("themes --until 2026-11-01").out, (tmp_path / "a.html").read_bytes()

    before = pages()
    set_clock("2027-03-01T12:00:00+05:30")

    assert pages() == before


def test_what_is_long_ago_is_counted_though_it_is_not_drawn(reflect, made, wrote, opened_again):
    days = [
        "2019-02-28",
        "2019-03-01",
        "2022-10-31",
        "2024-06-15",
        "2024-11-01",
        "2026-10-31",
        "2026-11-01",
        "2027-01-01",
    ]
    for at, day in enumerate(days):
        wrote("s2-power", {"moment": "x", "dims": ["caste"] if at % 2 else ["gender", "caste"]}, date=day)

    def totals(tallies):
        return {touched: sum(months.values()) for touched, months in tallies.items() if sum(months.values())}

    with opened_again() as journal:
        for until in map(date.fromisoformat, ("2026-11-01", "2026-10-31", "2024-06-30", "2019-03-01", "2030-01-01")):
            for back in (100, 800, 3000):
                collapsed = journal.tallies(None, until, until - timedelta(days=back))
                assert totals(collapsed) == totals(journal.tallies(None, until))
    out = reflect("themes").out
    assert out.startswith("7 reflections, February 2019 to November 2026.")
    assert "7 of 7  Caste in the room\n          last in November 2026\n" in out


# The evidence


def test_the_evidence_is_dated_quoted_and_numbered(reflect, three):
    out = reflect("themes show caste").out

    assert out.startswith("Caste in the room\n")
    assert "\n1  5 Mar 2026, likely\n" in out
    assert "[" in out
    assert json.loads(reflect("themes show caste --json").out)["evidence"][0]["number"] == 1


def test_what_was_picked_is_evidence_too(reflect, three):
    out = reflect("themes show language").out

    assert "2  5 Jun 2026, from what you picked\n   " in out
    assert "? Language, fluency, accent, script\n" in out


def test_a_theme_without_evidence_and_its_patterns_can_be_read(reflect, three):
    assert "Nothing in this time. That may be the word list, not you." in reflect("themes show repair").out
    out = reflect("themes show repair --patterns").out
    assert out.startswith("strong\n")
    assert "apolog" in out


# Deciding


def shown(reflect, number):
    found = json.loads(reflect(f"show {number} --json").out)
    return found["themes"], [each["theme"] for each in found["suggested"]]


def test_an_entry_carries_its_themes(reflect, made, wrote):
    entry = wrote("free", {"page": CASTE})

    assert entry["themes"] == []
    assert {"theme": "caste", "tier": "likely"}.items() <= entry["suggested"][0].items()
    assert all(quote in CASTE for each in entry["suggested"] for quote in each["quotes"])
    assert wrote("s2-power", {"moment": "x", "dims": ["caste"]})["themes"] == ["caste"]
    assert [each["themes"] for each in json.loads(reflect("list --json").out)] == [["caste"], []]


def test_accepting_rejecting_adding_and_undoing(reflect, three):
    assert reflect("themes review 1 --accept caste --add repair").code == 0
    assert shown(reflect, 1)[0] == ["caste", "repair"]
    assert counted(data(reflect)) == {"caste": 1, "repair": 1, "language-region-migration": 1}

    assert reflect("themes review 1 --reject caste").code == 0
    assert shown(reflect, 1) == (["repair"], [])
    assert "caste" not in counted(data(reflect))

    assert reflect("themes review 1 --undo caste --undo repair").code == 0
    assert shown(reflect, 1) == ([], ["caste"])
    assert data(reflect)["themes"][1]["entries"] == 1


def test_even_what_a_pick_declares_can_be_rejected(reflect, three):
    assert reflect("themes review 2 --reject language-region-migration").code == 0

    assert shown(reflect, 2) == ([], [])
    assert reflect("themes review 2 --undo language-region-migration").code == 0
    assert shown(reflect, 2)[0] == ["language-region-migration"]


def test_rejecting_teaches_and_undoing_forgets(reflect, made, wrote):
    def tiers(text):
        return {each["theme"]: each["tier"] for each in wrote("free", {"page": text})["suggested"]}

    assert tiers("Caste.") == {"caste": "possible"}
    for number in (2, 3):
        wrote("free", {"page": "Caste."})
        reflect(f"themes review {number} --reject caste")
    assert tiers("Caste.") == {}
    assert tiers(CASTE)["caste"] == "likely"  # other words still say so
    assert "0 yes, 2 no: " in reflect("themes show caste").out

    for number in (2, 3):
        reflect(f"themes review {number} --undo caste")
    assert tiers("Caste.") == {"caste": "possible"}
    assert "2 no" not in reflect("themes show caste").out


@pytest.mark.parametrize("options", ["--accept caste", "--reject caste", "--add caste"])
def test_undone_everything_is_as_it_was(reflect, three, options):
    lines = ("themes --json", "show 1 --json", "themes review --json", "themes show caste --all")
    before = [reflect(line).out for line in lines]

    reflect(f"themes review 1 {options}")
    assert [reflect(line).out for line in lines] != before
    reflect("themes review 1 --undo caste")

    assert [reflect(line).out for line in lines] == before


def test_what_waits_is_listed(reflect, three):
    assert [each["number"] for each in json.loads(reflect("themes review --json").out)] == [1]
    assert "Likely: Caste in the room (caste)" in reflect("themes review").out
    reflect("themes review 1 --reject caste")
    assert reflect("themes review").out.startswith("Nothing waits.")


def test_a_draft_is_not_decided_on(reflect, opened, entry):
    kept = opened.keep(entry)

    assert reflect(f"themes review {kept.number} --add caste").err.startswith(f"Entry {kept.number} is a draft")


def test_editing_and_deleting_go_along(reflect, three):
    answers = json.dumps({"answers": {"page": GUILTY}})
    assert reflect("edit 1 --answers -", answers).code == 0
    assert counted(data(reflect)).keys() == {"feeling-load", "language-region-migration"}

    assert reflect("delete 1 --yes").code == 0
    assert counted(data(reflect)).keys() == {"language-region-migration"}
    assert data(reflect)["entries"] == 2


def test_what_was_decided_comes_along_in_the_copy_for_oneself(reflect, three, tmp_path, monkeypatch):
    reflect("themes review 1 --accept caste --add repair")
    before = [json.loads(reflect(f"show {number} --json").out) for number in (1, 2, 3)]
    reflect(f"export --all --format json --output {tmp_path / 'all.json'} --yes")
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "other"))
    reflect("init --no-passphrase")

    assert reflect(f"import {tmp_path / 'all.json'} --yes").code == 0
    assert [json.loads(reflect(f"show {number} --json").out) for number in (1, 2, 3)] == before
    assert counted(data(reflect))["repair"] == 1


def test_a_list_can_be_of_one_theme(reflect, three):
    assert [each["number"] for each in json.loads(reflect("list --theme caste --json").out)] == [1]
    assert reflect("list --theme csate").code == 3


# The line when something is kept


def test_a_quiet_line_says_what_was_touched_on(reflect, made):
    likely = reflect("write free --answers -", json.dumps({"answers": {"page": CASTE}})).out
    nothing = reflect("write free --answers -", json.dumps({"answers": {"page": "Tea."}})).out

    assert likely.endswith("Some of your words may point to: caste. Yes, no or later: reflect themes review 1\n")
    assert "point to" not in nothing


# Trying


def test_any_text_can_be_tried_without_a_journal(reflect, tmp_path):
    out = reflect("themes try", CASTE).out

    assert out.startswith("Caste in the room (caste), likely\n")
    assert "[" in out
    assert reflect("themes try -", "Tea.").out.startswith("Nothing found.")
    file = tmp_path / "note.txt"
    file.write_text(CASTE, encoding="utf-8")
    assert reflect(f"themes try {file}").out == out
    assert json.loads(reflect("themes try --json", CASTE).out)[0]["theme"] == "caste"


def test_every_line_is_answered_with_a_line(reflect):
    ran = reflect("themes try --lines", f"{CASTE}\n\nTea.\r\n{GUILTY}")

    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [[each["theme"] for each in answer][:1] for answer in answers] == [["caste"], [], [], ["feeling-load"]]
    assert answers[0][0].keys() == {"theme", "tier", "quotes"}


@pytest.mark.parametrize(("sent", "lines"), [("", 0), ("\n", 1), ("a\n", 1), ("a\n\n", 2), ("\n\n\n", 3)])
def test_as_many_lines_come_out_as_went_in(reflect, sent, lines):
    assert reflect("themes try --lines", sent).out == "[]\n" * lines


def test_what_is_not_text_is_refused(reflect):
    assert "is not UTF-8 text" in reflect("themes try", b"\xff\xfe").err


# The person's own codebook


def test_an_own_pattern_is_tried_and_found_in_what_was_written_before(reflect, made, wrote, home):
    wrote("free", {"page": "Moorvi lane again, and a green door."})
    own = '[[themes]]\nid = "caste"\nstrong = "moorvi lane"\nfair = "green door"'
    (home / "themes.toml").write_text(own, encoding="utf-8")

    tried = reflect("themes try", "In Moorvi lane")
    assert tried.out.startswith("Caste in the room (caste), possible")
    assert tried.err == "With your own themes.toml: 2 patterns of yours beside those shipped.\n"
    assert f"own themes: {home / 'themes.toml'}\n" in reflect("where").out
    assert counted(data(reflect)) == {"caste": 1}
    (home / "themes.toml").unlink()
    assert counted(data(reflect)) == {}


def test_a_broken_own_file_is_named_and_stops_nothing(reflect, three, home):
    (home / "themes.toml").write_text('[[themes]]\nid = "caste"\nfair = "(a"', encoding="utf-8")

    for line in ("themes", "themes try"):
        ran = reflect(line, CASTE)
        assert ran.code == 0
        assert "themes.toml, line 3" in ran.err
        assert "Caste in the room" in ran.out


def test_a_journal_from_before_is_read_when_themes_are_looked_at(reflect, three, opened_again):
    with opened_again() as journal:
        journal._connection.execute("DELETE FROM touch")
        journal._connection.execute("DELETE FROM evidence")
        journal._connection.execute("DELETE FROM setting WHERE name = 'codebook'")

    assert counted(data(reflect)) == {"caste": 1, "language-region-migration": 1}


def test_a_file_that_is_mended_is_taken_in_and_one_that_breaks_is_taken_out(reflect, made, wrote, home):
    wrote("free", {"page": "The zorblax stood there all day."})
    good = '[[themes]]\nid = "silence"\nstrong = "zorblax"\n'
    broken = f'{good}\n[[themes]]\nid = "nope"\nstrong = "frob"\n'

    for text, found in ((broken, []), (good, ["silence"]), (broken, []), (good, ["silence"]), ("themes = 5", [])):
        (home / "themes.toml").write_text(text, encoding="utf-8")
        assert reflect("themes").code == 0
        assert shown(reflect, 1)[1] == found
    (home / "themes.toml").unlink()
    assert reflect("themes").code == 0


def test_something_is_kept_whatever_lies_in_place_of_the_own_file(reflect, made, wrote, home):
    (home / "themes.toml").mkdir()

    assert wrote("free", {"page": CASTE})["suggested"][0]["theme"] == "caste"
    assert "cannot be read" in reflect("themes").err


def test_a_window_that_was_open_reads_by_what_lies_there_now(reflect, made, opened_again, home, entry):
    with opened_again() as window:
        draft = window.keep(entry)
        (home / "themes.toml").write_text('[[themes]]\nid = "silence"\nstrong = "zorblax"\n', encoding="utf-8")
        reflect("themes")
        answer = Answer(key="moment", question="Q", kind=Kind.TEXT, value="The zorblax stood there.")
        window.keep(draft.with_answer(answer).ended())

    assert shown(reflect, 1)[1] == ["silence"]


def test_dimensions_are_said_in_the_words_of_their_list():
    word = dimension_word()

    for option in read_lists(config.shipped())["dimensions"]:
        assert word(option.id) == (option.word or option.id)


# Two periods


def test_two_periods_stand_side_by_side_own_words_first(reflect, made, wrote):
    for day, words in (("2026-05-01", "A chair of her own."), ("2026-10-01", "The list on the wall, changed.")):
        wrote("s1-lens", {"moment": CASTE, "justice": words}, date=day)
    wrote("s2-power", {"moment": "x", "dims": ["gender"]}, date="2026-10-02")

    out = reflect("themes --compare --since 2026-07-01").out
    found = json.loads(reflect("themes --compare --since 2026-07-01 --json").out)

    assert (
        out.index("A chair of her own.") < out.index("The list on the wall, changed.") < out.index("Caste in the room")
    )
    assert "Before:" in out
    assert "Differences as small as these can be chance." in out
    assert (found["then"]["entries"], found["now"]["entries"]) == (1, 2)
    assert (found["then"]["since"], found["then"]["until"]) == ("2026-02-27", "2026-06-30")


def test_of_two_empty_periods_there_is_a_sentence(reflect, made):
    assert "There is nothing in either" in reflect("themes --compare").out


# A page


def test_the_page_is_for_oneself_and_without_locked_answers(reflect, made, wrote, tmp_path):
    wrote("s3-advocacy", {"moment": GUILTY, "stuck-name": CASTE}, date="2026-10-05")
    file = tmp_path / "themes.html"

    ran = reflect(f"themes --html {file}")

    page = file.read_text(encoding="utf-8")
    assert ran.code == 0
    assert "This page is for yourself." in ran.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Themes, period by period" in page
    assert "savarna" not in page
    assert "savarna" in reflect("themes show caste").out
    assert reflect(f"themes --html {file} --no-input").code == 1


def test_new_words_of_locked_answers_are_on_the_screen_and_on_no_page(reflect, made, wrote, tmp_path):
    for at in range(40):
        wrote("free", {"page": f"The usual words of a day, {at}."}, date=f"2026-0{1 + at % 5}-1{at % 7}")
    for week in range(8):
        day = (date(2026, 11, 1) - timedelta(days=7 * week)).isoformat()
        wrote("s3-advocacy", {"moment": "The usual words.", "stuck-name": "quite a secretword"}, date=day)
    file = tmp_path / "themes.html"

    assert "secretword" in reflect("themes --words").out
    assert reflect(f"themes --words --html {file}").code == 0
    assert "secretword" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        "--since 0001-01-01",
        "--since 0999-01-01",
        "--until 0001-02-01",
        "--until 9999-12-31",
        "--words --until 0001-01-05",
    ],
)
def test_days_at_either_end_of_time_can_be_asked_for(reflect, three, options):
    assert data(reflect, options)["entries"] in (0, 3)


def test_what_is_decided_at_once_is_kept_at_once_or_not(reflect, three, monkeypatch):
    def fails(*_):
        raise CouldNotKeep("The disk is full.")

    monkeypatch.setattr("reflect.journal.tables._touch", fails)
    assert reflect("themes review 1 --accept caste --add repair --add naming").code == 1
    assert json.loads(reflect("show 1 --json").out)["decisions"] == []


def test_nothing_is_decided_of_a_made_up_scene(reflect, made, wrote):
    wrote("scenario", {"card": "x"})

    assert "about a made-up scene" in reflect("themes review 1 --add silence").err


def test_what_was_decided_of_a_theme_that_is_gone_can_be_undone(reflect, three, home):
    new = 'title = "T"\nword = "t"\nkind = "location"\ndefinition = "D"\ncount_when = "C"\nnot_when = "N"\n'
    (home / "themes.toml").write_text(f'[[themes]]\nid = "mine"\n{new}', encoding="utf-8")
    assert reflect("themes review 1 --add mine").code == 0
    (home / "themes.toml").unlink()

    assert reflect("themes review 1 --undo mine").code == 0
    assert shown(reflect, 1)[0] == []


def test_a_page_can_be_without_sentences(reflect, three, tmp_path):
    with_, without = tmp_path / "with.html", tmp_path / "without.html"
    assert "It holds sentences" not in reflect(f"themes --html {without} --no-quotes").out
    reflect(f"themes --html {with_}")

    assert "savarna" in with_.read_text(encoding="utf-8")
    assert "It holds sentences from your entries." in with_.read_text(encoding="utf-8")
    assert "savarna" not in without.read_text(encoding="utf-8")


def test_of_nothing_no_page_is_written(reflect, made, tmp_path):
    ran = reflect(f"themes --html {tmp_path / 'themes.html'}")

    assert ran.code == 1
    assert not (tmp_path / "themes.html").exists()


# In person


@pytest.fixture
def somebody(monkeypatch):
    monkeypatch.setattr("reflect.cli.themes.in_terminal", lambda: True)


def test_suggestions_are_gone_through_by_number(reflect, three, somebody):
    ran = reflect("themes review", stdin="1\n")

    assert "1 of 1. Entry 1, 5 Mar 2026, " in ran.out
    assert "Caste in the room, likely:" in ran.out
    assert "[savarna]" in ran.out
    assert "Caste in the room: yes." in ran.out
    assert ran.out.rstrip().endswith("Nothing else waits.")
    assert shown(reflect, 1) == (["caste"], [])


@pytest.mark.parametrize(
    ("keys", "themes", "suggested"),
    [
        ("2\n4\n", [], []),  # no; done
        ("3\n3\n", [], ["caste"]),  # leave it open; done
        ("4\n6\n", [], ["caste"]),  # read it; enough for now
        ("2\n3\n1\n4\n", ["caste"], []),  # no; undo; yes; done
        ("q\n", [], ["caste"]),
        ("", [], ["caste"]),
    ],
)
def test_each_can_be_accepted_rejected_left_open_and_undone(reflect, three, somebody, keys, themes, suggested):
    assert reflect("themes review 1", stdin=keys).code == 0

    assert shown(reflect, 1) == (themes, suggested)


def test_a_theme_no_words_point_to_is_added(reflect, three, somebody):
    ran = reflect("themes review 3", stdin="2\nRepair\n\n4\n")

    assert "No words point to anything more." in ran.out
    assert shown(reflect, 3)[0] == ["repair"]


def test_quiet_themes_are_waiting_at_the_start(reflect, made, wrote):
    end = date(2026, 11, 1)
    for week in range(64, -1, -1):
        dims = ["caste"] if week > 25 and week % 3 else ["religion"]
        wrote("s2-power", {"moment": "x", "dims": dims}, date=(end - timedelta(days=7 * week)).isoformat())

    assert "Not in the last 26 weeks you wrote in: Caste in the room. At rest, or worth a look?" in reflect("").out
    assert [each["id"] for each in json.loads(reflect("--json").out)["quiet"]] == ["caste"]


def test_doctor_looks_at_the_own_codebook_and_at_the_counts(reflect, three, home, opened_again):
    (home / "themes.toml").write_text('[[themes]]\nid = "caste"\nfair = "(a"', encoding="utf-8")
    assert "Your additions to the themes cannot be read." in reflect("doctor").out
    (home / "themes.toml").write_text('[[themes]]\nid = "caste"\nfair = "a lane"', encoding="utf-8")
    assert "Your additions to the themes can be read" in reflect("doctor").out

    with opened_again() as journal:
        journal._connection.execute("UPDATE tally SET entries = 9 WHERE unit = 'day'")
    assert "the counts of themes do not fit the entries" in reflect("doctor").out
