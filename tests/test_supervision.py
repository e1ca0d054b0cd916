"""The brief: what stands where, how much of it, and what is told to nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import NOON

from reflect import config, decks, power, supervision, themes
from reflect.documents import Items, Paragraph, Quotation
from reflect.formats import Format, written
from reflect.models import (
    Answer,
    Bearing,
    Commitment,
    Entry,
    Kind,
    Owner,
    Position,
    Share,
    Told,
)
from reflect.supervision import MOST_WORDS, SECTIONS, Material

FOUND = {deck.id: deck for deck in decks.library().decks}
KNOWN = supervision.Known(
    decks=FOUND, themes=themes.themes(), words=power.Words.of(FOUND.values(), decks.read_lists(config.shipped()))
)


def answer(key, value, kind=Kind.LINE, question="Asked?", **rest):
    return Answer(key=key, question=question, kind=kind, value=value, share=Share.SUPERVISION, **rest)


def entry(deck, *answers, number=1, days=0):
    return Entry(
        number=number,
        id=f"id-{number}",
        deck=deck,
        minutes=10,
        written=NOON + timedelta(days=days),
        finished=True,
        answers=answers,
    )


PREPARED = entry(
    "prep",
    answer("question", "How could I notice it earlier?"),
    answer("help", "check", Kind.CHOICE),
    answer("context", "Somebody had not asked about a scheme."),
    answer("did", "talked for ten minutes"),
    answer("urgent", "routine", Kind.CHOICE),
    number=2,
)
MOMENT = entry(
    "s2-power",
    answer("moment", "She nodded and said nothing.", Kind.TEXT),
    answer("dims", ("language-accent", "class-money"), Kind.CHOICES),
    answer("place", {"language-accent": Position(them="further", basis="inferred")}, Kind.POSITIONS),
    answer("stage", "noticed", Kind.CHOICE),
)


def made(*entries, sections=SECTIONS, ticks=(), **more):
    return supervision.brief(Material(entries=entries, **more), KNOWN, sections, ticks)


def part(brief, key):
    return next((each.blocks for each in brief.document.parts if each.key == key), ())


def said(brief, key):
    lines = []
    for block in part(brief, key):
        lines += block.items if isinstance(block, Items) else [block.text]
    return lines


def test_the_parts_stand_in_their_order_and_the_room_to_write_is_last():
    keys = [each.key for each in made(PREPARED, MOMENT).document.parts]

    assert keys == ["question", "bring", "room"]


def test_with_nothing_there_is_no_brief():
    assert made() is None
    assert made(PREPARED, sections=["themes"]) is None


def test_without_a_question_it_says_so_first():
    brief = made(MOMENT)

    assert said(brief, "question") == ["No question yet. I would like to find one together."]
    assert brief.document.parts[0].key == "question"


def test_a_question_stands_with_the_help_that_is_wanted():
    assert said(made(PREPARED), "question") == ["How could I notice it earlier? (check me: is this safe, is it fair)"]


def test_at_most_two_questions_and_those_of_an_earlier_hour_stay_there():
    older = entry("prep", answer("question", "An older one?"), answer("context", "Long ago."), number=5, days=-30)
    two = replace(PREPARED, answers=(*PREPARED.answers, answer("question-2", "And the second?")))
    brief = made(older, two)

    assert [each[:15] for each in said(brief, "question")] == ["How could I not", "And the second?"]
    assert "Long ago" not in " ".join(brief.document.texts)
    assert {"id-5/question", "id-5/context"} <= set(brief.left)


@pytest.mark.parametrize(
    ("urgent", "line"),
    [("soon", "I would like a word before the hour."), ("now", "What I ask here cannot wait for the hour")],
)
def test_what_is_urgent_is_said_beside_the_question(urgent, line):
    answers = tuple(each if each.key != "urgent" else replace(each, value=urgent) for each in PREPARED.answers)

    assert said(made(replace(PREPARED, answers=answers)), "question")[0].startswith(line)


def test_what_is_brought_has_its_context_the_writers_part_and_who_stood_where():
    brief = made(PREPARED, MOMENT)

    assert said(brief, "bring") == [
        "About my question: Somebody had not asked about a scheme.",
        "What I did: talked for ten minutes",
        "Another moment: She nodded and said nothing.",
        "On language: they stood further from power; I inferred that.",
        "Also at work: class and money.",
        "Noticed, and not named yet.",
    ]


def test_ones_own_side_is_said_to_be_shown_by_choice():
    place = answer("place", {"caste": Position(me="closer", them="further")}, Kind.POSITIONS)
    brief = made(replace(MOMENT, answers=(MOMENT.answers[0], place)))

    assert said(brief, "bring")[1:] == [
        "On caste: I stood closer to power; they stood further.",
        "(My own side is shown by choice.)",
    ]


def test_at_most_two_things_are_brought_and_the_rest_is_told_to_the_writer():
    many = [replace(MOMENT, number=n, id=f"id-{n}", written=NOON + timedelta(days=n)) for n in range(1, 8)]
    brief = made(*many)

    assert said(brief, "bring").count("A moment: She nodded and said nothing.") == 2
    assert len(part(brief, "excerpts")) == 3
    assert "id-1/moment" in brief.left
    assert not set(brief.left) & set(brief.items)


def test_a_question_that_was_worded_for_one_role_or_pairing_does_not_stand_above_an_excerpt():
    step = FOUND["s2-power"].step("moment")
    worded = next(prompt for prompt in step.prompts if prompt.role)
    there = entry(
        "s2-power",
        answer("unasked", "I did not ask.", Kind.TEXT, worded.whole),
        answer("quadrant", "Then it turned.", Kind.TEXT, "Since you stood closer, what?", about="caste"),
    )
    step_unasked = FOUND["s2-power"].step("unasked")
    told = [prompt.whole for prompt in step_unasked.prompts if prompt.role]
    leads = {each.text: each.lead for each in part(made(there), "excerpts")}

    assert leads["Then it turned."] == "On caste"
    assert not told or leads["I did not ask."] in ("", worded.whole)


def promise(number, text, *news, owner=Owner.ME, feedback=None, scale="in-reach"):
    return Commitment(
        number=number,
        key="carry",
        scale=scale,
        text=text,
        owner=owner,
        feedback=feedback,
        share=Share.SUPERVISION,
        news=tuple(Told(status=status, text=line, at=NOON) for status, line in news),
    )


def test_what_became_of_commitments_stands_apart_from_what_is_under_way():
    there = (
        promise(1, "Ask before explaining.", ("kept", "Twice.")),
        promise(2, "Find the form.", owner=Owner.SUPERVISOR, feedback=1),
        promise(3, "Raise the fee.", scale="with-others"),
    )
    brief = made(PREPARED, commitments=there)

    assert said(brief, "since") == ["With you: Find the form: no news yet.", "Ask before explaining: done. Twice."]
    assert said(brief, "commitments") == ["Raise the fee (mine, with others)"]
    assert {"commitment/1", "commitment/2", "commitment/3"} <= set(brief.items)


def bearings(theme, days, key="moment", sentence=""):
    return tuple(
        Bearing(number=1, day=date(2026, 1, 1) + timedelta(days=day), theme=theme, key=key, sentence=sentence)
        for day in days
    )


def numbered(found):
    return tuple(replace(each, number=number) for number, each in enumerate(found, 1))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([0], "once or twice"),
        ([0, 90], "once or twice"),
        ([0, 40, 90], "several times, steady"),
        ([0, 10, 30, 60, 90], "often, steady"),
        ([60, 70, 90], "several times, new"),
        ([0, 10, 20], "several times, fading"),
    ],
)
def test_themes_are_said_in_words_and_not_in_numbers(days, words):
    edges = bearings("caste", [0, 90])
    there = (*numbered(bearings("silence", days)), *(replace(each, number=99) for each in edges))
    lines = said(made(MOMENT, bearings=there, out_of=6), "themes")

    assert any(line.endswith(f": {words}.") for line in lines)
    assert not any(sign.isdigit() for line in lines for sign in line)


def test_numbers_are_there_only_if_ticked():
    lines = said(made(MOMENT, bearings=numbered(bearings("silence", [0, 1, 2])), out_of=6, ticks=["numbers"]), "themes")

    assert lines[0].endswith("in 3 of 6 entries.")


def test_a_theme_has_a_short_sentence_of_the_writer_only_from_an_answer_that_is_on_the_page():
    given = bearings("silence", [0], sentence="She nodded and said nothing.")
    private = bearings("caste", [0], key="quadrant", sentence="A private sentence of four words.")
    lines = said(made(MOMENT, bearings=(*given, *private), out_of=1), "themes")

    assert "“She nodded and said nothing.”" in " ".join(lines)
    assert "private" not in " ".join(lines)


def test_in_an_evaluation_it_keeps_to_general_words():
    given = bearings("silence", [0], sentence="She nodded and said nothing.")
    brief = made(MOMENT, bearings=given, out_of=1, agreement={"evaluation": "yes"})

    assert "nodded" not in " ".join(said(brief, "themes"))
    assert "counts in evaluation: yes" in brief.document.lead[2]


def test_a_theme_can_be_left_out_by_itself():
    assert made(MOMENT, bearings=bearings("silence", [0]), ticks=["-theme:silence"]).sections == ("question", "bring")


def moments(count):
    there = [replace(MOMENT, number=n, id=f"id-{n}") for n in range(1, count + 1)]
    return there, tuple(supervision.moments_of(there, frozenset(), KNOWN.words))


@pytest.mark.parametrize(("count", "there"), [(2, False), (3, True)])
def test_the_map_is_drawn_from_three_moments_on(count, there):
    entries, found = moments(count)

    assert bool(part(made(*entries, moments=found), "power")) is there


def test_the_map_says_where_one_looked_in_words_and_nothing_of_the_own_side():
    entries, found = moments(3)
    lines = said(made(*entries, moments=found), "power")

    assert lines == [
        "Looked at: language, class and money. Not looked at this time: most others.",
        "Where they stood: mostly further from power, as I understand it. Mostly inferred.",
        "How far it went: noticed sometimes.",
    ]


@pytest.mark.parametrize(
    ("loads", "line"),
    [((3, 3, 1, 1), "heavier than before."), ((1, 1, 3, 3), "lighter"), ((2, 2, 2, 2), "the same as"), ((3, 3), "")],
)
def test_how_heavy_it_has_been_is_said_only_if_ticked(loads, line):
    ticked = made(PREPARED, loads=loads, ticks=["load"])

    assert line in " ".join(said(ticked, "carrying"))
    assert said(made(PREPARED, loads=loads), "carrying") == []


def test_at_most_two_invitations_and_only_those_ticked():
    ticks = [f"invite:{name}" for name in supervision.INVITATIONS]

    assert len(said(made(PREPARED, ticks=ticks), "invitation")) == 2
    assert said(made(PREPARED), "invitation") == []


def test_the_heading_names_months_and_no_day():
    brief = made(PREPARED, days=(date(2026, 9, 3), date(2026, 11, 1)), reader="V.", writer="M.")

    assert brief.document.lead[0] == "Prepared by M. for V. · covering September 2026 to November 2026"


def test_what_was_settled_stands_at_the_top():
    agreement = {"keeper": "V.", "how-long": "a month", "who-else": "", "evaluation": "no"}

    settled = made(PREPARED, agreement=agreement).document.lead[2]
    assert settled == (
        "Settled, as the writer understands it. Kept by: V.; how long: a month; counts in evaluation: no."
    )


def test_a_text_that_is_too_long_ends_where_a_sentence_ends_and_says_so():
    long = "One two three four. " * 30
    brief = made(entry("free", answer("page", long, Kind.TEXT)))

    assert said(brief, "bring")[0].endswith("four. […]")
    assert len(said(brief, "bring")[0].split()) <= 62


FULL = "word " * 200
DEVANAGARI = "शब्द " * 200


@pytest.mark.parametrize("text", [FULL, DEVANAGARI, "A short sentence of words. " * 60])
def test_however_much_there_is_it_is_at_most_two_pages_of_words(text):
    prepared = entry(
        "prep",
        *(answer(key, text) for key in ("question", "question-2", "context", "did", "felt", "tried", "carrying")),
        answer("help", "sign-off", Kind.CHOICE),
        answer("help-2", "check", Kind.CHOICE),
        answer("urgent", "now", Kind.CHOICE),
        answer("eye", ("person", "between"), Kind.CHOICES),
        number=50,
    )
    every = {
        dimension.id: Position(me="closer", them="further", basis="told-me")
        for dimension in KNOWN.words.lists["dimensions"][:9]
    }
    entries = [
        entry(
            "s3-advocacy",
            answer("moment", text, Kind.TEXT),
            answer("dims", tuple(every), Kind.CHOICES),
            answer("place", every, Kind.POSITIONS),
            answer("level", ("in-the-room", "home", "service"), Kind.CHOICES),
            answer("advocacy", ("person-with", "person-for", "community-with", "policy-for"), Kind.CHOICES),
            answer("status", "asked-them", Kind.CHOICE),
            answer("wish", text, Kind.TEXT),
            answer("room-how", text, Kind.TEXT),
            number=n,
            days=-n,
        )
        for n in range(1, 9)
    ]
    commitments = tuple(
        promise(n, text, *([("kept", text)] if n % 2 else []), owner=Owner.BOTH, feedback=1 if n > 9 else None)
        for n in range(1, 14)
    )
    many = tuple(
        each
        for theme in list(KNOWN.themes)[:9]
        for each in numbered(bearings(theme, range(0, 90, 9), sentence="Six words that bear it out."))
    )
    ticks = [f"invite:{name}" for name in supervision.INVITATIONS] + ["numbers", "load", "stuck"]
    brief = made(
        *entries,
        prepared,
        commitments=commitments,
        bearings=many,
        out_of=8,
        moments=tuple(supervision.moments_of(entries, frozenset(), KNOWN.words)),
        loads=(3, 3, 1, 1),
        reader="Somebody with a label",
        writer="The label of the writer",
        agreement={
            "keeper": "the supervisor alone",
            "how-long": "three months",
            "who-else": "nobody",
            "evaluation": "no",
        },
        days=(date(2026, 1, 1), date(2026, 11, 1)),
        ticks=ticks,
    )

    assert {*brief.sections} == {*SECTIONS}
    assert brief.document.words <= MOST_WORDS - 45  # what the gate adds at the foot
    assert len(written(brief.document, Format.MD).split()) <= MOST_WORDS - 45
    assert brief.document.words > MOST_WORDS // 2


def test_what_was_prepared_is_no_excerpt_even_where_its_place_is_left_out():
    brief = made(PREPARED, MOMENT, sections=["question", "excerpts"])

    assert "Somebody had not asked" not in " ".join(brief.document.texts)
    assert "id-2/context" in brief.left


def test_a_made_up_scene_is_called_one():
    there = Material(entries=(MOMENT,), scenes=frozenset({1}))
    brief = supervision.brief(there, KNOWN, SECTIONS)

    assert said(brief, "bring")[0] == "About a made-up scene: She nodded and said nothing."


def test_what_is_offered_is_what_there_is_something_for():
    assert supervision.offered(Material(entries=(PREPARED,)), KNOWN) == ["question", "bring", "invitation"]


def test_the_blocks_are_plain():
    kinds = {type(block) for each in made(PREPARED, MOMENT).document.parts[:-1] for block in each.blocks}

    assert kinds <= {Items, Paragraph, Quotation}
