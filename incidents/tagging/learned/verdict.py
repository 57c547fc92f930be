"""Weighs the words that the lexicon found against what the whole text reads like."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from incidents.tagging.clauses import Layout, Stretch
from incidents.tagging.facts import Label, Narrator

from .weights import Model

# Hours and counts are read by code alone; a model must never guess a time or a number.
BY_CODE = frozenset({Label.ODD_HOURS, Label.FREQUENCY_BOMBING})


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What the model makes of a text.

    `doubted` are labels whose words the text as a whole does not bear out; `suggested` are labels
    that no word of the lexicon stands for, each with the clause that speaks most for it.
    """

    doubted: frozenset[Label]
    suggested: Mapping[Label, Stretch]


def weigh(
    model: Model,
    layout: Layout,
    narrator: Narrator,
    found: Iterable[Label],
    denied: Collection[Label],
) -> Verdict:
    """
    Weigh the labels whose words were found in a folded text.

    What the words only deny, ask or tell of others is not suggested either.
    """
    sums = model.read(layout.text, narrator)
    limits = model.limits
    held = frozenset(found)
    settled = BY_CODE.union(held, denied)
    suggested = [
        label for label, total in sums.items() if total > limits.alone and label not in settled
    ]
    return Verdict(
        doubted=frozenset(label for label in held - BY_CODE if sums[label] <= limits.beside_words),
        suggested={label: telling_clause(model, layout, narrator, label) for label in suggested},
    )


def telling_clause(model: Model, layout: Layout, narrator: Narrator, label: Label) -> Stretch:
    """Return the clause that adds most to a label."""
    ends = (*layout.clause_starts[1:], len(layout.text))
    clauses = [
        Stretch(start, end)
        for start, end in zip(layout.clause_starts, ends, strict=True)
        if start < end
    ]
    return max(
        clauses, key=lambda one: model.weigh(layout.text[one.start : one.end], narrator, label)
    )
