"""Drawing sheets; to be imported by the drawing process alone, for what it needs is heavy."""

from incidents.figures.hour_map import draw_hours
from incidents.figures.named_bars import draw_bars
from incidents.figures.pen import Plate, same_always
from incidents.figures.sheets import Bars, Days, Hours, Payments, Sheet, Size
from incidents.figures.time_chart import draw_days, draw_payments


def draw(sheet: Sheet, size: Size) -> str:
    """Return a drawing as SVG, the same for the same sheet."""
    with same_always():
        plate = Plate(sheet, size)
        match sheet:
            case Days():
                draw_days(sheet, plate)
            case Hours():
                draw_hours(sheet, plate)
            case Bars():
                draw_bars(sheet, plate)
            case Payments():
                draw_payments(sheet, plate)
        return plate.svg()
