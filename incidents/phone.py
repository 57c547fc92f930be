"""Reads a number or account as people type it: its kind, its place, and a key to compare it by."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import phonenumbers
from phonenumbers import carrier, geocoder

from incidents import phone_patterns as patterns

KEY_LENGTH = 160
NOT_SHOWN = "未显示"


class LineKind(StrEnum):
    MOBILE = "mobile"
    VIRTUAL_MOBILE = "virtual_mobile"
    FIXED = "fixed"
    SERVICE_400 = "service_400"
    SHORT_CODE = "short_code"
    SERVICE_95 = "service_95"
    GATEWAY_106 = "gateway_106"
    HIDDEN = "hidden"
    MASKED = "masked"
    IM_ACCOUNT = "im_account"
    EMAIL = "email"
    FOREIGN = "foreign"
    OTHER = "other"


PUBLIC_KINDS = frozenset(
    {LineKind.SERVICE_400, LineKind.SHORT_CODE, LineKind.SERVICE_95, LineKind.GATEWAY_106}
)


@dataclass(frozen=True, slots=True)
class LineReading:
    """A number as typed, and what it was read as. Reading `normalised` again gives the same key."""

    raw: str
    normalised: str
    display: str
    kind: LineKind
    place: str = ""
    carrier: str = ""

    @property
    def identifies(self) -> bool:
        """Whether equal keys mean the same line; hidden and masked numbers never tell."""
        return self.kind not in {LineKind.HIDDEN, LineKind.MASKED}


class _Found(NamedTuple):
    kind: LineKind
    key: str
    display: str
    place: str = ""
    carrier: str = ""


@lru_cache(maxsize=16_384)
def read_line(raw: str) -> LineReading:
    """Say what `raw` is. Accepts any text, rejects nothing, and keeps `raw` as it was typed."""
    text = _fold(raw)
    found = _hidden(text) or _masked(text) or _account(text) or _email(text) or _telephone(text)
    if found is None:
        found = _Found(LineKind.OTHER, _plain_key(text), " ".join(raw.split()))
    return LineReading(
        raw, _limit(found.key), found.display, found.kind, found.place, found.carrier
    )


def mask(display: str) -> str:
    """Hide the middle of a person's number or account; numbers of services stay readable."""
    reading = read_line(display)
    if reading.kind in PUBLIC_KINDS or not reading.identifies:
        return display
    if reading.kind is LineKind.EMAIL:
        name, _, host = reading.display.partition("@")
        return f"{name[0]}***@{host}"
    if reading.kind is LineKind.IM_ACCOUNT:
        return f"{reading.display.partition(' ')[0]} ***"
    shown = patterns.SHOWN_OF_MASKED.match(reading.display.partition(" 转")[0])
    return f"{shown[1] or ''}****{shown[2]}" if shown else f"{reading.display[:1]}***"


def _fold(text: str) -> str:
    """Undo full-width forms, odd dashes and the invisible marks that address books paste along."""
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    visible = "".join(
        char for char in text if unicodedata.category(char) not in {"Cf", "Cc"} or char.isspace()
    )
    plain = unicodedata.normalize("NFKC", visible)
    dashed = "".join(
        "-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in plain
    )
    return " ".join(dashed.split())


def _plain_key(text: str) -> str:
    compact = patterns.SEPARATORS.sub("", text)
    is_number = patterns.TELEPHONE.fullmatch(compact) and _dialled(compact) is None
    return compact if is_number else _fold(text.casefold())


def _limit(key: str) -> str:
    """Cut a key that no column should have to hold, without merging two long ones."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 65].rstrip()}~{sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def _hidden(text: str) -> _Found | None:
    return _Found(LineKind.HIDDEN, "", NOT_SHOWN) if patterns.HIDDEN.fullmatch(text) else None


def _masked(text: str) -> _Found | None:
    shown = text.removeprefix(patterns.MASK_PREFIX)
    if not patterns.MASK.fullmatch(shown) or _telephone(shown):
        return None
    return _Found(LineKind.MASKED, patterns.MASK_PREFIX + _fold(shown.casefold()), shown)


def _account(text: str) -> _Found | None:
    if patterns.WECHAT_ID.fullmatch(text):
        return _Found(LineKind.IM_ACCOUNT, f"wechat:{_fold(text.casefold())}", f"微信 {text}")
    if (match := patterns.ACCOUNT.fullmatch(text)) is None:
        return None
    slug, name = patterns.SERVICE_BY_WORD[match[1].lower()]
    return _Found(LineKind.IM_ACCOUNT, f"{slug}:{_fold(match[2].casefold())}", f"{name} {match[2]}")


def _email(text: str) -> _Found | None:
    if (match := patterns.EMAIL.fullmatch(text)) is None:
        return None
    return _Found(LineKind.EMAIL, _fold(match[1].casefold()), match[1])


def _telephone(text: str) -> _Found | None:
    text = patterns.LABEL.sub("", text, count=1) if patterns.LABEL.match(text) else text
    return _extended(text) or _dialled(text)


def _extended(text: str) -> _Found | None:
    if (match := patterns.EXTENSION.fullmatch(text)) is None:
        return None
    base = _dialled(match[1])
    if base is None or (match[2] in {"-", "x", "X"} and not _has_desk_phones(base)):
        return None
    return base._replace(key=f"{base.key};ext={match[3]}", display=f"{base.display} 转 {match[3]}")


def _has_desk_phones(found: _Found) -> bool:
    """Whether a dash or an x behind this number can mean an extension."""
    is_complete = found.kind is LineKind.FIXED and found.key.startswith("+86")
    return is_complete or found.kind is LineKind.SERVICE_400


def _dialled(text: str) -> _Found | None:
    compact = patterns.SEPARATORS.sub("", text)
    if not patterns.TELEPHONE.fullmatch(compact):
        return None
    if prefix := patterns.CHINA.match(compact):
        rest = compact[prefix.end() :]
        found = _with_country_code(rest) if prefix[1] != "86" else _after_bare_86(rest)
        if found is not None:
            return found
    if compact.startswith(("+", "00")):
        return _foreign(compact)
    return _national(compact) or _area_left_bare(text)


def _with_country_code(digits: str) -> _Found | None:
    """After +86 or 0086 an area code stands without its 0, also in carrier bills."""
    return (
        _mobile(digits)
        or _service_400(digits)
        or _fixed(digits)
        or _own_code(digits)
        or _local(digits)
    )


def _after_bare_86(digits: str) -> _Found | None:
    """A number may begin with 86 of its own: only what is complete without it loses it."""
    if len(digits) < 10:
        return None
    found = _mobile(digits) or _service_400(digits) or _fixed(digits)
    if found is None and len(digits) > 10 and digits.startswith("106"):
        return _own_code(digits)
    return found


def _national(digits: str) -> _Found | None:
    digits = patterns.DIALLED_THROUGH.sub("", digits)
    if found := _mobile(digits) or _service_400(digits):
        return found
    if digits.startswith("0"):
        return _fixed(digits[1:])
    return _own_code(digits) or _local(digits)


def _mobile(digits: str) -> _Found | None:
    if (match := patterns.MOBILE.fullmatch(digits)) is None:
        return None
    number = match[1]
    kind = LineKind.VIRTUAL_MOBILE if number.startswith(patterns.VIRTUAL) else LineKind.MOBILE
    network = carrier.name_for_number(_chinese(number), "zh") or patterns.HOST_NETWORK.get(
        number[:3], ""
    )
    display = f"{number[:3]} {number[3:7]} {number[7:]}"
    return _Found(kind, f"+86{number}", display, _place(number), network)


def _service_400(digits: str) -> _Found | None:
    if (match := patterns.SERVICE_400.fullmatch(digits)) is None:
        return None
    number = match[1]
    return _Found(LineKind.SERVICE_400, number, f"{number[:3]}-{number[3:6]}-{number[6:]}")


def _fixed(digits: str) -> _Found | None:
    """Read an area code without its 0 and a subscriber, or the local desk of a service number."""
    match = patterns.FIXED.fullmatch(digits) or patterns.FIXED_SERVICE.fullmatch(digits)
    if match is None or not (place := _place(digits)):
        return None
    display = f"0{match[1]}-{match[2]}"
    if match.re is patterns.FIXED:
        return _Found(LineKind.FIXED, f"+86{digits}", display, place)
    service = _own_code(match[2])
    return service and service._replace(key=display, display=display, place=place)


def _own_code(digits: str) -> _Found | None:
    """Numbers that libraries reject and borrowers get most: service codes and SMS gateways."""
    for pattern, kind in patterns.OWN_CODES:
        if pattern.fullmatch(digits):
            return _Found(
                LineKind(kind), digits, digits, carrier=patterns.OPERATORS.get(digits[:5], "")
            )
    return None


def _local(digits: str) -> _Found | None:
    return _Found(LineKind.FIXED, digits, digits) if patterns.LOCAL.fullmatch(digits) else None


def _area_left_bare(text: str) -> _Found | None:
    """Spreadsheets eat the 0 of an area code; grouping of another country is left alone."""
    match = patterns.AREA_LEFT_BARE.fullmatch(text)
    return _fixed(match[1] + match[2]) if match else None


def _foreign(compact: str) -> _Found | None:
    try:
        number = phonenumbers.parse("+" + compact.lstrip("+0"), None)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == 86 or not phonenumbers.is_possible_number(number):
        return None
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    display = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    country = geocoder.country_name_for_number(number, "zh")
    return _Found(LineKind.FOREIGN, key, display, patterns.TIDY_PLACE.get(country, country))


def _chinese(digits: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.PhoneNumber(country_code=86, national_number=int(digits))


def _place(digits: str) -> str:
    place = geocoder.description_for_valid_number(_chinese(digits), "zh")
    return patterns.TIDY_PLACE.get(place, place).replace("株州", "株洲")
