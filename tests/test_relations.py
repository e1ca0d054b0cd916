"""Store the relation, not the value: nothing here asks who another person is, or has a place to keep it."""

import json
import re
from dataclasses import fields

import pytest

from reflect import config, decks, imports, kinds, lint
from reflect.errors import WrongUsage
from reflect.models import Answer, Entry, Kind, Position, Quadrant

SHELF = decks.library().decks
LISTS = decks.read_lists(config.shipped())
NAMED_DIMENSIONS = ("dimensions", "structures")
"""The lists that name what people can stand on; what anybody is on one of them is nowhere."""

# The tables

COLUMNS = {
    "setting": {"name", "value"},
    "entry": {
        *("number", "id", "deck", "minutes", "written", "offset", "day", "finished"),
        *("opening", "words", "skipped", "begun", "rereads", "thread"),
    },
    "answer": {
        *("number", "entry", "key", "place", "question", "kind"),
        *("words", "picked", "share", "about", "locked"),
    },
    "version": {"number", "answer", "words", "picked", "replaced"},
    "asked": {"deck", "step", "wording", "last"},
    "commitment": {"number", "entry", "feedback", "key", "scale", "text", "owner", "share", "by"},
    "feedback": {"number", "id", "giver", "at", "offset", "heard", "seen", "question", "differs", "page"},
    "handover": {
        *("id", "at", "offset", "to", "form", "sections", "items", "opened"),
        *("checksum", "changed", "kept", "reason", "seen"),
    },
    "news": {"number", "commitment", "status", "text", "at", "offset", "entry"},
    "deleted": {"id"},
    "decision": {"entry", "theme", "verdict", "at", "offset"},
    "evidence": {"number", "entry", "theme", "key", "quote", "start", "end", "pattern"},
    "touch": {"entry", "what", "id", "standing", "day"},
    "tally": {"unit", "span", "what", "id", "standing", "entries"},
    "found": {"words"},
    "found_config": {"k", "v"},
    "found_data": {"id", "block"},
    "found_docsize": {"id", "sz"},
    "found_idx": {"segid", "term", "pgno"},
}


def test_the_journal_has_these_columns_and_no_others(opened):
    run = opened._connection.execute
    tables = [
        name
        for (name,) in run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")
    ]

    there = {table: {row[1] for row in run(f'PRAGMA table_info("{table}")')} for table in tables}

    assert there == COLUMNS


def test_an_entry_and_an_answer_have_these_fields_and_no_others():
    assert {field.name for field in fields(Entry)} == {
        *("number", "id", "deck", "minutes", "written", "finished", "answers", "themes", "suggested"),
        *("decisions", "commitments", "thread", "later", "rereads", "skipped", "begun"),
    }
    assert {field.name for field in fields(Answer)} == {
        *("key", "question", "kind", "value", "share", "about", "locked"),
    }


# A position

PARTS = {
    "me": {"closer", "further", "depends", "not-sure"},
    "them": {"closer", "further", "depends", "not-sure"},
    "basis": {"told-me", "inferred", "dont-know"},
    "seen": {True, False},
    "spoken": {True, False},
    "weight": {"background", "in-the-room", "in-charge"},
}
STEP = next(step for step in decks.find("s2-power").steps if step.kind is Kind.POSITIONS)
SOMEBODY = [
    "dalit",
    "brahmin",
    "Muslim",
    "hindu",
    "Meera",
    "34",
    "woman",
    "depression",
    "Rampur",
    "",
    "closer to me",
    34,
]


def test_a_position_has_these_parts_and_no_others():
    assert {field.name for field in fields(Position) if field.init} == PARTS.keys()
    assert {field.name for field in fields(Position) if not field.init} == {"quadrant"}
    assert {*Quadrant} == {"i-closer", "both-closer", "they-closer", "both-further", "unplaced"}


@pytest.mark.parametrize(("part", "word"), [(part, word) for part, words in PARTS.items() for word in words])
def test_each_part_takes_its_relations(part, word):
    place = {"caste": {part: word}}

    assert kinds.read(STEP, place) == {"caste": Position(**{part: word})}
    assert kinds.fits(Kind.POSITIONS, place)


@pytest.mark.parametrize("word", SOMEBODY)
@pytest.mark.parametrize("part", PARTS)
def test_no_part_takes_what_somebody_is(part, word):
    place = {"caste": {part: word}}

    assert not kinds.fits(Kind.POSITIONS, place)
    with pytest.raises(WrongUsage):
        kinds.read(STEP, place)


@pytest.mark.parametrize("part", ["name", "age", "caste", "value", "what", "label", "note", "identity"])
def test_a_position_has_no_place_for_another_part(part):
    with pytest.raises(WrongUsage):
        kinds.read(STEP, {"caste": {part: "x"}})
    assert not kinds.fits(Kind.POSITIONS, {"caste": {part: "x"}})
    with pytest.raises(TypeError):
        Position(**{part: "x"})


@pytest.mark.parametrize("step", [s for d in SHELF for s in d.steps if s.kind is Kind.POSITIONS], ids=lambda s: s.key)
def test_a_deck_can_ask_of_a_position_only_its_parts(step):
    assert step.parts.keys() <= PARTS.keys()
    for part, options in step.parts.items():
        said = {"yes": True, "no": False}
        assert {said.get(option.id, option.id) for option in options} == PARTS[part]


def test_what_somebody_is_does_not_come_in_from_a_copy_either(reflect, wrote, tmp_path):
    wrote("s2-power", {"dims": ["caste"], "place": {"caste": {"them": "closer"}}})
    entry = json.loads(reflect("export --all --format json").out)[0]
    place = next(each for each in entry["answers"] if each["key"] == "place")
    for changed in ({"them": "dalit"}, {"them": "closer", "name": "Meera"}):
        place["value"] = {"caste": changed}
        (refused,) = imports.own([json.dumps(entry).encode()])
        assert isinstance(refused, imports.Refused)


# What can be picked


WHO = (
    r"name|surname|initials|age|years old|birth|address|phone number|diagnos\w*|icd|dsm|"
    r"dalit|brahmin|savarna|kshatriya|vaishya|shudra|obc|general category|scheduled|"
    r"hindu|muslim|christian|sikh|buddhist|jain|parsi|atheist|"
    r"depress\w*|schizo\w*|bipolar|psycho(sis|tic)|borderline|autis\w*|adhd|anxi\w*|addict\w*|"
    r"woman|women|man|men|girl|boy|male|female|lesbian|gay|bisexual|straight|"
    r"delhi|mumbai|dhaka|lahore|kathmandu|colombo|hospital|rupees|income"
)
SAYS_WHO = re.compile(rf"\b({WHO})\b", re.IGNORECASE)


def picks():
    """Give every option that can be picked but the names of dimensions and structures, with where it stands."""
    for name, options in LISTS.items():
        if name not in NAMED_DIMENSIONS:
            yield from ((f"list {name}", option) for option in options)
    for deck in SHELF:
        for step in deck.steps:
            if not step.lists:
                yield from ((f"{deck.id}.{step.key}", option) for option in step.options)
            yield from ((f"{deck.id}.{step.key}", row) for row in step.rows)


def test_nothing_that_can_be_picked_says_who_somebody_is():
    found = [
        (where, option.id)
        for where, option in picks()
        if SAYS_WHO.search(option.id.replace("-", " ")) or SAYS_WHO.search(option.label)
    ]

    assert found == [("s2-power.role-power", "name")]  # who may say what was going on


def test_what_that_row_is_called_says_what_it_means():
    (label,) = [option.label for where, option in picks() if (where, option.id) == ("s2-power.role-power", "name")]

    assert not SAYS_WHO.search(label)


@pytest.mark.parametrize(
    "label", ["Woman", "A Dalit student", "Hindu", "depression", "Their age", "34 years old", "Low income", "Name"]
)
def test_an_option_that_says_who_somebody_is_would_be_found(label):
    assert SAYS_WHO.search(label)


def test_dimensions_and_structures_are_named_and_never_the_answer_of_who_somebody_is():
    for deck in SHELF:
        for step in deck.steps:
            if {*step.lists} & {*NAMED_DIMENSIONS}:
                assert step.kind in (Kind.CHOICES, Kind.POSITIONS), (deck.id, step.key)


@pytest.mark.parametrize("name", NAMED_DIMENSIONS)
def test_a_dimension_names_a_whole_range_and_not_one_end_of_it(name):
    alone = re.compile(
        r"^(dalit|brahmin|savarna|hindu|muslim|christian|sikh|woman|man|poor|rich|old|young|black|white)$",
        re.IGNORECASE,
    )

    assert [option.id for option in LISTS[name] if alone.match(option.label) or alone.match(option.id)] == []


def test_only_positions_speak_of_another_person_by_dimension():
    speaking = {step.kind for deck in SHELF for step in deck.steps if step.parts}

    assert speaking == {Kind.POSITIONS}


# What is asked


WORDINGS = [(deck.id, step.key, prompt.text) for deck in SHELF for step in deck.steps for prompt in step.prompts]


def asks_who(text):
    return [found[0] for pattern in lint._ASKS_PARTICULARS if (found := re.search(pattern, text, re.IGNORECASE))]


def test_no_wording_asks_who_somebody_is():
    assert len(WORDINGS) > 500
    assert [(*where, asks_who(text)) for *where, text in WORDINGS if asks_who(text)] == []


@pytest.mark.parametrize("file", decks.files(None), ids=lambda file: file.stem)
def test_no_deck_that_is_shipped_has_anything_to_mend(file):
    assert lint.check(file) == []


@pytest.mark.parametrize(
    "text",
    [
        "What is their name?",
        "Which surname did the client's name begin with, and what is her surname?",
        "How old is she?",
        "What is the patient's caste?",
        "Which religion is written beside their faith?",
        "What was his diagnosis?",
        "Where do they live?",
        "Which hospital is it?",
        "Describe the client.",
        "Write the student's school.",
    ],
)
def test_a_wording_that_asks_who_somebody_is_would_be_found(text):
    assert asks_who(text)


@pytest.mark.parametrize("deck", SHELF, ids=lambda deck: deck.id)
def test_no_step_is_called_after_what_somebody_is(deck):
    keys = [step.key for step in deck.steps]

    assert [key for key in keys if SAYS_WHO.search(key.replace("-", " "))] == (
        ["stuck-name"] if deck.id == "s3-advocacy" else []
    )


def test_the_starter_deck_asks_nobody_who_somebody_is():
    assert asks_who(decks.starter("mine")) == []
    assert not re.search(r'id = "(dalit|woman|hindu|muslim|name|age)"', decks.starter("mine"))


# What is kept


def test_of_another_person_the_file_keeps_the_relation_alone(wrote):
    place = {"caste": {"me": "closer", "them": "further", "basis": "inferred", "seen": True, "spoken": False}}

    entry = wrote("s2-power", {"dims": ["caste"], "place": place})

    answer = next(each for each in entry["answers"] if each["key"] == "place")
    assert answer["value"] == {"caste": {**place["caste"], "quadrant": "i-closer"}}
    assert answer["value"]["caste"].keys() <= {*PARTS, "quadrant"}
