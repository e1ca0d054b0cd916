"""Words that are new lately: found when they are, and hardly ever when they are not."""

import random

from reflect.keyness import lately

COMMON = [f"word{chr(97 + at)}{chr(97 + other)}" for at in range(20) for other in range(20)]


def journal(chance, planted=0.0, entries=40):
    texts = []
    for at in range(entries):
        words = [chance.choice(COMMON[: 1 + int(400 * chance.random() ** 2)]) for _ in range(60)]
        if chance.random() < planted:
            words.insert(30, "ration")
        texts.append((at % 13, " ".join(words) + "."))
    return texts


def known_of(texts):
    holding = {}
    for _, text in texts:
        for word in set(text.replace(".", "").split()):
            holding[word] = holding.get(word, 0) + 1
    return lambda word: holding.get(word, 0)


def test_a_planted_word_is_found_and_nothing_else():
    chance = random.Random(5)
    earlier, recent = journal(chance, entries=400), journal(chance, planted=0.4)

    found = lately(recent, known_of(earlier + recent), len(recent), len(earlier) + len(recent))

    assert [each.word for each in found] == ["ration"]
    assert found[0].entries >= 10
    assert found[0].times > 10


def test_where_nothing_is_new_hardly_a_word_is_shown():
    shown = 0
    for seed in range(40):
        chance = random.Random(seed)
        earlier, recent = journal(chance, entries=200), journal(chance)
        shown += bool(lately(recent, known_of(earlier + recent), len(recent), len(earlier) + len(recent)))

    assert shown <= 4


def test_names_short_words_and_words_of_one_week_are_not_shown():
    recent = [(week, f"Then Sunita came with ab. It was w{chr(97 + week)}ord.") for week in range(12)]
    recent += [(3, f"once oneweek {at}") for at in range(6)]

    words = {each.word for each in lately(recent, lambda _: 12, len(recent), 4000)}

    assert "came" in words
    assert not words & {"sunita", "ab", "oneweek"}


def test_a_word_at_the_start_of_a_sentence_is_no_name():
    recent = [(week, "Ration again. Nothing else.") for week in range(12)]

    assert "ration" in {each.word for each in lately(recent, lambda _: 12, 12, 4000)}


def test_words_of_other_scripts_are_found_whole():
    recent = [(week, "राशन कार्ड की बात फिर हुई।") for week in range(12)]

    assert "राशन" in {each.word for each in lately(recent, lambda _: 12, 12, 4000)}


def test_of_nothing_nothing_is_said():
    assert lately([], lambda _: 0, 0, 0) == []
