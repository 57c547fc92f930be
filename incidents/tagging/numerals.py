"""Read numbers written in digits or in Chinese, exact or rough (三四十, 几十, 上百)."""

import re

HAN_DIGITS = "零〇一二三四五六七八九十两廿"
_VALUES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_VALUES |= {"七": 7, "八": 8, "九": 9, "几": 3, "数": 3, "廿": 20, "半": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
# 十几 is at least eleven, 几十 at least twenty: a rough number counts as its lower end.
_ROUGH = re.compile("[多来好余把上成近约快]")
_AND_SOME = re.compile("(?<=[十百千])几(?![十百千])")


def parse_number(words: str) -> int | None:
    """Give the lower end of what is written, or None when it is not a number."""
    words = _AND_SOME.sub("一", _ROUGH.sub("", words))
    if words.isdigit():
        return int(words)
    total = current = 0
    for position, char in enumerate(words):
        if char in _VALUES:
            follows = words[position + 1 : position + 2]
            if current and follows not in _UNITS and char != "零":
                continue  # 七八 means at least seven
            current = current if current and follows in _UNITS else _VALUES[char]
        elif char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            return None
    return total + current if words else None
