"""Making a drawing fit for pages: presentation attributes instead of styles, and little of it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # nosec B405  (what is read was written a moment ago)

SVG = "http://www.w3.org/2000/svg"
FAMILY = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
NUMBER = re.compile(r"-?\d+\.\d+")
# What a drawing says of itself that the root says for all, or that stands for nothing.
NEEDLESS = {"font-family", "stroke-linejoin", "stroke-linecap", "stroke-miterlimit"}
TURNED_BY_NOTHING = "rotate(-0 "


def tidied(drawing: str, text: str, letter: float) -> str:
    """
    Return a drawing without styles, names and empty groups, in one `svg` element.

    `text` says the same in words, and becomes its title.
    """
    root = ET.fromstring(drawing)  # noqa: S314  # nosec B314  (our own)
    _x, _y, width, height = root.get("viewBox", "").split()
    whole = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"0 0 {rounded(width)} {rounded(height)}",
            "width": rounded(width),
            "height": rounded(height),
            "role": "img",
            "aria-label": text,
            "font-family": FAMILY,
            "font-size": rounded(str(letter)),
        },
    )
    ET.SubElement(whole, "title").text = text
    if patterns := list(root.iter(f"{{{SVG}}}pattern")):
        held = ET.SubElement(whole, "defs")
        held.extend(plain(each, letter) for each in patterns)
    whole.extend(merged(plain(each, letter) for each in drawn(root)))
    return ET.tostring(whole, encoding="unicode")


def drawn(group: ET.Element) -> Iterator[ET.Element]:
    """Yield what is visible, out of its groups, in the order in which it is painted."""
    for element in group:
        match local(element):
            case "g":
                yield from drawn(element)
            case "path" | "text":
                yield element


def local(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{SVG}}}")


def plain(element: ET.Element, letter: float) -> ET.Element:
    """Turn styles into attributes, and round what is finer than print."""
    values = dict(element.attrib)
    values.pop("clip-path", None)
    for declaration in filter(None, values.pop("style", "").split(";")):
        key, _colon, value = declaration.partition(":")
        values[key.strip()] = value.strip()
    size = values.pop("font-size", "").removesuffix("px")
    if size and float(size) != letter:
        values["font-size"] = size
    name = local(element)
    if name != "pattern":
        values.pop("id", None)
    if values.get("transform", "").startswith(TURNED_BY_NOTHING):
        del values["transform"]
    found = ET.Element(
        name,
        {key: rounded(value) for key, value in values.items() if key not in NEEDLESS},
    )
    found.text = (element.text or "").strip() or None
    found.extend(plain(child, letter) for child in element)
    return found


def merged(elements: Iterator[ET.Element]) -> Iterator[ET.Element]:
    """Join neighbouring paths that look alike into one."""
    before: ET.Element | None = None
    for element in elements:
        if before is not None and alike(before, element):
            before.set("d", before.get("d", "") + element.get("d", ""))
            continue
        if before is not None:
            yield before
        before = element
    if before is not None:
        yield before


def alike(one: ET.Element, other: ET.Element) -> bool:
    if not one.tag == other.tag == "path":
        return False
    return {**one.attrib, "d": ""} == {**other.attrib, "d": ""}


def rounded(value: str) -> str:
    """Write numbers with two decimals at most, and paths without needless spaces."""
    short = NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value)
    return re.sub(r"\s*([MLzHVC])\s*", r"\1", short) if short[:1] == "M" else short
