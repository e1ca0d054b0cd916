"""Two periods side by side: own words first, and nothing that ranks them."""

from datetime import UTC, date, datetime

from reflect import comparison, themes
from reflect.models import Answer, Commitment, Kind, Noted

KNOWN = {name: theme for name, theme in themes.themes().items() if name in ("caste", "class-money")}


def test_two_periods_begin_with_the_writers_own_words():
    def noted(words, day):
        answer = Answer(key="justice", question="Q", kind=Kind.LINE, value=words)
        return Noted(number=1, deck="s1-lens", written=datetime(2026, *day, tzinfo=UTC), answer=answer)

    promise = Commitment(number=1, key="carry", scale="in-reach", text="Ask.", made=datetime(2026, 3, 2, tzinfo=UTC))
    january = {("entry", "", ""): {"2026-01": 4}, ("theme", "caste", "likely"): {"2026-01": 2}}
    march = {("entry", "", ""): {"2026-03": 2}, ("theme", "class-money", "declared"): {"2026-03": 2}}
    then = comparison.time(january, date(2026, 1, 1), date(2026, 1, 31), [noted("A  chair.", (1, 5))], [promise])
    now = comparison.time(march, date(2026, 3, 1), date(2026, 3, 31), [], [promise])

    first, second, third = comparison.compared(then, now, KNOWN, str)

    assert [row.said for row in first.rows] == [("5 Jan 2026: A chair.",), ("Nothing written on it.",)]
    assert [row.said for row in second.rows] == [("None.",), ("Ask. (no news yet)",)]
    assert "Money, class and fees: before 0 of 4, now 2 of 2" in [row.label for row in third.rows]
