"""Forms of what is made from an original: areas to black out, and words written down of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from evidence.redaction import Area
from incidents.forms.incidents import told_words
from incidents.forms.words import words_limit

EDGES = ("left", "top", "right", "bottom")
MOST_AREAS = 200
# A row more than this is offered empty to who types instead of drawing.
EMPTY_ROWS = 3
LONGEST_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class TypedArea:
    """One row of the form as it was typed."""

    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""

    @property
    def edges(self) -> tuple[str, str, str, str]:
        return self.left, self.top, self.right, self.bottom

    @property
    def is_blank(self) -> bool:
        return not any(self.edges)

    def read(self) -> Area | None:
        """Return the area, or None when these are not four numbers that enclose something."""
        try:
            area = Area(*(float(edge) for edge in self.edges))
        except ValueError:
            return None
        return area if area.is_sound else None


class AreasInput(forms.Widget):
    """Reads any number of rows of four numbers; the page draws them itself."""

    def value_from_datadict(self, data: Any, _files: MultiValueDict[str, Any], _name: str) -> Any:
        columns = [[edge.strip() for edge in data.getlist(name)] for name in EDGES]
        rows = [TypedArea(*row) for row in zip(*columns, strict=False)]
        return [row for row in rows if not row.is_blank]


class AreasField(forms.Field):
    widget = AreasInput

    def clean(self, value: Sequence[TypedArea]) -> list[Area]:
        if not value:
            raise forms.ValidationError(_("还没有画。在图上拖出要盖住的地方，或者写四个数。"))
        if len(value) > MOST_AREAS:
            raise forms.ValidationError(_("一次最多盖 200 处。"))
        areas = [row.read() for row in value]
        if not all(areas):
            raise forms.ValidationError(
                _("有一行看不懂：四个数都在 0 到 100 之间，右边大于左边，下边大于上边。")
            )
        return [area for area in areas if area]


class RedactForm(forms.Form):
    areas = AreasField()

    @property
    def rows(self) -> list[TypedArea]:
        """The rows to show: what was typed, and room for more."""
        typed = self["areas"].value() if self.is_bound else []
        return [*typed, *(TypedArea() for _number in range(EMPTY_ROWS))]

    @property
    def drawn(self) -> list[Area]:
        """The rows that can be drawn."""
        return [area for row in self.rows if (area := row.read())]


class WordsForm(forms.Form):
    """What a picture says, or a recording; `reason` only when words were there before."""

    words = forms.CharField(
        label=_("文字"),
        strip=False,
        validators=[words_limit(LONGEST_WORDS)],
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 12}),
        error_messages={"required": _("还没有写。")},
    )
    reason = forms.CharField(
        label=_("为什么改"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def clean_words(self) -> str:
        return told_words(self.cleaned_data["words"])

    def changes(self) -> dict[str, object]:
        return {"words": self.cleaned_data["words"]}
