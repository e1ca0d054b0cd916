"""What hypothesis makes up: texts in many scripts, values of every kind, answers, entries."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from reflect.models import Answer, Begun, Carry, Entry, Kind, News, Position, Share, new_id

SCRIPTS = (
    "She said “theek hai”, and I didn't ask.",
    "उसने कहा कि घर पर कोई नहीं है।",
    "তিনি চুপ করে ছিলেন।",
    "அவர் எதுவும் சொல்லவில்லை.",
    "وہ کچھ دیر خاموش رہے",
    "ਮੈਂ ਸੁਣਿਆ ਨਹੀਂ।",
    "ക്‌ഷമ, കേട്ടില്ല",
    "क्‍ष और क्‌ष",
    "👩🏽‍⚕️ 🏳️‍🌈",
    'O\'Brien; DROP TABLE entry -- "x" \\ %s :number',
    "one\n\n\ttwo\u2028three\u0000four",
)

texts = st.one_of(st.text(), st.sampled_from(SCRIPTS), st.lists(st.sampled_from(SCRIPTS)).map(" ".join))
ids = st.text("abcdefghijklmnopqrstuvwxyz-:", min_size=1)
stands = st.sampled_from([None, "closer", "further", "depends", "not-sure"])
positions = st.builds(
    Position,
    me=stands,
    them=stands,
    basis=st.sampled_from([None, "told-me", "inferred", "dont-know"]),
    seen=st.none() | st.booleans(),
    spoken=st.none() | st.booleans(),
    weight=st.sampled_from([None, "background", "in-the-room", "in-charge"]),
)
news = st.builds(News, st.sampled_from(["open", "kept", "changed", "let-go"]), texts)
values = {
    Kind.LINE: texts,
    Kind.TEXT: texts,
    Kind.CHOICE: ids,
    Kind.CHOICES: st.lists(ids, unique=True).map(tuple),
    Kind.POSITIONS: st.dictionaries(ids, positions, max_size=4),
    Kind.GRID: st.dictionaries(ids, ids, max_size=4),
    Kind.LOAD: st.integers(0, 4),
    Kind.COMMITMENT: st.builds(Carry, ids, texts),
    Kind.OUTCOMES: st.dictionaries(st.integers(1, 99).map(str), news, max_size=3),
}
kinds_and_values = st.sampled_from(Kind).flatmap(lambda kind: st.tuples(st.just(kind), values[kind]))

answers = st.builds(
    lambda kind_and_value, **rest: Answer(kind=kind_and_value[0], value=kind_and_value[1], **rest),
    kinds_and_values,
    key=ids,
    question=texts,
    share=st.sampled_from(Share),
    about=st.none() | ids,
    locked=st.booleans(),
)
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=offsets)  # noqa: DTZ001 - gets its zone there
entries = st.builds(
    lambda **parts: Entry(id=new_id(), **parts),
    deck=ids,
    minutes=st.sampled_from([2, 10, 25]),
    written=moments,
    finished=st.booleans(),
    answers=st.lists(answers, unique_by=lambda answer: answer.key, max_size=6).map(tuple),
    skipped=st.dictionaries(ids, texts, max_size=3),
    begun=st.dictionaries(ids, st.builds(Begun, texts, texts), max_size=3),
)
