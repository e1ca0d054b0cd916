"""`reflect prep`: what waits, at most two things, and a line that never leaves."""

import json

import pytest


def said(ran):
    return " ".join(ran.out.split())


def test_the_first_time_there_is_nothing_to_go_back_to(reflect, made):
    shown = said(reflect("prep --minutes 2", stdin=""))

    assert "use your service's own route today. Nobody reads this." in shown
    assert "Nothing is parked. A fresh question is as good." in shown


def test_what_was_parked_and_marked_since_is_shown_and_nothing_else(reflect, wrote):
    wrote("now", {"park": "Parked for the hour.", "come-back": "supervision"}, date="2026-10-01")
    wrote("now", {"park": "Parked for today.", "come-back": "today"}, date="2026-10-02")
    wrote("s4-after", {"for-supervision": "Ask about slips."}, date="2026-10-03")
    wrote("free", {"page": "A marked page."}, share={"page": "supervision"}, date="2026-10-04")
    wrote("free", {"page": "A private page."}, date="2026-10-05")

    shown = said(reflect("prep --minutes 2", stdin=""))

    assert "- Parked for the hour. (October 2026, entry 1)" in shown
    assert "- Ask about slips. (October 2026, entry 3)" in shown
    assert "- A marked page. (October 2026, entry 4)" in shown
    assert "Parked for today" not in shown
    assert "private" not in shown.split("marked for supervision:")[1].split("1 of")[0]


def test_what_was_parked_before_the_last_time_waits_no_more(reflect, wrote):
    wrote("now", {"park": "Long ago.", "come-back": "supervision"}, date="2026-08-01")
    wrote("prep", {"bring": "nothing"}, date="2026-09-01")
    wrote("now", {"park": "Since then.", "come-back": "supervision"}, date="2026-10-01")

    shown = said(reflect("prep --minutes 2", stdin=""))

    assert "Since then." in shown
    assert "Long ago." not in shown


def test_more_than_fit_are_counted(reflect, wrote):
    for day in range(1, 10):
        wrote("now", {"park": f"Line {day}.", "come-back": "supervision"}, date=f"2026-10-0{day}")

    assert "and 2 more: reflect list" in said(reflect("prep --minutes 2", stdin=""))


@pytest.mark.parametrize(("minutes", "of"), [(2, 6), (12, None), (10, None)])
def test_there_is_a_short_one_and_a_long_one(reflect, made, minutes, of):
    ran = reflect(f"prep --minutes {minutes}", stdin="")

    assert ran.code == 0
    assert of is None or f"1 of {of}" in said(ran) or "of 7" in said(ran)


def test_another_length_is_refused(reflect, made):
    ran = reflect("prep --minutes 25", stdin="")

    assert ran.code == 2
    assert "2 or 10 minutes" in ran.err


def test_more_commitments_come_back_than_elsewhere_and_what_was_agreed_first(reflect, wrote):
    for number in range(4):
        wrote("s2-power", {"carry": {"scale": "in-reach", "text": f"Promise {number}."}})

    shown = said(reflect("prep --minutes 2", stdin="1\n" * 4))

    assert all(f"Promise {number}." in shown for number in range(4))


def test_the_locked_line_takes_no_mark_and_is_on_no_page(reflect, wrote):
    wrote("prep", {"question": "How?", "unsaid": "what I keep to myself"}, share={"question": "supervision"})

    assert reflect("mark 1 unsaid supervision").code == 1
    reflect("mark 1 supervision")
    assert "what I keep" not in reflect("export").out
    assert "what I keep" in reflect("show 1").out


def test_what_cannot_wait_is_sent_to_the_services_own_route(reflect, made):
    ran = reflect("prep --minutes 2", stdin="1\nMy question?\n1\n3\n\n")

    assert "Use your service's own route today" in said(ran)


def test_at_the_end_answers_and_then_commitments_can_be_marked(reflect, wrote):
    wrote("s2-power", {"carry": {"scale": "in-reach", "text": "Ask first."}})

    ran = reflect("prep --minutes 2", stdin="2\n\n1\nMy question?\n1\n1\n1,2,3\n1\n")

    entry = json.loads(reflect("show 2 --json").out)
    shares = {each["key"]: each["share"] for each in entry["answers"]}
    assert shares["question"] == "supervision", ran.out
    assert json.loads(reflect("commitments --json").out)[0]["share"] == "supervision"
    assert "Nothing has left. To choose what goes on the page, see it and write it: reflect export" in said(ran)


def test_it_takes_answers_from_a_file(reflect, made):
    ran = reflect("prep --answers - --json", stdin=json.dumps({"answers": {"question": "How?"}}))

    assert json.loads(ran.out)["deck"] == "prep"


def test_for_a_supervisor_there_is_a_deck_of_their_own(reflect, made):
    assert "reflect write supervising" not in reflect("").out
    reflect("config role supervisor")
    assert "For your role there is Supervising: the hour from your chair: reflect write supervising" in reflect("").out
