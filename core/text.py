"""Sentences a user reads: marked for translation where they stand, filled in late."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for translation and return it unchanged."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A marked template and the values that fill it, so that it can be said in any language."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in English."""
        return self.template.format(**self.values)


class InputError(ValueError):
    """Bad input, told in one sentence that names the field, what was given and what is allowed."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(str(self.sentence))
