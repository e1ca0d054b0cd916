"""Reading a slip that came back: every word of it in one place, or the file refused with the line that has none."""

import json
import re
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import NOON
from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from reflect import slips
from reflect.cli.gate import footed
from reflect.documents import Blank, Document
from reflect.errors import ReflectError
from reflect.formats import written as formed
from reflect.models import Handover, Owner, new_id
from reflect.slips import NOTE, PART, Action, Slip
from reflect.supervision import DISCLAIMERS

EXAMPLES = Path(__file__).parent / "data" / "slips"
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text(encoding="utf-8"))
BLANKS = [block for block in PART.blocks if isinstance(block, Blank)]
HEADINGS = {blank.key: blank.heading for blank in BLANKS}
LEAD = PART.blocks[0].text
WHO = "Who: the writer, the supervisor, both, or the service."
FOOT = (
    "Left out on purpose: private entries, identifying details, anything about supervision itself. reflect 0.9",
    "This is reflective learning material.",
    "Clinical facts belong in the clinical record; risk and safeguarding go by your service's own route.",
    "Page 3f9a2c41.",
)


def read(text, **rest):
    return slips.read(text.encode(), "slip.md", writer="M.", supervisor="V.", **rest)


def refusal(data, name="slip.md"):
    with pytest.raises(ReflectError) as refused:
        slips.read(data if isinstance(data, bytes) else data.encode(), name)
    assert refused.value.exit_code == 1
    return str(refused.value)


def under(key, words, headings=HEADINGS):
    """Give a slip with words under one heading and the others empty."""
    return "\n\n".join(f"### {said}\n\n{words if each == key else ''}" for each, said in headings.items())


def agreed(rows):
    return read(under("agreed", rows)).agreed


# The slip itself


def test_the_slip_takes_the_words_the_page_has_for_it():
    assert Document(title="", parts=(PART,)).words == 68
    assert [(blank.key, blank.lines) for blank in BLANKS] == [
        ("heard", 2),
        ("seen", 4),
        ("question", 2),
        ("agreed", 0),
        ("differs", 2),
    ]
    rows = BLANKS[3]
    assert rows.asked == (("what", "What"), ("who", "Who"), ("by", "By when"))
    assert (rows.times, rows.lead) == (3, WHO)


def test_an_empty_slip_is_an_answer_too():
    assert Slip().empty
    assert Slip(page="3f9a2c").empty
    assert not Slip(differs="no").empty


# Slips as they left


@pytest.mark.parametrize("form", ["md", "txt", "json"])
@pytest.mark.parametrize("counts", [{}, {"changed": 2}, {"kept": 1}, {"changed": 12, "kept": 3, "reason": "so"}])
def test_a_page_as_it_left_holds_an_empty_slip_and_its_mark(form, counts):
    handover = Handover(id=new_id(), at=NOON, to="V.", form=form, checksum="", **counts)
    page = formed(footed(Document(title="For supervision", parts=(PART,), foot=DISCLAIMERS), handover), form)
    assert slips.read(page, f"page.{form}") == Slip(page=handover.page)
    if form != "json":
        heading = HEADINGS["differs"] if form == "md" else HEADINGS["differs"].upper()
        typed_in = page.decode().replace(heading, f"{heading}\nNo.")
        assert read(typed_in) == Slip(differs="No.", page=handover.page)


# Slips as they came back


def test_every_example_is_expected():
    assert {path.name for path in EXAMPLES.iterdir()} == {*EXPECTED, "expected.toml"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_slip_is_read_as_it_was_meant_or_refused(name):
    expected = dict(EXPECTED[name])
    data = (EXAMPLES / name).read_bytes()
    if "refused" in expected:
        assert refusal(data, name) == expected["refused"]
        return
    rows = [{"who": None, **row} for row in expected.pop("agreed", ())]
    actions = tuple(Action(**{**row, "who": row["who"] and Owner(row["who"])}) for row in rows)
    assert slips.read(data, name, writer="M.", supervisor="V.") == Slip(agreed=actions, **expected)


# However it was changed

SCRIPTS = (
    "She",
    "stayed,",
    "“theek",
    "hai”",
    "didn't",
    "रुकी",
    "है।",
    "চুপ",
    "அவர்",
    "وہ",
    "ਮੈਂ",
    "👍",
    "(once)",
    "100%",
    "e.g.",
)
words = st.one_of(st.sampled_from(SCRIPTS), st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=1, max_size=9))
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
answers = st.just("") | st.lists(paragraphs, min_size=1, max_size=3).map("\n\n".join)
SAID = {
    Owner.ME: ["the writer", "Trainee", "M.", "supervisee"],
    Owner.SUPERVISOR: ["the supervisor", "me", "I", "MYSELF", "v"],
    Owner.BOTH: ["both", "We", "us", "both of us", "you and I", "together"],
    Owner.SERVICE: ["the service", "Team", "a clinic", "the ward", "institution", "college"],
    None: [""],
}
plain = st.lists(st.sampled_from(["ring", "the", "school", "बात", "करना", "slowly"]), min_size=1, max_size=5).map(
    " ".join
)
actions = st.builds(Action, what=plain, who=st.sampled_from(Owner) | st.none(), by=st.just("") | plain)
written = st.builds(
    Slip,
    heard=answers,
    seen=answers,
    question=answers,
    agreed=st.lists(actions, max_size=5).map(tuple),
    differs=answers,
)

HEADED = [
    "### {}",
    "## {} ##",
    "**{}**",
    "__{}:__",
    "{}",
    "{}:",
    "3. {}",
    "(b) {}",
    "- {}",
    "{}\n-----",
    "{}\n=======",
    "> {}",
]
ROWS = [
    "- What: {what}\n  Who: {who}\n  By when: {by}\n",
    "What: {what}\nWho: {who}\nBy when: {by}\n",
    "1. What: {what}\n2. Who: {who}\n3. By when: {by}",
    "• **What:** {what}\n• **Who:** {who}\n• **By when:** {by}",
    "* Who: {who}\n  What: {what}\n  By: {by}\n",
    "+ What: {what}; who: {who}; when: {by}",
    "[ ] what - {what}\n\nWHO - {who}\n\nBY WHEN - {by}",
    "| {what} | {who} | {by} |",
    "{what}\t{who}\t{by}",
]
ON_ONE_LINE = ["- {what} — {who}, {by}", "{what} ({who}, {by})\n", "* {who}: {what}"]
ENDS = ["\n", "\r\n", "\r"]
CODES = ["utf-8", "utf-8-sig", "utf-16"]
TURNS = [
    str,
    str.upper,
    str.title,
    lambda heading: heading.replace(",", ""),
    lambda heading: heading.replace(" ", "\u00a0"),
]


@st.composite
def typed(draw, slip):
    """Write a slip as somebody might hand it back: all that may change about it, changed."""
    turned, marked = draw(st.sampled_from(TURNS)), draw(st.sampled_from(HEADED))
    guided = draw(st.booleans())
    sections = [
        "\n".join(
            (
                marked.format(turned(heading)),
                WHO if guided and key == "agreed" else "",
                draw(rows(slip.agreed)) if key == "agreed" else getattr(slip, key),
                "",
            )
        )
        for key, heading in draw(st.permutations(sorted(HEADINGS.items())))
    ]
    if draw(st.booleans()):
        sections.insert(0, marked.format(turned(PART.heading)) + "\n" + (LEAD if guided else "") + "\n")
        sections.insert(0, "# For supervision\n\nShe said no.\n\n> A question back\n")
    text = "\n".join(sections)
    if draw(st.booleans()):
        text += "\n" + draw(st.sampled_from(["---", "* * *", "____", ""])) + "\n\n" + "\n".join(FOOT[:-1])
    if draw(st.booleans()):
        text = "\n".join(f"> {line}" for line in text.split("\n"))
    return text.replace("\n", draw(st.sampled_from(ENDS))).encode(draw(st.sampled_from(CODES)))


@st.composite
def rows(draw, agreed):
    """Write what was agreed in one of the ways people write it, with empty rows left over."""
    ways = ROWS if any(action.who is None for action in agreed) else ROWS + ON_ONE_LINE
    way = draw(st.sampled_from([way for way in ways if "{by}" in way or not any(action.by for action in agreed)]))
    if way in ON_ONE_LINE and not all(action.by for action in agreed):
        way = "- {what} — {who}"
        assume(not any(action.by for action in agreed))
    said = [
        way.format(what=action.what, who=draw(st.sampled_from(SAID[action.who])), by=action.by) for action in agreed
    ]
    return "\n".join(said + ["- What:\n  Who:\n  By when:\n"] * draw(st.integers(0, 3)))


def spaced(slip):
    """Give a slip with every stretch of white space as one space."""
    return json.loads(re.sub(r"(\\n|\s)+", " ", json.dumps([str(getattr(slip, key)) for key in HEADINGS])))


@effort(deadline=None)
@given(slip=written, data=st.data())
def test_what_was_written_is_read_however_the_slip_was_changed(slip, data):
    back = slips.read(data.draw(typed(slip)), "slip.md", writer="M.", supervisor="V.")
    assert spaced(back) == spaced(slip)


# Whatever happened to it

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["delete", "repeat", "move", "insert", "rule", "join"]), st.integers(0, 80), st.integers(0, 80)
    ),
    min_size=1,
    max_size=6,
)


def a_slip(markdown):
    """Write a whole slip of numbered words, as Markdown or as plain text."""
    number = iter(range(1000))

    def some():
        return " ".join(f"w{next(number)}w" for _ in range(3))

    said = [f"{some()}\n{some()}\n\n{some()}" if key in {"heard", "seen"} else some() for key in HEADINGS]
    said[3] = f"{WHO}\n\n" + "\n\n".join(f"- What: {some()}\n  Who: both\n  By when: {some()}" for _ in range(2))
    heads = [(f"### {head}\n" if markdown else head.upper()) for head in HEADINGS.values()]
    room = f"## {PART.heading}\n" if markdown else f"{PART.heading.upper()}\n------------------"
    slip = "\n\n".join(f"{head}\n{words}" for head, words in zip(heads, said, strict=True))
    return f"{room}\n{LEAD}\n\n{slip}\n\n- What:\n  Who:\n\n---\n\n" + "\n".join(FOOT)


def changed(text, changes):
    found = text.split("\n")
    for number, (change, *places) in enumerate(changes):
        at, to = (place % len(found) for place in places)
        if change == "insert":
            found.insert(at, f"w{2000 + number}w")
        elif change == "rule":
            found.insert(at, "---")
        elif change == "repeat":
            found.insert(to, found[at])
        elif change == "join":
            found[at : at + 2] = [" ".join(found[at : at + 2])]
        else:
            line = found.pop(at)
            if change == "move":
                found.insert(to, line)
        found = found or [""]
    return "\n".join(found)


@effort(deadline=None, max_examples=300)
@given(markdown=st.booleans(), changes=CHANGES)
def test_no_word_is_lost_whatever_happens_to_the_lines(markdown, changes):
    text = changed(a_slip(markdown), changes)
    try:
        slip = read(text)
    except ReflectError:
        return
    # What stands above the room is the page's own; its line of guidance is no word, wherever it went.
    *_, room = re.split(rf"(?im)^[# ]*{PART.heading}[ -]*$", text.replace(LEAD, ""))
    assert set(re.findall(r"w\d+w", room)) <= set(re.findall(r"w\d+w", str(slip)))


def test_a_slip_with_its_headings_above_the_room_is_refused():
    text = under("heard", "She asked.").replace("### What you see", f"## {PART.heading}\n\n### What you see")
    assert refusal(text).startswith("Line 1 cannot be placed: “What you read as the question”.")


# Headings and answers


@pytest.mark.parametrize(
    "beside", ["A question back: and then?", "A question back — and then?", "A question back:\nand then?"]
)
def test_words_may_stand_beside_a_heading(beside):
    assert read(f"## Room to write back\n{beside}").question == "and then?"


def test_words_beside_the_heading_of_the_room_have_no_place():
    assert refusal(f"Room to write back: thank you\n{under('heard', 'it')}").startswith("Line 1 cannot be placed")


def test_a_heading_that_became_part_of_a_line_is_refused():
    assert "Line 3 cannot be placed: “A question back and then?”" in refusal(
        "## What we agreed\n\nA question back and then?"
    )


def test_a_heading_that_is_there_may_be_named_in_an_answer():
    assert read(under("heard", "In what we agreed there was no hurry.")).heard.startswith("In what we agreed")


def test_a_line_with_more_words_than_a_heading_or_another_meaning_is_none():
    for line in ("not much, what you see, and what is done well", "What we disagreed", "What we both agreed", "a -> b"):
        assert read(under("heard", line)).heard == line


def test_headings_nobody_used_may_be_gone():
    assert read("## What you read as the question\n\nIt.\n\n## Where you see it differently\n\nNo.") == Slip(
        heard="It.", differs="No."
    )


def test_what_follows_a_gap_where_the_next_heading_is_gone_has_no_place():
    gone = {key: heading for key, heading in HEADINGS.items() if key != "differs"}
    assert "“Where you see it differently” is gone, so one line has no place" in refusal(
        under("agreed", "- What:\n  Who:\n\nIt was kind.", gone)
    )
    assert "“A question back” is gone" in refusal(
        under("seen", "You stayed.\n\nWhy?", {key: HEADINGS[key] for key in ("heard", "seen", "differs")})
    )


def test_rows_left_empty_are_no_answer_where_their_heading_is_gone():
    gone = {key: heading for key, heading in HEADINGS.items() if key != "agreed"}
    assert read(under("question", "Why?\n\n- What:\n  Who:\n  By when:", gone)) == Slip(question="Why?")


def test_the_foot_of_a_page_that_is_known_is_no_answer():
    foot = ("Kept by both of us until spring, and by nobody else 3 weeks on.",)
    slip = under("differs", "No.") + "\n\n---\n\nKept by both of us until spring,\nand by nobody else 4 weeks on.\n"
    assert read(slip, ours=Document(title="", foot=foot)).differs == "No."
    assert "Line 23 cannot be placed" in refusal(slip)


def test_a_mark_of_a_page_in_its_foot_is_read_and_one_in_a_sentence_is_not():
    assert read(under("differs", "No.") + "\n\nPAGE 3F9A2C41.").page == "3f9a2c41"
    assert read(under("differs", "On page 123456 you wait.")) == Slip(differs="On page 123456 you wait.")
    ours = Document(title="", foot=FOOT)
    assert read(under("differs", "No.") + "\n\n---\n\n" + "\n".join(FOOT), ours=ours).page == "3f9a2c41"


# What was agreed


@pytest.mark.parametrize(("owner", "said"), [(owner, said) for owner, all_said in SAID.items() for said in all_said])
def test_whose_it_is_is_understood_in_many_words(owner, said):
    assert agreed(f"- What: ring\n  Who: {said}") == (Action(what="ring", who=owner),)


@pytest.mark.parametrize("said", ["you", "my trainee", "nobody", "me and the team", "?"])
def test_whose_it_is_stays_open_where_it_is_not_said_plainly(said):
    assert agreed(f"- What: ring\n  Who: {said}") == (Action(what="ring", who=None, said=said),)


def test_labels_that_are_the_same_say_nothing():
    row = under("agreed", "- What: ring\n  Who: A.").encode()
    assert slips.read(row, "slip.md", writer="A.", supervisor="a").agreed[0].who is None
    assert slips.read(row, "slip.md", writer="A.", supervisor="B.").agreed[0].who is Owner.ME


@pytest.mark.parametrize(
    ("row", "action"),
    [
        ("- talk to the warden — both, by Friday", Action(what="talk to the warden", who=Owner.BOTH, by="by Friday")),
        ("Raise the form (me, by March)", Action(what="Raise the form", who=Owner.SUPERVISOR, by="by March")),
        ("- V.: ask who reads it", Action(what="ask who reads it", who=Owner.SUPERVISOR)),
        ("- sit down - together by noon", Action(what="sit down", who=Owner.BOTH, by="by noon")),
        ("- wait (as agreed, and longer)", Action(what="wait (as agreed, and longer)", who=None)),
        ("We will wait.", Action(what="We will wait.", who=None)),
        ("- What:\n  wait\n  longer\n  Who: us", Action(what="wait longer", who=Owner.BOTH)),
        ("- wait\n  Who: us\n  By when: ____", Action(what="wait", who=Owner.BOTH)),
        ("- Who: us", Action(what="", who=Owner.BOTH)),
    ],
)
def test_a_row_may_be_written_in_many_ways(row, action):
    assert agreed(row) == (action,)


def test_a_table_may_have_a_head_and_more_columns():
    assert agreed("| What | Who | When |\n|---|---|---|\n| ring | us | soon | or not |") == (
        Action(what="ring", who=Owner.BOTH, by="soon or not"),
    )


# JSON

WHOLE = Slip(
    heard="It.",
    seen="You\nstayed.",
    question="Why?",
    agreed=(Action(what="ring", who=Owner.ME, by="soon"),),
    differs="No.",
)
DATA = {
    "heard": "It.",
    "seen": "You\nstayed.",
    "question": "Why?",
    "agreed": [{"what": "ring", "who": "writer", "by": "soon"}, {"what": "", "who": "", "by": ""}],
    "differs": "No.",
}


def test_json_is_read_alone_or_in_its_page():
    assert read(json.dumps({**DATA, "note": NOTE})) == WHOLE
    assert read(json.dumps({"question": ["page"], "slip": {**DATA, "note": NOTE}})) == WHOLE
    assert read(json.dumps({"slip": DATA, "page": "Page 3F9A2C."})).page == "3f9a2c"
    assert read(json.dumps({"slip": DATA, "foot": ["Kept.", "Page 3F9A2C."]})).page == "3f9a2c"
    assert read('{"slip": {}}').empty
    assert read('{"heard": "", "heard": "It.", "heard": ""}') == Slip(heard="It.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"title": "page"}', "There is no room to write back in slip.md"),
        ('{"slip": "It."}', "There is no room to write back in slip.md"),
        ('{\n"heard": “It.”}', "at line 2"),
        ('{"a":' * 200_000, "breaks off"),
        ('{"heard": null}', "“heard” in slip.md has another form"),
        ('{"agreed": ["ring"]}', "“agreed” in slip.md has another form"),
        ('{"agreed": [{"when": "now"}]}', "“when” in slip.md is no name of the slip"),
        ('{"heard": "", "page": "thank you"}', "“page” in slip.md has another form"),
    ],
)
def test_json_of_another_form_is_refused(text, said):
    assert said in refusal(text)


# What is no text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "slip.md is empty."),
        (b"PK\x03\x04rest", "a document of a word processor. Save it as text"),
        (b"\xd0\xcf\x11\xe0rest", "a document of a word processor. Save it as text"),
        (b"%PDF-1.7", "a PDF. Type in what you want to keep: reflect feedback add"),
        (b"\x89PNG\r\n", "a picture. Type in what you want to keep: reflect feedback add"),
        (b"\xff\xd8\xff\xe0", "a picture."),
        (b"\0\0\0 ftypheic", "a picture."),
        (b"one\0two", "not text that can be read here. Save it as UTF-8"),
        (b"caf\xe9", "not text that can be read here. Save it as UTF-8"),
        (b"\xff\xfeo", "not text that can be read here. Save it as UTF-8"),
        (b"word " * 200_001, "larger than a page can be"),
        ("Just words.", "There is no room to write back in slip.md. Is it the page itself?"),
    ],
)
def test_what_is_no_slip_is_refused_with_what_to_do(data, said):
    assert said in refusal(data)


@pytest.mark.parametrize(
    "text", ["[" * 900_000, " " * 900_000 + "x", "- " * 450_000, "> " * 450_000 + "x", "a: " * 300_000]
)
def test_a_long_file_takes_no_long_time(text):
    refusal(text)
    assert read(f"What we agreed\n{text}").agreed is not None


@effort(deadline=None)
@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_anything_at_all_is_read_or_refused(data):
    for start in (b"", b"What we agreed\n", b'{"heard": '):
        with suppress(ReflectError):
            slips.read(start + data, "slip")
