"""Hours of the day and counts a day, read from Chinese words and from digits."""

import pytest

from incidents.tagging.counts import counts
from incidents.tagging.numerals import parse_number
from incidents.tagging.times import hours

NUMBERS = [
    ("七", 7),
    ("十", 10),
    ("十一", 11),
    ("二十", 20),
    ("三十几", 31),
    ("三四十", 30),
    ("七八", 7),
    ("几十", 30),
    ("一百", 100),
    ("上百", 100),
    ("两百多", 200),
    ("17", 17),
    ("50多", 50),
    ("零", 0),
]
HOURS = [
    ("凌晨两点半打来", 150),
    ("夜里十一点打来", 23 * 60),
    ("晚上十点四十打来", 22 * 60 + 40),
    ("晚上九点半打来", 21 * 60 + 30),
    ("晚上快十二点打来", 23 * 60 + 55),
    ("早上8点10分打来", 8 * 60 + 10),
    ("清早五六点打来", 5 * 60),
    ("早上七点不到打来", 6 * 60 + 55),
    ("早上不到八点打来", 7 * 60 + 55),
    ("23点打来", 23 * 60),
    ("(23:48)打来", 23 * 60 + 48),
    ("07:15打来", 7 * 60 + 15),
    ("下午三点打来", 15 * 60),
    ("半夜一点多打来", 60),
    ("夜里十二点打来", 0),
    ("今晚8点打来", 20 * 60),
]
COUNTS = [
    ("一天打了五十多个电话", 50),
    ("今天接了三十几个骚扰电话", 31),
    ("老子一天给你打一百个", 100),
    ("一小时打你三十个", 30),
    ("一天打两三个", 2),
    ("半小时内收到四十几条验证码短信", 41),
    ("三天打了三十个电话", 10),
    ("一个月打了二十个电话", 0),
]


@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_a_number_is_read_as_its_lower_end(words, number):
    assert parse_number(words) == number


def test_what_is_no_number_gives_none():
    assert parse_number("好多") is None


@pytest.mark.parametrize(("words", "minutes"), HOURS)
def test_an_hour_is_read(words, minutes):
    (hour,) = hours(words.replace("(", "（").replace(")", "）"))
    assert hour.minutes == minutes


@pytest.mark.parametrize(
    "words", ["两点打来", "十一点半打来", "5分钟后", "有一点难受", "到时候再说"]
)
def test_an_hour_without_its_part_of_the_day_is_left_out(words):
    assert list(hours(words)) == []


@pytest.mark.parametrize(
    ("minutes", "is_night"), [(1319, False), (1320, True), (479, True), (480, False)]
)
def test_the_night_lasts_from_ten_to_eight(minutes, is_night):
    (hour,) = hours(f"{minutes // 60:02}:{minutes % 60:02}")
    assert hour.is_night is is_night


def test_an_hour_with_before_behind_it_is_a_deadline():
    (hour,) = hours("今晚24点前还款")
    assert hour.is_deadline


@pytest.mark.parametrize(("words", "number"), COUNTS)
def test_contacts_are_counted_per_day(words, number):
    assert max(count.number for count in counts(words)) == number


@pytest.mark.parametrize("words", ["打了个电话", "逾期十五天", "他有三十个同事", "五百个联系人"])
def test_other_numbers_are_not_contacts(words):
    assert [count for count in counts(words) if count.number > 1] == []
