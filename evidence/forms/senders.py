"""Who sends a bundle: the representative who acts, and how the borrower is reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.bundles.blanks import blanks
from evidence.bundles.senders import Sending
from incidents.models import Case, Representative

PARTED = "，"


class SenderFields(forms.Form):
    """Part of the choices of a bundle; what is left alone prints neither."""

    representative = forms.ModelChoiceField(Representative.objects.none(), required=False)
    prints_contact = forms.BooleanField(required=False)
    contact = forms.CharField(required=False, max_length=200)

    def offer_senders(self, case: Case) -> None:
        """Offer who acts in this case, and the contact details that are kept with it."""
        choice = self.fields["representative"]
        choice.queryset = case.representatives.filter(is_acting=True)  # type: ignore[attr-defined]
        self.kept_contact = PARTED.join(
            part
            for part in (
                f"电话{case.phone}" if case.phone else "",
                f"通信地址{case.address}" if case.address else "",
            )
            if part
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("prints_contact") and not cleaned.get("contact"):
            self.add_error("contact", _("写上要印的电话或地址，或者取消这一项。"))
        elif cleaned.get("prints_contact"):
            self.refuse_blanks("contact", cleaned["contact"])
        if person := cleaned.get("representative"):
            self.refuse_blanks(
                "representative", person.name, person.relation, person.phone, person.address
            )
        return cleaned

    def refuse_blanks(self, name: str, *texts: str) -> None:
        """Refuse what would be printed with a place left open."""
        for text in texts:
            if found := next(blanks(text, ()), None):
                said = _("还有没填的地方：“%(around)s”。") % {"around": found.around}
                self.add_error(name, said)

    def sending(self, letter: str = "", *, is_letter_edited: bool | None = None) -> Sending:
        chosen = self.cleaned_data
        return Sending(
            representative=chosen["representative"],
            contact=chosen["contact"] if chosen["prints_contact"] else "",
            letter=letter,
            is_letter_edited=is_letter_edited,
        )
