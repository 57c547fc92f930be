"""How crispy forms lay out our fields: which of them are shown as chips or segments."""

from collections.abc import Iterable, Mapping

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout

CHIPS, SEGMENTS = "_chips.html", "_seg.html"


def laid_out(names: Iterable[str], templates: Mapping[str, str]) -> FormHelper:
    """Return a helper that shows fields in order, those in `templates` by their own template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        *(Field(name, template=templates[name]) if name in templates else name for name in names)
    )
    return helper
