"""A person's decision on one finding or on many, as it is posted."""

from dataclasses import dataclass

from django import forms

from incidents.models.finding import FindingState

DECISIONS = {
    "confirm": FindingState.CONFIRMED,
    "dismiss": FindingState.DISMISSED,
    "reopen": FindingState.SUGGESTED,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding as the person saw it: its id and the beginning of its basis."""

    pk: int
    basis: str


class DecisionForm(forms.Form):
    """
    `finding` holds keys of what was chosen. With `rule`, all others of the rule that waited on the
    page are meant too: up to the id `latest`, without those that were `shown` and not chosen.
    """

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    note = forms.CharField(required=False, max_length=300)
    incident = forms.IntegerField(required=False)
    rule = forms.CharField(required=False, max_length=8)
    latest = forms.IntegerField(required=False)

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        try:
            values["chosen"] = self.seen("finding")
            values["shown"] = self.seen("shown")
        except ValueError as error:
            raise forms.ValidationError("") from error
        if not values["chosen"] and not values.get("rule"):
            raise forms.ValidationError("")
        return values

    def seen(self, name: str) -> list[Seen]:
        pairs = (key.partition(":") for key in self.data.getlist(name))  # type: ignore[attr-defined]
        return [Seen(int(pk), basis) for pk, _colon, basis in pairs]

    @property
    def state(self) -> FindingState:
        return DECISIONS[self.cleaned_data["decision"]]
