"""`reflect power` and `reflect location`: what many entries show, as text, as data and as a page for oneself."""

import json
import stat

import pytest

APART = {"me": "closer", "them": "further", "basis": "inferred"}
ONLY_CASTE = {"moment": "x", "dims": ["caste"], "place": {"caste": APART}}


def seen(reflect, options=""):
    ran = reflect(f"power --json {options}")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def visited(found):
    return {each["id"]: each["entries"] for each in found["visits"]}


@pytest.fixture
def two(wrote):
    """Keep an entry on caste in March, and one on gender in a thread in October; give the label of the thread."""
    wrote("s2-power", ONLY_CASTE, date="2026-03-05")
    gender = {"moment": "y", "dims": ["gender"], "place": {"gender": {"me": "further", "them": "closer"}}}
    return wrote("s2-power", gender, "--thread new", date="2026-10-05")["thread"]


def located(wrote, setting, date="2026-10-05", **places):
    answers = {"dims": [*places], "setting": setting, "here": {each: {"me": at} for each, at in places.items()}}
    return wrote("own-location", {**answers, "own-words": "in my own words", "family": "A STORY"}, date=date)


# Power


def test_the_data_has_these_keys_and_no_others(reflect, two):
    found = seen(reflect)

    assert found.keys() == {
        *("entries", "since", "until", "visits", "never", "pairings", "basis", "inferences"),
        *("showings", "modes", "stages", "structures", "advocacy"),
    }
    assert (found["entries"], found["since"][:10], found["until"][:10]) == (2, "2026-03-05", "2026-10-05")
    assert visited(found) == {"caste": 1, "gender": 1}
    assert found["pairings"]["i-closer"] == {"caste": 1}
    assert found["pairings"]["they-closer"] == {"gender": 1}
    assert [each["number"] for each in found["inferences"]] == [1]


def test_the_screen_says_it_in_words(reflect, two):
    out = reflect("power").out

    assert out.startswith("2 entries, March 2026 to October 2026.\n")
    assert "You stood closer to power, they stood further" in out
    assert "5 Mar 2026, caste (reflect show 1)" in out


@pytest.mark.parametrize(
    ("options", "dimensions"),
    [
        ("", {"caste": 1, "gender": 1}),
        ("--dimension caste", {"caste": 1}),
        ("--dimension religion", {}),
        ("--thread {thread}", {"gender": 1}),
        ("--since 2026-03-06", {"gender": 1}),
        ("--until 2026-03-05", {"caste": 1}),
        ("--since 2026-03-05 --until 2026-10-05", {"caste": 1, "gender": 1}),
        ("--since 2026-04-01 --until 2026-05-01", {}),
        ("--thread {thread} --dimension caste", {}),
    ],
)
def test_it_is_narrowed_by_dimension_thread_and_days(reflect, two, options, dimensions):
    assert visited(seen(reflect, options.format(thread=two))) == dimensions


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("power --dimension cast", "caste, tribe-indigenous"),
        ("power --dimension Caste", "caste, tribe-indigenous"),
        ("location --setting war", "clinic, ward"),
    ],
)
def test_an_id_that_is_not_known_names_those_that_are(reflect, two, line, known):
    ran = reflect(line)

    assert (ran.code, ran.out) == (2, "")
    assert known in ran.err


@pytest.mark.parametrize(
    ("deck", "options", "answers"),
    [
        ("scenario", "", {"card": "x", "dims": ["religion"], "place": {"religion": {"me": "closer"}}}),
        ("scenario", "", {"dims": ["religion"]}),
        ("s2-power", "--scenario", {"card": "x", "dims": ["religion"], "place": {"religion": APART}}),
        ("s1-lens", "--scenario", {"card": "x", "structures": ["patriarchy"], "levels": ["home"]}),
    ],
)
def test_made_up_scenes_are_left_out(reflect, two, wrote, deck, options, answers):
    before = seen(reflect)

    wrote(deck, answers, options)

    assert seen(reflect) == before


def test_a_draft_is_left_out_until_it_is_finished(reflect, two):
    before = seen(reflect)
    reflect("write s2-power --minutes 2", stdin="A moment.\n.\nreligion\n1\n2\n2\np\n")
    assert json.loads(reflect("list --drafts --json").out)[0]["number"] == 3

    assert seen(reflect) == before
    reflect("write s2-power", stdin="y\nq\n1\n\n")
    assert visited(seen(reflect)) == {**visited(before), "religion": 1}


def test_the_writers_own_location_is_not_in_it(reflect, two, wrote):
    before = seen(reflect)

    located(wrote, "ward", religion="closer")

    assert seen(reflect) == before


def test_what_is_deleted_is_no_longer_in_it(reflect, two):
    reflect("delete 1 --yes")

    assert visited(seen(reflect)) == {"gender": 1}


# Nothing yet


@pytest.mark.parametrize("line", ["power", "power --dimension caste", "location", "location --setting ward"])
def test_of_an_empty_journal_there_is_a_sentence(reflect, made, line):
    ran = reflect(line)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing ")
    assert ran.out.count("\n") == 1


def test_of_an_empty_journal_the_data_is_empty(reflect, made):
    assert seen(reflect)["entries"] == 0
    assert json.loads(reflect("location --json").out) == []


@pytest.mark.parametrize("line", ["power", "location", "power --json", "location --html x.html"])
def test_without_a_journal_it_is_not_found(reflect, line):
    assert (reflect(line).code, reflect(line).out) == (3, "")


# Location


def test_location_is_data_of_standings(reflect, wrote):
    located(wrote, "college", "2026-03-05", caste="further")
    located(wrote, "ward", caste="closer")

    found = json.loads(reflect("location --json").out)

    assert [each.keys() for each in found] == [
        {"dimension", "setting", "stand", "before", "words", "moved", "asked", "number", "written"},
    ] * 2
    assert [(each["setting"], each["stand"], each["words"]) for each in found] == [
        ("college", "further", "in my own words"),
        ("ward", "closer", "in my own words"),
    ]
    assert [each["setting"] for each in json.loads(reflect("location --json --setting ward").out)] == ["ward"]


def test_location_says_then_and_now_and_tells_no_story(reflect, wrote):
    located(wrote, "ward", "2026-03-05", caste="further")
    located(wrote, "ward", caste="closer")

    out = reflect("location").out

    assert "March 2026: further from power. “in my own words”" in out
    assert "October 2026: closer to power." in out
    assert "STORY" not in out + reflect("location --json").out
    assert reflect("location --setting college").out == ("Nothing on this kind of place yet. Written so far: A ward.\n")


def test_where_there_is_a_screen_to_draw_on_a_strip_repeats_the_words(reflect, wrote, monkeypatch):
    from reflect.cli import looking

    located(wrote, "ward", "2026-03-05", caste="further")
    located(wrote, "ward", caste="closer")
    plain = reflect("location").out
    monkeypatch.setattr(looking, "is_plain", lambda: False)

    drawn = reflect("location").out

    assert "further o-------------------#" in drawn
    assert "further o" not in plain
    assert looking.STRIP in drawn
    assert looking.STRIP not in plain
    assert {*plain.split("\n")} - {""} <= {*drawn.split("\n")}


def test_an_unfinished_look_at_oneself_is_left_out(reflect, made):
    reflect("write own-location --minutes 10", stdin="1\ncaste\nward\n1\np\n")

    assert json.loads(reflect("list --drafts --json").out) != []
    assert json.loads(reflect("location --json").out) == []


# As a page


@pytest.fixture
def page(two, wrote, tmp_path):
    """Give a file for a page, with something to put on it."""
    located(wrote, "ward", caste="further")
    return tmp_path / "page.html"


COMMANDS = pytest.mark.parametrize("command", ["power", "location"])


@COMMANDS
def test_a_page_is_written_for_its_owner_alone(reflect, page, command):
    ran = reflect(f"{command} --html {page}")

    assert (ran.code, ran.out) == (0, "")
    assert "readable by you alone" in ran.err
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "It is not encrypted" in page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@COMMANDS
@pytest.mark.parametrize(
    ("options", "stdin", "replaced"),
    [
        ("", "", False),
        ("", "\n", False),
        ("", "n\n", False),
        ("--no-input", "y\n", False),
        ("", "y\n", True),
        ("--yes", "", True),
        ("--no-input --yes", "", True),
    ],
)
def test_a_file_is_replaced_only_after_a_yes(reflect, page, command, options, stdin, replaced):
    page.write_text("what was there")
    page.chmod(0o644)

    ran = reflect(f"{command} --html {page} {options}", stdin=stdin)

    assert ran.code == (0 if replaced else 1)
    assert (page.read_text(encoding="utf-8") != "what was there") is replaced
    assert stat.S_IMODE(page.stat().st_mode) == (0o600 if replaced else 0o644)


@COMMANDS
@pytest.mark.parametrize("where", ["nowhere/page.html", ""])
def test_a_page_that_cannot_be_written_is_a_sentence(reflect, page, command, where):
    ran = reflect(f"{command} --html {page.parent / where} --yes")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert [each.name for each in page.parent.iterdir() if each.suffix == ".html"] == []


def test_a_page_shows_what_the_screen_shows(reflect, page):
    reflect(f"power --html {page} --dimension gender")

    text = page.read_text(encoding="utf-8")
    assert "1 entry, October 2026, on gender." in text
    assert "March" not in text


def test_a_page_of_where_one_stands_needs_something_to_stand_on_it(reflect, made, tmp_path):
    ran = reflect(f"location --html {tmp_path / 'page.html'}")

    assert ran.code == 1
    assert "No page was written." in ran.err
    assert not (tmp_path / "page.html").exists()


def test_the_page_lies_beside_nothing_that_was_left_over(reflect, page):
    before = {each.name for each in page.parent.iterdir()}

    reflect(f"power --html {page}")

    assert {each.name for each in page.parent.iterdir()} - before == {"page.html"}


# Set aside


def test_dimensions_are_set_aside_and_taken_up_again(reflect, made):
    assert json.loads(reflect("config set-aside --json").out) == {"set-aside": []}

    reflect('config set-aside "skin-colour age-generation"')
    assert json.loads(reflect("config --json").out)["set-aside"] == ["skin-colour", "age-generation"]
    assert reflect("config set-aside").out == "set-aside: skin-colour age-generation\n"

    reflect("config set-aside none")
    assert json.loads(reflect("config --json").out)["set-aside"] == []


@pytest.mark.parametrize("value", ["skin", "'caste skin'", "'none caste'"])
def test_an_unknown_dimension_cannot_be_set_aside(reflect, made, value):
    reflect("config set-aside caste")

    ran = reflect(f"config set-aside {value}")

    assert (ran.code, ran.out) == (2, "")
    assert "Known: caste," in ran.err
    assert json.loads(reflect("config set-aside --json").out) == {"set-aside": ["caste"]}


def test_what_is_set_aside_is_not_offered_where_one_looks_at_oneself(reflect, made):
    label = "Caste, jati, biradari"
    assert label in reflect("write own-location --minutes 10", stdin="1\n").out
    reflect("write own-location", stdin="y\nq\n2\ny\n")
    reflect("config set-aside caste")

    ran = reflect("write own-location --minutes 10", stdin="1\nskin\n")

    assert "Skin colour" in ran.out
    assert label not in ran.out
    (number,) = [each["number"] for each in json.loads(reflect("list --drafts --json").out)]
    draft = json.loads(reflect(f"show {number} --json").out)
    assert {each["key"]: each["value"] for each in draft["answers"]}["dims"] == ["skin-colour"]


def test_what_is_set_aside_stays_so_when_a_draft_is_gone_on_with(reflect, made):
    reflect("config set-aside caste")
    reflect("write own-location --minutes 10", stdin="1\n")

    assert "Caste, jati, biradari" not in reflect("write own-location", stdin="y\n").out


def test_what_is_set_aside_is_not_said_to_be_never_visited(reflect, wrote):
    for _ in range(4):
        wrote("s2-power", ONLY_CASTE)
    assert "Skin colour" in reflect("power").out
    reflect("config set-aside skin-colour")

    assert "Skin colour" not in reflect("power").out
    assert "skin-colour" not in [each["id"] for each in seen(reflect)["never"]]


def test_what_is_set_aside_and_visited_all_the_same_is_shown(reflect, wrote):
    wrote("s2-power", ONLY_CASTE)
    reflect("config set-aside caste")

    assert visited(seen(reflect)) == {"caste": 1}
