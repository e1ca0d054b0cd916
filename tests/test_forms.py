"""Portfolio forms: what fills which heading, what is empty, and what is too long."""

import pytest
from conftest import NOON

from reflect import decks, forms
from reflect.documents import Items, Paragraph
from reflect.errors import NotFound, ReflectError
from reflect.models import Answer, Carry, Commitment, Entry, Kind, Position, Share, Told

FOUND = {deck.id: deck for deck in decks.library().decks}


def answer(key, value="Words.", kind=Kind.TEXT):
    return Answer(key=key, question="Asked?", kind=kind, value=value, share=Share.PORTFOLIO)


def entry(deck, *answers, number=1):
    return Entry(number=number, id=f"id-{number}", deck=deck, minutes=10, written=NOON, finished=True, answers=answers)


def filled(form, *entries, **more):
    return forms.fill(forms.find(form), entries, FOUND, **more)


def under(done, key):
    return [line for block in done.blocks[key] for line in (block.items if isinstance(block, Items) else [block.text])]


@pytest.mark.parametrize("form", sorted(forms.known()))
def test_every_form_that_comes_with_it_can_be_read_and_filled(form):
    done = filled(form, entry("s2-power", answer("moment"), answer("carry", Carry("in-reach", "x"), Kind.COMMITMENT)))

    assert done.form.fields
    assert all(source for each in done.form.fields for source in each.sources)
    assert "credit" not in " ".join(each.heading for each in done.form.fields).casefold()


@pytest.mark.parametrize("form", sorted(forms.known()))
def test_every_source_of_a_form_names_something_there_is(form):
    beats = {step.beat.value for deck in FOUND.values() for step in deck.steps}
    keys = {step.key for deck in FOUND.values() for step in deck.steps}
    for field in forms.find(form).fields:
        for source in field.sources:
            kind, _, name = source.partition(":")
            deck, _, key = name.partition("/")
            assert kind != "beat" or name in beats
            assert kind != "step" or name in keys
            assert kind != "deck" or (deck in FOUND and (not key or FOUND[deck].step(key)))


def test_an_answer_stands_under_the_first_heading_that_may_take_it_and_only_there():
    done = filled(
        "plain",
        entry("s2-power", answer("moment", "What happened."), answer("harm", "What I learned.")),
        entry("prep", answer("did", "I talked."), answer("tried", "I asked."), number=2),
    )

    assert under(done, "happened") == ["What happened."]
    assert under(done, "mine") == ["I talked."]
    assert under(done, "thought") == ["I asked."]
    assert under(done, "learned") == ["What I learned."]
    assert sorted(done.items) == ["id-1/harm", "id-1/moment", "id-2/did", "id-2/tried"]


def test_what_was_picked_stands_in_words():
    place = {"caste": Position(them="further", basis="told-me")}
    done = filled("plain", entry("s2-power", answer("place", place, Kind.POSITIONS)))

    assert under(done, "difference") == ["Caste, jati, biradari: they stood further from power; they told me"]


def test_commitments_stand_with_what_became_of_them():
    told = (Told(status="kept", text="It went well", at=NOON),)
    there = [
        Commitment(number=1, key="carry", scale="in-reach", text="Ask first.", news=told),
        Commitment(number=2, key="carry", scale="in-reach", text="Wait."),
    ]

    assert under(filled("plain", commitments=there), "changes") == ["Ask first: done. It went well", "Wait: under way."]


def test_what_is_only_meant_is_no_change_yet():
    there = [
        Commitment(number=1, key="carry", scale="in-reach", text="Only meant."),
        Commitment(number=2, key="carry", scale="in-reach", text="Done.", news=(Told(status="kept", at=NOON),)),
    ]

    assert under(filled("nmc", commitments=there), "changed") == ["Done: done."]


def test_how_it_landed_fills_no_heading():
    assert not any(filled("plain", entry("s2-power", answer("land", 4, Kind.LOAD))).blocks.values())


def test_the_fields_that_stay_empty_are_named_with_their_hint():
    done = filled("plain", entry("s2-power", answer("moment")))

    assert "benefit" in [each.key for each in done.empty]
    assert "happened" not in [each.key for each in done.empty]


def test_what_is_too_long_is_named_and_never_cut():
    long = "word " * 3001
    done = filled("bacp-9", entry("prep", answer("felt", long)))

    assert done.too_long == (("criterion", 3001, 3000),)
    assert under(done, "self-awareness") == [long.strip()]


def test_the_log_holds_months_and_stations_and_not_a_word():
    visits = [("Building a lens", "May 2026"), ("Power", "May 2026"), ("Power", "June 2026")]
    done = filled("cpd", entry("s2-power", answer("moment", "SECRET")), visits=visits)

    assert under(done, "months") == ["May 2026", "June 2026"]
    assert under(done, "stations") == ["Building a lens", "Power"]
    assert "SECRET" not in str(done.blocks)


def test_as_a_document_it_has_the_headings_that_are_filled():
    done = filled("plain", entry("s2-power", answer("moment", "Line one.\nLine two.")))
    document = forms.document(done, ("Foot.",))

    assert [(part.heading, part.blocks) for part in document.parts] == [
        ("What happened", (Paragraph("Line one.\nLine two."),))
    ]
    assert document.foot == ("Foot.",)


def test_a_form_of_ones_own_stands_in_for_its_namesake(tmp_path):
    own = 'id = "plain"\ntitle = "Mine"\nabout = "a"\nsource = "s"\n[[fields]]\nkey = "k"\nheading = "H"\n'
    (tmp_path / "plain.toml").write_text(own)

    assert forms.find("plain", tmp_path).title == "Mine"
    with pytest.raises(NotFound, match="Known: arcp"):
        forms.find("elsewhere", tmp_path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title", "cannot be read"),
        ('id = "x"', "“title” is missing"),
        ('id = "x"\ntitle = "T"\nabout = "a"\nsource = "s"', "no \\[\\[fields\\]\\]"),
        (
            'id="x"\ntitle="T"\nabout="a"\nsource="s"\n[[fields]]\nkey="k"\nheading="H"\nfrom=["x:y"]',
            "“x:y” is nothing",
        ),
        ('id="x"\ntitle="T"\nabout="a"\nsource="s"\n[[fields]]\nkey="k"\nheading="H"\nlimit=0', "whole number"),
        ('id="x"\ntitle="T"\nabout="a"\nsource="s"\n[[fields]]\nkey="k"\nheading="H"\ntogether="t"', "“t” is not set"),
    ],
)
def test_a_form_that_cannot_be_read_says_what_to_mend(tmp_path, text, why):
    (tmp_path / "x.toml").write_text(text)

    with pytest.raises(ReflectError, match=why):
        forms.read(tmp_path / "x.toml")
