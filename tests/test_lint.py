"""The rules of a good prompt: every one catches its counter-example, and every shipped deck keeps them."""

from pathlib import Path

import pytest

from reflect import config, decks, lint
from reflect.models import FREE_TEXT, Beat, Kind

HEAD = 'id = "mine"\ntitle = "Mine"\nsource = "Me"\nabout = "To try."\n'


def step(key: str, prompt: str = "What happened?", **more: str) -> str:
    """Give the TOML of a step that breaks no rule, but for what is said otherwise."""
    usual = {
        "beat": '"look"',
        "kind": '"line"',
        "minutes": "[2, 10, 25]",
        "weight": '"light"',
        "why": '"To see."',
        "prompts": f'["{prompt}"]',
    }
    lines = "\n".join(f"{name} = {value}" for name, value in {**usual, **more}.items())
    return f'\n[[steps]]\nkey = "{key}"\n{lines}\n'


HEAVY = {"weight": '"heavy"', "minutes": "[25]", "settle": '["Before.", "After."]'}
LONG = {"minutes": "[25]"}


@pytest.fixture
def found(tmp_path):
    """Give what is to be mended in a deck of these steps."""

    def check(*steps: str) -> list[lint.Problem]:
        file = tmp_path / "mine.toml"
        file.write_text(HEAD + "".join(steps), encoding="utf-8")
        return lint.check(file)

    return check


def test_a_good_deck_is_left_alone(found):
    assert found(step("a"), step("b")) == []


@pytest.mark.parametrize(
    "prompt",
    [
        " ".join(["word"] * 31),
        "What happened? And then?",
        "What should you have done?",
        "What must change?",
        "What do you have to confess?",
        "Where can you own up to it?",
        "When did you check your privilege?",
        "Acknowledge your privilege: how?",
        "Why didn't you speak?",
        "Why didn\N{RIGHT SINGLE QUOTATION MARK}t you speak?",
        "Well done. What next?",
        "You seem ashamed. Is that so?",
        "Where was their resilience?",
        "How did intersectionality show?",
        "How can you be of use as an ally?",
        "Which cultural beliefs cause this?",
        "Rate your competence: how much?",
        "What is their caste?",
        "What was the client's diagnosis?",
        "Describe the person: who were they?",
        "How old was she?",
        "Which hospital was it?",
        "Where do they live?",
        "Tell me their full name, will you?",
    ],
)
def test_a_wording_that_breaks_a_rule_is_named_with_its_line_and_a_mend(found, prompt):
    problems = found(step("a"), step("b", prompt))

    assert len(problems) == 1
    assert problems[0].line == 22
    assert problems[0].mend


@pytest.mark.parametrize(
    "prompt",
    [
        "A diagnosis was near. What did it open, and for whom did it close?",
        "What did their silence do?",
        "Which name would a neighbour give to this trouble?",
        "What did you not have to think about?",
    ],
)
def test_what_only_comes_near_a_rule_is_left_alone(found, prompt):
    assert found(step("a", prompt)) == []


def test_the_other_sentences_are_read_too(found):
    assert [p.line for p in found(step("a", why='"You must know."'))] == [12]
    settled = {**HEAVY, "settle": '["You should breathe.", "After."]'}
    assert len(found(step("a"), step("b", **settled), step("c"))) == 1


def test_words_of_a_source_document_are_known_without_their_text(found, monkeypatch):
    theirs = "therapy never happens in an empty room"
    run = next(lint.runs(theirs))
    monkeypatch.setattr(lint, "_seed_runs", lambda: frozenset({lint.fingerprint(run)}))

    assert run in found(step("a", f"If {theirs}, where does it?"))[0].what
    assert found(step("a", "Where does therapy happen?")) == []


def test_the_fingerprints_say_nothing_themselves():
    prints = (config.shipped() / "seed-runs.txt").read_text(encoding="ascii").split()

    assert len(prints) > 1000
    assert all(len(each) == 8 and int(each, 16) >= 0 for each in prints)


def test_a_missing_why_or_weight_is_what_the_reader_says(found):
    no_why = step("a").replace('why = "To see."\n', "")
    no_weight = step("a").replace('weight = "light"\n', "")

    assert "“why” is missing." in found(no_why)[0].what
    assert "“weight” is missing." in found(no_weight)[0].what


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        ([step("a", **HEAVY), step("b")], "first or last"),
        ([step("a"), step("b", **HEAVY)], "first or last"),
        ([step("a"), step("b", **HEAVY), step("c", **HEAVY), step("d")], "follow each other"),
        (
            [
                step("a"),
                step("b", **HEAVY),
                step("c", when='{ step = "a" }', **LONG),
                step("d", **HEAVY),
                step("e"),
            ],
            "follow each other",
        ),
        ([step("a"), step("b", **{**HEAVY, "minutes": "[2, 25]"}), step("c")], "two minutes"),
    ],
)
def test_a_heavy_question_that_is_not_held_is_named(found, steps, what):
    assert any(what in problem.what for problem in found(*steps))


def test_a_heavy_question_held_by_lighter_ones_is_left_alone(found):
    assert found(step("a"), step("b", **HEAVY), step("c", **LONG), step("d", **HEAVY), step("e")) == []


def test_beats_come_in_order(found):
    assert "after" in found(step("a", beat='"turn"'), step("b", beat='"look"'))[0].what


def test_every_length_has_its_budget(found):
    three = [step(f"a{n}") for n in range(3)]
    picks = [step(f"p{n}", kind='"load"', **{"from": '"load"'}) for n in range(7)]
    fifteen = [step(f"b{n}", **LONG) for n in range(15)]

    assert "2 minutes ask for 3 answers in words; 2 fit." in [p.what for p in found(*three)]
    assert "2 minutes ask for 7 picks; 6 fit." in [p.what for p in found(*picks)]
    assert "25 minutes ask for 15 answers in words; 14 fit." in [p.what for p in found(*fifteen)]


def test_of_a_rotating_group_only_one_counts(found):
    assert found(*(step(f"a{n}", rotate='"g"', minutes="[2, 10]") for n in range(5))) == []


def test_a_commitment_counts_as_words_and_as_a_pick():
    deck = decks.find("s2-power")

    assert lint.cost([deck.step("carry")], 2) == (1, 1)


def test_an_unknown_source_is_named(found):
    assert "“000-99”" in found(step("a", sources='["000-99"]'))[0].what


@pytest.mark.parametrize("file", decks.files(None), ids=lambda file: file.stem)
def test_every_shipped_deck_keeps_every_rule(file: Path):
    assert lint.check(file) == []


@pytest.mark.parametrize("deck", decks.library().decks, ids=lambda deck: deck.id)
def test_every_step_has_wordings_enough(deck):
    for each in deck.steps:
        if each.kind not in FREE_TEXT:
            wanted = 1
        elif each.beat in (Beat.LOOK, Beat.TURN):
            wanted = 6
        else:
            wanted = 3
        assert len(each.prompts) >= wanted, each.key
        assert len({prompt.whole for prompt in each.prompts}) == len(each.prompts), each.key


def test_the_scenes_are_many_and_everybody_is_further_from_power_as_often():
    import tomllib

    text = (config.shipped() / "service" / "scenario.toml").read_text(encoding="utf-8")
    cards = tomllib.loads(text)["steps"][0]["prompts"]
    further = [card["note"].split(";")[0].removeprefix("further: ") for card in cards]

    assert len(cards) >= 40
    assert {who: further.count(who) for who in set(further)} == dict.fromkeys(
        ("practitioner", "client", "colleague", "supervisor"), len(cards) // 4
    )
    assert all(45 <= len(card["card"].split()) <= 75 for card in cards)


def test_the_starter_deck_keeps_every_rule(tmp_path):
    file = tmp_path / "ward-round.toml"
    file.write_text(decks.starter("ward-round"), encoding="utf-8")

    assert lint.check(file) == []
    kinds = {step.kind for step in decks.read_deck(file, decks.read_lists(config.shipped())).steps}
    assert {Kind.TEXT, Kind.CHOICES, Kind.POSITIONS, Kind.COMMITMENT} <= kinds
