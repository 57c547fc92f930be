"""Spreading the example's second phase over days, people and hours, the same every time."""

from datetime import date, timedelta
from random import Random

from evidence.demo.story import (
    FRIENDS,
    GATEWAY,
    REPORTED,
    REPORTED_WORDS,
    SECOND_PHASE,
    SECOND_WORDS,
    TEXT_MESSAGES,
    TO_HERSELF,
    Contacted,
    Said,
    april,
    moment,
)
from incidents.models.incident import Channel

# How likely a call is at each hour from 7 to 23.
HOURS = (2, 8, 13, 16, 14, 11, 9, 10, 15, 17, 14, 8, 9, 8, 7, 1, 1)
SEED = 20180606


def second_phase() -> list[Contacted]:
    """
    Spread the second phase's calls over days, people and hours, the same every time.

    490 calls from 490 different 0537 numbers, and three text messages to one friend.
    """
    random = Random(SEED)  # noqa: S311 - a fixed story, no secret
    people = [friend.key for friend in FRIENDS for _ in range(friend.calls)]
    random.shuffle(people)
    numbers = random.sample(range(1_000_000, 1_999_999), sum(SECOND_PHASE))
    contacted: list[Contacted] = []
    for offset, (total, own) in enumerate(zip(SECOND_PHASE, TO_HERSELF, strict=True)):
        day = april(16) + timedelta(days=offset)
        whose = ["" for _ in range(own)] + [people.pop() for _ in range(total - own)]
        random.shuffle(whose)
        contacted += calls_of_day(random, day, whose, numbers)
    return sorted([*contacted, *text_messages()], key=lambda item: item.at)


def calls_of_day(
    random: Random, day: date, whose: list[str], numbers: list[int]
) -> list[Contacted]:
    minutes = sorted(
        random.choices(range(7, 24), weights=HOURS, k=1)[0] * 60 + random.randrange(60)
        for _ in whose
    )
    words = words_of_day(day)
    calls = []
    for minute, person in zip(minutes, whose, strict=True):
        said = words.pop(person, None)
        answered = said is not None or random.random() < 0.2
        calls.append(
            Contacted(
                at=moment(day, minute // 60, minute % 60),
                number=f"0537-{numbers.pop()}",
                whose=person,
                duration_s=random.randrange(4, 40) if answered else None,
                words=said.words if said else "",
                is_note=said is not None and said.is_note,
                is_reported=person in REPORTED and said is REPORTED_WORDS,
            )
        )
    return calls


def words_of_day(day: date) -> dict[str, Said]:
    days = (day - date(2018, 3, 31)).days
    return {person: said for (number, person), said in SECOND_WORDS.items() if number == days}


def text_messages() -> list[Contacted]:
    return [
        Contacted(
            at=moment(april(24), hour, minute), number=GATEWAY, channel=Channel.SMS,
            whose="lin", words=words, is_reported=minute == 14,
        )
        for hour, minute, words in TEXT_MESSAGES
    ]  # fmt: skip
