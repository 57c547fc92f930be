"""The charts over time: contacts by day, and repayments below contacts."""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from incidents.figures.inks import AXIS, BAND, KIN, OWN, PAPER, STRONG
from incidents.figures.pen import HATCHED, Plate, Room, bars
from incidents.figures.sheets import Band, Days, Payments, Size, Tick

FEWEST_PLACES = 14


def draw_days(sheet: Days, plate: Plate) -> None:
    area, left, width = chart(plate, sheet.own, sheet.kin, plate.letter * 3.1, plate.height)
    pitch = width / places(len(sheet.own))
    for band in sheet.bands:
        area.axvspan(band.start, band.end, color=BAND, linewidth=0, zorder=0, clip_on=False)
    name_bands(plate, sheet.bands, left, pitch)
    name_ticks(plate, sheet.ticks, left, pitch, plate.height - plate.letter * 0.7)
    if plate.size is Size.WIDE and sheet.peak:
        point_out(plate, area, sheet, left, pitch)


def places(bars: int) -> int:
    """Return for how many bars there is room: a few do not become as broad as the page."""
    return max(bars, FEWEST_PLACES)


def chart(
    plate: Plate, own: Sequence[int], kin: Sequence[int], top: float, bottom: float
) -> tuple[Axes, float, float]:
    """Draw bars of contacts, own below and others' above; returns where they stand."""
    most = max(map(sum, zip(own, kin, strict=True)))
    left = plate.wide(f"{most:,}") + plate.letter * 1.2
    width = plate.width - left - 2
    area = plate.axes(left, top, width, bottom - top - plate.letter * 1.7)
    area.set_xlim(0, places(len(own)))
    plate.levels(area, most)
    bars(area, own, color=OWN)
    bars(area, kin, own, color=KIN)
    return area, left, width


def name_bands(plate: Plate, bands: Sequence[Band], left: float, pitch: float) -> None:
    """Write each wave's name above it, as far as there is room."""
    room = Room()
    for band in bands:
        wide = max(plate.wide(band.name, strong=True), plate.wide(band.count))
        x = left + band.start * pitch
        fits = x + wide <= plate.width
        at, anchor = (x, "left") if fits else (plate.width, "right")
        if room.take(x if fits else plate.width - wide, wide):
            plate.write(at, plate.letter * 0.75, band.name, ha=anchor, weight="bold", color=STRONG)
            plate.write(at, plate.letter * 2.1, band.count, ha=anchor)


def name_ticks(plate: Plate, ticks: Sequence[Tick], left: float, pitch: float, y: float) -> None:
    """Write the first day and the years, then the months between as far as there is room."""
    room = Room()
    for tick in sorted(ticks, key=lambda tick: (tick.at > 0, not tick.is_year)):
        wide = plate.wide(tick.name)
        x = left + tick.at * pitch
        fits = x + wide <= plate.width
        if room.take(x if fits else plate.width - wide, wide):
            plate.write(x if fits else plate.width, y, tick.name, ha="left" if fits else "right")


def point_out(plate: Plate, area: Axes, sheet: Days, left: float, pitch: float) -> None:
    """Lead from the highest bar to its words, on the side where there is room."""
    totals = [own + kin for own, kin in zip(sheet.own, sheet.kin, strict=True)]
    at = totals.index(max(totals))
    _x, above = area.transData.transform((at, totals[at]))
    y = plate.height - above
    right = left + (at + 1) * pitch
    is_right = right + 26 + plate.wide(sheet.peak) <= plate.width
    start = right if is_right else left + at * pitch
    end = start + 20 if is_right else start - 20
    plate.line((start, end), (y, y), AXIS, 0.6)
    plate.write(
        end + (4 if is_right else -4), y - 2, sheet.peak, ha="left" if is_right else "right"
    )


def draw_payments(sheet: Payments, plate: Plate) -> None:
    gap = plate.letter * 1.6
    middle = plate.height * 0.5
    titles = [
        (sheet.titles[0], plate.letter * 0.75),
        (sheet.titles[1], middle + plate.letter * 0.75),
    ]
    for title, y in titles:
        plate.write(0, y, title, weight="bold", color=STRONG)
    above, below = plate.letter * 1.9, middle + plate.letter * 1.9
    calls_most = max(map(sum, zip(sheet.own, sheet.kin, strict=True)))
    left = plate.wide(f"{max(calls_most, *sheet.paid):,.0f}") + plate.letter * 1.2
    width = plate.width - left - 2
    calls = plate.axes(left, above, width, middle - above - gap * 0.6)
    money = plate.axes(left, below, width, plate.height - below - gap)
    for area in (calls, money):
        area.set_xlim(0, places(len(sheet.paid)))
    plate.levels(calls, max(calls_most, 1))
    bars(calls, sheet.own, color=OWN)
    bars(calls, sheet.kin, sheet.own, color=KIN)
    plate.levels(money, max(sheet.paid) * 1.15)
    bars(money, sheet.paid, facecolor=PAPER, edgecolor=OWN, hatch=HATCHED, linewidth=0.6)
    pitch = width / places(len(sheet.paid))
    for x, y, words in amounts(plate, money, sheet, left, pitch):
        plate.write(x, y, words, ha="center", color=STRONG)
    name_ticks(plate, sheet.ticks, left, pitch, plate.height - plate.letter * 0.7)


def amounts(
    plate: Plate, area: Axes, sheet: Payments, left: float, pitch: float
) -> Iterator[tuple[float, float, str]]:
    """Yield where each amount is written above its bar; the largest have room first."""
    room = Room()
    for at in sorted(range(len(sheet.paid)), key=lambda place: -sheet.paid[place]):
        wide = plate.wide(sheet.amounts[at])
        start = min(max(left + (at + 0.5) * pitch - wide / 2, left), plate.width - wide)
        if sheet.paid[at] and room.take(start, wide):
            _x, top = area.transData.transform((at, sheet.paid[at]))
            yield start + wide / 2, plate.height - top - plate.letter * 0.65, sheet.amounts[at]
