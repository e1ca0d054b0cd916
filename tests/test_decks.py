"""Reading `prompts/`: what a deck can say, what is refused and how, and what the shipped decks promise."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from math import inf

import pytest

from reflect import config, decks, sitting
from reflect.errors import BadDeck, NotFound
from reflect.models import (
    FREE_TEXT,
    LENGTHS,
    Answer,
    Beat,
    Commitment,
    Deck,
    Kind,
    Option,
    Position,
    Prompt,
    Quadrant,
    Step,
    Weight,
    When,
)

DIMENSIONS = """
    caste tribe-indigenous religion class-money gender gender-modality sexuality relationship-sexual-practice
    family-role language-accent region-place migration-papers race-ethnicity skin-colour disability-chronic
    neurotype lived-experience body-size-appearance age-generation education profession-credential work-security
    housing-space digital-access state-police political-voice other
""".split()  # noqa: SIM905 - easier to read
STRUCTURES = """
    brahmanism-savarna-norms class-capitalism-poverty patriarchy cis-heteronormativity religious-majoritarianism
    whiteness-white-supremacy colonialism-eurocentrism imperialism-war-borders ableism-sanism body-size-norms
    colourism language-hierarchy region-migration-hierarchy age-hierarchy family-marriage schooling-merit
    labour-unpaid-work housing-land-displacement health-system-fees law-police-custody my-institution
    my-profession technology-platforms other
""".split()  # noqa: SIM905 - easier to read

MINE = """\
id = "mine"
title = "Mine"
source = "Ours"
about = "A try."

[[steps]]
key = "room"
beat = "look"
kind = "choices"
from = "dimensions"
minutes = [2, 10, 25]
weight = "light"
why = "To find it again."
prompts = ["What was in the room?"]

[[steps]]
key = "place"
beat = "look"
kind = "positions"
of = "room"
minutes = [10, 25]
weight = "light"
why = "Only where you stood."
prompts = ["Who stood where?"]

[[steps]]
key = "said"
beat = "turn"
kind = "line"
minutes = [25]
weight = "medium"
why = "So that it is there."
prompts = ["What could you say?"]
"""
LISTS = decks.read_lists(config.shipped())


def write(folder, text, name="mine.toml"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def edited(*changes):
    text = MINE
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def read(folder, text):
    return decks.read_deck(write(folder, text), LISTS)


def here(text):
    (line,) = (number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# here"))
    return line


def refused(folder, text):
    with pytest.raises(BadDeck) as caught:
        read(folder, text)
    assert caught.value.file == "mine.toml"
    return caught.value


def ids(options):
    return [option.id for option in options]


# What a deck can say


def test_a_deck_is_read_whole(tmp_path):
    room, place, said = read(tmp_path, MINE).steps
    stand, basis = LISTS["position"], LISTS["basis"]

    assert read(tmp_path, MINE) == Deck(
        id="mine", title="Mine", source="Ours", about="A try.", steps=(room, place, said)
    )
    assert room == Step(
        key="room",
        beat=Beat.LOOK,
        kind=Kind.CHOICES,
        minutes=(2, 10, 25),
        weight=Weight.LIGHT,
        why="To find it again.",
        prompts=(Prompt("What was in the room?"),),
        options=LISTS["dimensions"],
        lists=("dimensions",),
    )
    assert place == Step(
        key="place",
        beat=Beat.LOOK,
        kind=Kind.POSITIONS,
        minutes=(10, 25),
        weight=Weight.LIGHT,
        why="Only where you stood.",
        prompts=(Prompt("Who stood where?"),),
        options=LISTS["dimensions"],
        lists=("dimensions",),
        of="room",
        parts={"me": stand, "them": stand, "basis": basis},
    )
    assert said == Step(
        key="said",
        beat=Beat.TURN,
        kind=Kind.LINE,
        minutes=(25,),
        weight=Weight.MEDIUM,
        why="So that it is there.",
        prompts=(Prompt("What could you say?"),),
    )


def test_a_step_says_everything_a_step_can_say(tmp_path):
    text = edited(
        (
            'weight = "medium"',
            """\
weight = "heavy"
of = "place"
when = { step = "room", at_least = 2 }
rotate = "turn"
private = true
settle = ["Before.", "Now."]
sources = ["000-01", "000-02"]
limit = { 10 = 1, 25 = 3 }""",
        ),
        (
            'prompts = ["What could you say?"]',
            """\
prompts = [
  "What could you say?",
  { text = "What could you say on the ward?", role = "nurse" },
  { text = "What did you not have to say?", quadrant = "i-closer" },
]""",
        ),
    )

    assert read(tmp_path, text).step("said") == Step(
        key="said",
        beat=Beat.TURN,
        kind=Kind.LINE,
        minutes=(25,),
        weight=Weight.HEAVY,
        why="So that it is there.",
        prompts=(
            Prompt("What could you say?"),
            Prompt("What could you say on the ward?", role="nurse"),
            Prompt("What did you not have to say?", quadrant=Quadrant.I_CLOSER),
        ),
        of="place",
        when=When(step="room", at_least=2),
        rotate="turn",
        private=True,
        settle=("Before.", "Now."),
        sources=("000-01", "000-02"),
        limit={10: 1, 25: 3},
    )


def test_a_step_brings_options_of_its_own(tmp_path):
    options = 'kind = "choice"\noptions = [{ id = "a", label = "A" }, { id = "b", label = "B", word = "the b" }]'

    step = read(tmp_path, edited(('kind = "line"', options))).step("said")

    assert step.options == (Option("a", "A"), Option("b", "B", "the b"))


def test_a_mix_of_lists_says_which_list_an_id_is_of(tmp_path):
    mixed = edited(('from = "dimensions"', 'from = ["dimensions", "structures", "energy"]'))

    options = read(tmp_path, mixed).step("room").options

    assert ids(options) == [
        *[f"dimension:{each}" for each in DIMENSIONS],
        *[f"structure:{each}" for each in STRUCTURES],
        *[f"energy:{each.id}" for each in LISTS["energy"]],
    ]
    assert options[0] == Option("dimension:caste", "Caste, jati, biradari", "caste")


@pytest.mark.parametrize(("kind", "name"), [("load", "load"), ("commitment", "scale")])
def test_some_kinds_bring_their_list_along(tmp_path, kind, name):
    step = read(tmp_path, edited(('kind = "line"', f'kind = "{kind}"'))).step("said")

    assert step.options == LISTS[name]


def test_a_grid_has_rows(tmp_path):
    grid = (
        'kind = "grid"\nfrom = "holder"\nrows = [{ id = "end", label = "End it" }, { id = "name", label = "Name it" }]'
    )

    step = read(tmp_path, edited(('kind = "line"', grid))).step("said")

    assert (step.options, ids(step.rows)) == (LISTS["holder"], ["end", "name"])


def test_parts_of_a_position_can_be_chosen(tmp_path):
    yes_no = (Option("yes", "Yes"), Option("no", "No"))

    step = read(tmp_path, edited(('of = "room"', 'of = "room"\nparts = ["seen", "spoken", "weight"]'))).step("place")

    assert step.parts == {"seen": yes_no, "spoken": yes_no, "weight": LISTS["weight"]}


def test_wordings_for_every_pairing_are_enough(tmp_path):
    wordings = ", ".join(f'{{ text = "What of {each}?", quadrant = "{each}" }}' for each in Quadrant)
    text = edited(('weight = "medium"', 'weight = "medium"\nof = "place"'), ('"What could you say?"', wordings))

    assert [prompt.quadrant for prompt in read(tmp_path, text).step("said").prompts] == [*Quadrant]


def test_a_header_may_have_spaces(tmp_path):
    text = MINE.replace('[[steps]]\nkey = "place"', '[[ steps ]]\nkey = "place"')

    assert [step.key for step in read(tmp_path, text).steps] == ["room", "place", "said"]


def test_line_ends_of_any_system_can_be_read(tmp_path):
    file = write(tmp_path, "")
    file.write_bytes(MINE.replace("\n", "\r\n").encode())

    assert decks.read_deck(file, LISTS) == read(tmp_path, MINE)


# What is refused

KIND, PROMPTS, WEIGHT, WHY = (
    'kind = "line"',
    'prompts = ["What could you say?"]',
    'weight = "medium"',
    'why = "So that it is there."',
)
ROLES = """
    psychiatrist psychologist therapist counsellor social-worker nurse trainee supervisor trainer peer-worker other
""".split()  # noqa: SIM905 - easier to read
OPTIONS = "Add options = [{ id = …, label = … }, …], or from = with the name of a shared list."
OF = 'Add of = "…" with the key of the step of kind = "positions".'
PLACES = 'Name a step of kind = "positions".'
SETTLE = 'Write settle = ["a line before it", "a line that comes back to now"].'
OUTSIDE = "“minutes” names another length. Write any of [2, 10, 25]."
ABOVE = "Name the key of a step that comes before this one."
TOML = "This cannot be read as TOML. Often a quotation mark or a comma is missing there, or on the line above."
REFUSED = {
    "no id": (
        [('id = "mine"', "# here")],
        "“id” is missing. Add a line id = …",
    ),
    "an id that is not the name of the file": (
        [('id = "mine"', 'id = "yours"  # here')],
        'The id “yours” is not the name of the file. Write id = "mine", or rename the file.',
    ),
    "no source": (
        [('id = "mine"', 'id = "mine" # here'), ('source = "Ours"\n', "")],
        "“source” is missing. Add a line source = …",
    ),
    "an empty title": (
        [('title = "Mine"', 'title = "  "  # here')],
        "“title” is empty. Say it in words.",
    ),
    "an unknown key of the deck": (
        [('about = "A try."', 'about = "A try."\nsourc = "Me"  # here')],
        "“sourc” is not known here. Write “source”.",
    ),
    "an unknown key of a step": (
        [(KIND, f'{KIND}\nsource = ["000-01"]  # here')],
        "“source” is not known here. Write “sources”.",
    ),
    "two steps with one key": (
        [('key = "said"', 'key = "room"  # here')],
        "Two steps have the key “room”. Give this one another key.",
    ),
    "a step without a why": (
        [('[[steps]]\nkey = "said"', '[[steps]] # here\nkey = "said"'), (f"{WHY}\n", "")],
        "“why” is missing. Add a line why = …",
    ),
    "an empty why": (
        [(WHY, 'why = ""  # here')],
        "“why” is empty. Say it in words.",
    ),
    "a why that is not text": (
        [(WHY, "why = 3  # here")],
        "“why” has the wrong form. Write text in quotation marks.",
    ),
    "an unknown kind": (
        [(KIND, 'kind = "lines"  # here')],
        "There is no kind “lines”. Write “line”.",
    ),
    "a kind like no other": (
        [(KIND, 'kind = "essay"  # here')],
        "There is no kind “essay”. Known: line, text, choice, choices, positions, grid, load, commitment, outcomes.",
    ),
    "an unknown beat": (
        [('beat = "turn"', 'beat = "trun"  # here')],
        "There is no beat “trun”. Write “turn”.",
    ),
    "an unknown weight": (
        [(WEIGHT, 'weight = "grave"  # here')],
        "There is no weight “grave”. Known: light, medium, heavy.",
    ),
    "another length": ([("minutes = [25]", "minutes = [25, 30]  # here")], OUTSIDE),
    "no length": ([("minutes = [25]", "minutes = []  # here")], OUTSIDE),
    "a length alone": (
        [("minutes = [25]", "minutes = 25  # here")],
        "“minutes” has the wrong form. Write a list in [ ].",
    ),
    "a choice without options": (
        [(KIND, 'kind = "choice"  # here')],
        f"There is nothing to choose from. {OPTIONS}",
    ),
    "an empty list of options": (
        [(KIND, 'kind = "choice"\noptions = []  # here')],
        "“options” is empty. Write at least one.",
    ),
    "an option without a label": (
        [(KIND, 'kind = "choice"\noptions = [{ id = "a" }]  # here')],
        "“label” is missing. Add a line label = …",
    ),
    "an option that is only a word": (
        [(KIND, 'kind = "choice"\noptions = ["a"]  # here')],
        "“options” holds something that is not a table. Write { … = … }.",
    ),
    "an unknown key of an option": (
        [(KIND, 'kind = "choice"\noptions = [{ id = "a", label = "A", lable = "B" }]  # here')],
        "“lable” is not known here. Write “label”.",
    ),
    "an unknown shared list": (
        [('from = "dimensions"', 'from = "dimension"  # here')],
        "There is no shared list “dimension”. Write “dimensions”.",
    ),
    "an unknown shared list among others": (
        [('from = "dimensions"', 'from = ["dimensions", "moods"]  # here')],
        f"There is no shared list “moods”. Known: {', '.join(LISTS)}.",
    ),
    "a grid without rows": (
        [('[[steps]]\nkey = "said"', '[[steps]] # here\nkey = "said"'), (KIND, 'kind = "grid"\nfrom = "holder"')],
        "“rows” is missing. Add a line rows = …",
    ),
    "a position without what it is of": (
        [('[[steps]]\nkey = "place"', '[[steps]] # here\nkey = "place"'), ('of = "room"\n', "")],
        "“of” is missing. Add a line of = …",
    ),
    "an unknown part of a position": (
        [('of = "room"', 'of = "room"\nparts = ["me", "theme"]  # here')],
        "A position has no part “theme”. Write “them”.",
    ),
    "no wordings": (
        [(PROMPTS, "prompts = []  # here")],
        "“prompts” is empty. Write at least one.",
    ),
    "a wording that is a number": (
        [(PROMPTS, "prompts = [3]  # here")],
        "“prompts” holds something that is not a table. Write { … = … }.",
    ),
    "a wording without text": (
        [(PROMPTS, 'prompts = ["What?", { role = "nurse" }]  # here')],
        "“text” is missing. Add a line text = …",
    ),
    "an unknown role": (
        [(PROMPTS, 'prompts = ["What?", { text = "What now?", role = "nurs" }]  # here')],
        "There is no role “nurs”. Write “nurse”.",
    ),
    "a role like no other": (
        [(PROMPTS, 'prompts = ["What?", { text = "What now?", role = "judge" }]  # here')],
        f"There is no role “judge”. Known: {', '.join(ROLES)}.",
    ),
    "wordings for one role only": (
        [(PROMPTS, 'prompts = [{ text = "What now?", role = "nurse" }]  # here')],
        "There is no wording for everybody. Add one without a role.",
    ),
    "an unknown pairing": (
        [(PROMPTS, 'prompts = ["What?", { text = "What now?", quadrant = "i-close" }]  # here')],
        "There is no quadrant “i-close”. Write “i-closer”.",
    ),
    "a pairing without places": (
        [(PROMPTS, 'prompts = ["What?", { text = "What now?", quadrant = "i-closer" }]  # here')],
        f"A wording is for one pairing, and the step does not say which places. {OF}",
    ),
    "no wording for a pairing": (
        [
            (WEIGHT, f'{WEIGHT}\nof = "place"'),
            (
                PROMPTS,
                "prompts = ["
                + ", ".join(f'{{ text = "What?", quadrant = "{each}" }}' for each in Quadrant if each != "both-further")
                + ', { text = "What?", quadrant = "both-further", role = "nurse" }]  # here',
            ),
        ],
        "There is no wording for the pairing “both-further”. Add one without a role.",
    ),
    "of a step that is not there": (
        [('of = "room"', 'of = "rooms"  # here')],
        f"There is no earlier step “rooms”. {ABOVE}",
    ),
    "of a later step": (
        [('of = "room"', 'of = "said"  # here')],
        f"There is no earlier step “said”. {ABOVE}",
    ),
    "of a step that places nobody": (
        [(WEIGHT, f'{WEIGHT}\nof = "room"  # here')],
        f"“room” places nobody, so nothing can be asked of its pairings. {PLACES}",
    ),
    "when a step that is not there": (
        [(WEIGHT, f'{WEIGHT}\nwhen = {{ step = "rooms", at_least = 2 }}  # here')],
        f"There is no earlier step “rooms”. {ABOVE}",
    ),
    "when the step itself": (
        [(WEIGHT, f'{WEIGHT}\nwhen = {{ step = "said", picked = ["a"] }}  # here')],
        f"There is no earlier step “said”. {ABOVE}",
    ),
    "when without a step": (
        [(WEIGHT, f"{WEIGHT}\nwhen = {{ at_least = 2 }}  # here")],
        "“step” is missing. Add a line step = …",
    ),
    "when in words": (
        [(WEIGHT, f'{WEIGHT}\nwhen = "room"  # here')],
        "“when” has the wrong form. Write a table in { }.",
    ),
    "an unknown condition": (
        [(WEIGHT, f'{WEIGHT}\nwhen = {{ step = "room", at_most = 2 }}  # here')],
        "“at_most” is not known here. Write “at_least”.",
    ),
    "a condition that is no number": (
        [(WEIGHT, f'{WEIGHT}\nwhen = {{ step = "room", at_least = "2" }}  # here')],
        "“at_least” has the wrong form. Write a number.",
    ),
    "heavy without settling": (
        [(WEIGHT, 'weight = "heavy"  # here')],
        f"A heavy question needs a line before it and one after. {SETTLE}",
    ),
    "heavy with one line only": (
        [(WEIGHT, 'weight = "heavy"  # here\nsettle = ["Before."]')],
        f"A heavy question needs a line before it and one after. {SETTLE}",
    ),
    "a limit for another length": (
        [('from = "dimensions"', 'from = "dimensions"\nlimit = { 5 = 1 }  # here')],
        "“5 = 1” is no limit. Write the most picks by length: limit = { 2 = 1, 10 = 2 }",
    ),
    "a limit of nothing": (
        [('from = "dimensions"', 'from = "dimensions"\nlimit = { 2 = 0 }  # here')],
        "“2 = 0” is no limit. Write the most picks by length: limit = { 2 = 1, 10 = 2 }",
    ),
    "a source that is a number": (
        [(WEIGHT, f"{WEIGHT}\nsources = [1]  # here")],
        "“sources” holds something that is not text. Put each in quotation marks.",
    ),
    "a missing quotation mark": ([(WHY, "why = So that it is there.  # here")], TOML),
    "a missing comma": ([(PROMPTS, 'prompts = ["What?" "Who?"]  # here')], TOML),
    "a key set twice": ([(WHY, f'{WHY}\nwhy = "Again."  # here')], TOML),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_deck_cannot_say_is_refused_with_line_and_mend(tmp_path, changes, sentence):
    text = edited(*changes)

    error = refused(tmp_path, text)

    assert str(error) == f"mine.toml, line {here(text)}: {sentence}"
    assert error.line == here(text)


@pytest.mark.parametrize(
    ("change", "unknown", "known"),
    [
        (('about = "A try."', 'about = "A try."\nauthor = "Me"  # here'), "author", {"id", "title", "source", "about"}),
        ((KIND, f'{KIND}\nhint = "x"  # here'), "hint", {"key", "beat", "kind", "why", "prompts", "sources"}),
        ((KIND, f'{KIND}\noptions = [{{ id = "a", label = "A" }}]  # here'), "options", {"key", "kind"}),
        ((KIND, 'kind = "choice"\nfrom = "load" # here\noptions = [{ id = "a", label = "A" }]'), "from", {"options"}),
        ((PROMPTS, 'prompts = [{ text = "What?", tone = "soft" }]  # here'), "tone", {"text", "role"}),
    ],
    ids=["of the deck", "of a step", "options where nothing is picked", "from beside options", "of a wording"],
)
def test_an_unknown_key_is_refused_and_the_known_ones_are_named(tmp_path, change, unknown, known):
    text = edited(change)

    error = refused(tmp_path, text)

    said, _, named = str(error).removesuffix(".").partition(" Known: ")
    assert said == f"mine.toml, line {here(text)}: “{unknown}” is not known here."
    assert known <= {*named.split(", ")}


def test_a_deck_without_steps_is_refused(tmp_path):
    text = MINE[: MINE.index("[[steps]]")]

    assert str(refused(tmp_path, text)) == "mine.toml, line 1: “steps” is missing. Add a line steps = …"
    assert str(refused(tmp_path, f"{text}steps = []")) == (
        "mine.toml, line 1: The deck has no steps. Add a [[steps]] table."
    )


def test_a_deck_that_is_not_utf_8_is_refused(tmp_path):
    file = write(tmp_path, "")
    file.write_bytes(MINE.replace("A try", "Un café").encode("latin-1"))

    with pytest.raises(BadDeck) as caught:
        decks.read_deck(file, LISTS)

    assert str(caught.value) == "mine.toml, line 1: The file cannot be read. Save it as UTF-8 text."


def test_a_bracket_that_is_never_closed_is_looked_for_at_the_end(tmp_path):
    text = edited((PROMPTS, 'prompts = ["What could you say?",  # here'))

    assert refused(tmp_path, text).line == here(text)


@pytest.mark.parametrize("names", ["[1]", '[["dimensions"]]', "[{}]"])
def test_a_list_named_by_something_that_is_no_text_is_refused(tmp_path, names):
    text = edited(('from = "dimensions"', f"from = {names}  # here"))

    assert refused(tmp_path, text).line == here(text)


@pytest.mark.parametrize("lines", ['["Before."]', '["Before.", "After.", "Later."]'])
def test_settling_takes_two_lines_at_any_weight(tmp_path, lines):
    refused(tmp_path, edited((WEIGHT, f"{WEIGHT}\nsettle = {lines}")))


def test_an_empty_wording_is_refused(tmp_path):
    text = edited((PROMPTS, 'prompts = ["What could you say?", " "]  # here'))

    assert refused(tmp_path, text).line == here(text)


def test_two_options_of_one_id_are_refused(tmp_path):
    options = 'options = [{ id = "a", label = "A" }, { id = "a", label = "B" }]  # here'
    text = edited((KIND, f'kind = "choice"\n{options}'))

    assert refused(tmp_path, text).line == here(text)


def test_a_limit_is_a_number_and_no_yes(tmp_path):
    refused(tmp_path, edited(('from = "dimensions"', 'from = "dimensions"\nlimit = { 2 = true }')))


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ((WEIGHT, f'{WEIGHT}\nprivate = "yes"'), "Write true or false."),
        (('from = "dimensions"', "from = 3"), "Write text in quotation marks or a list in [ ]."),
    ],
)
def test_a_mend_is_said_in_words_a_trainer_knows(tmp_path, change, mend):
    assert str(refused(tmp_path, edited(change))).endswith(mend)


# Shared lists


def lists_in(folder, scales):
    for name in ("dimensions.toml", "structures.toml"):
        write(folder, (config.shipped() / name).read_text(encoding="utf-8"), name)
    write(folder, scales, "scales.toml")
    return decks.read_lists(folder)


def test_the_dimensions_are_these_and_in_this_order():
    assert ids(LISTS["dimensions"]) == DIMENSIONS
    assert len(DIMENSIONS) == 27


def test_the_structures_are_these_and_in_this_order():
    assert ids(LISTS["structures"]) == STRUCTURES
    assert len(STRUCTURES) == 24


def test_dimensions_and_structures_can_stand_inside_a_sentence():
    assert all(option.word for name in ("dimensions", "structures") for option in LISTS[name])


def test_a_shared_list_is_read(tmp_path):
    lists = lists_in(
        tmp_path, '[[mood]]\nid = "a"\nlabel = "A"\nnote = "n"\n\n[[mood]]\nid = "b"\nlabel = "B"\nword = "b"\n'
    )

    assert lists["mood"] == (Option("a", "A"), Option("b", "B", "b"))


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ('# here\nid = "a"\nlabel = "B"', "Two options have the id “a”. Give one of them another id."),
        (
            '\nid = "b"\nlabel = "B"\ncolour = "red"  # here',
            "“colour” is not known here. Known: note, id, label, word.",
        ),
        ('\nid = "b"\nlabel = 3  # here', "“label” has the wrong form. Write text in quotation marks."),
    ],
    ids=["an id twice", "an unknown key", "another form"],
)
def test_a_slip_in_a_shared_list_is_named_where_it_is(tmp_path, second, sentence):
    text = f'# Moods.\n[[mood]]\nid = "a"\nlabel = "A"\n\n[[mood]] {second}\n'

    with pytest.raises(BadDeck) as caught:
        lists_in(tmp_path, text)

    assert str(caught.value) == f"scales.toml, line {here(text)}: {sentence}"


def test_a_shared_list_that_is_no_list_is_refused(tmp_path):
    with pytest.raises(BadDeck) as caught:
        lists_in(tmp_path, '# Moods.\nmood = "good"\n')

    assert str(caught.value) == "scales.toml, line 2: “mood” is not a list. Write [[mood]] above each option."


# Decks of one's own


def test_without_decks_of_ones_own_there_are_the_shipped_ones(tmp_path):
    assert decks.library(tmp_path / "none") == decks.library() == decks.library(None)


def test_a_deck_of_ones_own_joins_the_shipped_ones(tmp_path):
    mine = read(tmp_path, MINE)

    assert decks.library(tmp_path).decks == (*decks.library().decks, mine)
    assert decks.find("mine", tmp_path) == mine


def test_a_deck_of_ones_own_stands_in_for_its_namesake(tmp_path):
    write(tmp_path, MINE.replace('id = "mine"', 'id = "now"'), "now.toml")

    shipped, joined = decks.library().decks, decks.library(tmp_path).decks

    assert ids(joined) == ids(shipped)
    assert {deck.id for deck in joined if deck not in shipped} == {"now"}
    assert decks.find("now", tmp_path).title == "Mine"
    assert decks.find("now").title != "Mine"


def test_a_broken_deck_is_named_and_stops_no_other(tmp_path):
    write(tmp_path, "id = ", "a-broken.toml")
    write(tmp_path, MINE)
    (tmp_path / "z-folder.toml").mkdir()

    found = decks.library(tmp_path)

    assert found.decks == (*decks.library().decks, read(tmp_path, MINE))
    assert [str(error) for error in found.broken] == [
        f"a-broken.toml, line 1: {TOML}",
        "z-folder.toml, line 1: The file cannot be read. Save it as UTF-8 text.",
    ]


def test_what_is_no_deck_file_is_passed_over(tmp_path):
    write(tmp_path, "Notes.", "notes.txt")
    write(tmp_path, MINE, "mine.toml.bak")

    assert decks.library(tmp_path) == decks.library()


def test_finding_a_broken_deck_says_what_is_wrong_with_it(tmp_path):
    write(tmp_path, MINE.replace(KIND, 'kind = "lines"'))

    with pytest.raises(BadDeck, match="There is no kind “lines”"):
        decks.find("mine", tmp_path)


def test_an_unknown_deck_is_not_found_and_the_nearest_is_named(tmp_path):
    write(tmp_path, MINE)

    with pytest.raises(NotFound) as near:
        decks.find("mime", tmp_path)
    with pytest.raises(NotFound) as far:
        decks.find("zzzzzz", tmp_path)

    assert str(near.value) == "There is no deck called mime. Did you mean mine? See them all: reflect decks"
    assert str(far.value) == "There is no deck called zzzzzz. See them all: reflect decks"


# The shipped decks

SHIPPED = decks.library()
each_deck = pytest.mark.parametrize("deck", SHIPPED.decks, ids=ids(SHIPPED.decks))
each_length = pytest.mark.parametrize("minutes", LENGTHS)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MOST_FREE_TEXT = {2: 2, 10: 5, 25: 14}
MOST_PICKS = {2: 6, 10: 12, 25: inf}


def steps_at(deck, minutes):
    return [step for step in deck.steps if minutes in step.minutes]


def most_asked(deck, minutes):
    free, picks = Counter(), Counter()
    for step in steps_at(deck, minutes):
        group = step.rotate if step.rotate and minutes < 25 else f"step {step.key}"
        free[group] |= step.kind in FREE_TEXT or step.kind is Kind.COMMITMENT
        picks[group] |= step.kind not in FREE_TEXT
    return free.total(), picks.total()


def test_every_shipped_deck_can_be_read():
    assert SHIPPED.broken == ()
    assert {"s2-power", "now"} <= {*ids(SHIPPED.decks)}


@each_deck
def test_a_deck_keeps_the_order_of_the_beats(deck):
    order = [[*Beat].index(step.beat) for step in deck.steps]

    assert order == sorted(order)


@each_deck
@each_length
def test_a_sitting_keeps_its_budget(deck, minutes):
    free, picks = most_asked(deck, minutes)

    assert free <= MOST_FREE_TEXT[minutes]
    assert picks <= MOST_PICKS[minutes]


@each_deck
@each_length
def test_heavy_questions_are_held_between_lighter_ones(deck, minutes):
    steps = steps_at(deck, minutes)
    certain = [step for step in steps if step.weight is Weight.HEAVY or not step.when]
    for order in (steps, certain):
        heavy = [step.weight is Weight.HEAVY for step in order]
        assert not any(heavy[:1] + heavy[-1:])
        assert (True, True) not in pairwise(heavy)


@each_deck
def test_nothing_heavy_is_asked_in_two_minutes(deck):
    assert [step.key for step in steps_at(deck, 2) if step.weight is Weight.HEAVY] == []


@each_deck
def test_a_wording_is_short_and_asks_one_thing(deck):
    wordings = [prompt.text for step in deck.steps for prompt in step.prompts]

    assert [text for text in wordings if len(text.split()) > 30 or text.count("?") > 1] == []


@each_deck
def test_no_wording_stands_twice_in_a_step(deck):
    for step in deck.steps:
        assert len({*step.prompts}) == len(step.prompts)


@each_deck
def test_every_source_is_an_idea_we_can_name(deck):
    kept = tomllib.loads((config.shipped() / "sources.toml").read_text(encoding="utf-8"))

    assert {source for step in deck.steps for source in step.sources} <= {idea["id"] for idea in kept["ideas"]}


def with_what_it_waits_for(deck, step, entry):
    for key in filter(None, (step.of, step.when and step.when.step)):
        earlier = deck.step(key)
        entry = with_what_it_waits_for(deck, earlier, entry)
        picked = step.when.picked if step.when and step.when.step == key else ()
        if earlier.kind is Kind.CHOICES:
            value = picked[:1] or tuple(ids(earlier.options)[:3])
        elif earlier.kind is Kind.POSITIONS:
            places = sitting.dimensions(entry.answer(earlier.of).value)
            value = dict.fromkeys(places, Position(me="closer", them="further", basis="inferred"))
        else:
            value = picked[0] if picked else "Not among the picks."
        entry = entry.with_answer(Answer(key=key, question="Q?", kind=earlier.kind, value=value))
    return entry


PROMISE = Commitment(number=1, key="carry", scale="in-reach", text="Ask.")


@each_deck
def test_every_step_that_waits_for_an_answer_can_be_reached(deck, entry):
    unreached = []
    for step in deck.steps:
        begun = replace(with_what_it_waits_for(deck, step, entry), deck=deck.id, minutes=max(step.minutes))
        others = {(each.key, prompt.text): NOON for each in deck.steps if each is not step for prompt in each.prompts}
        asked = []

        def skip(question, asked=asked):
            asked.append(question.step.key)
            return sitting.SKIP

        sitting.sit(deck, begun, skip, lambda kept: kept, others, due=[PROMISE])
        if step.key not in asked:
            unreached.append(step.key)

    assert unreached == []
