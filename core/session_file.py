"""Session files: JSON with just the fields of a Session. Reading one runs nothing of what it holds."""

import json
import re
from pathlib import Path

from core.atomic import write_atomically
from core.parameter import shown
from core.session import VERSION, Change, Kept, Recipe, Session, Versions
from core.strict_json import Item, parse
from core.text import QT_TRANSLATE_NOOP, InputError

LARGEST = 20_000_000
"""How many bytes a file may have."""
MOST_ROWS = 10**12
MOST_CHANGES = 100_000


def to_bytes(session: Session) -> bytes:
    """Write a session as JSON. Raises InputError for what could not be read again."""
    text = json.dumps(session, default=vars, ensure_ascii=False, indent=1) + "\n"
    data = text.encode(errors="backslashreplace")
    from_bytes(data)
    return data


def from_bytes(data: bytes) -> Session:
    """Read a session; its recipes are still to be `checked`. Raises InputError for whatever is not one."""
    if len(data) > LARGEST:
        raise InputError(
            QT_TRANSLATE_NOOP("core", "The file is larger than {limit} MB, which no session is."),
            limit=LARGEST // 1_000_000,
        )
    found = parse(data)
    if not isinstance(found, dict):
        raise InputError(QT_TRANSLATE_NOOP("core", "The file is JSON, but no session."))
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise InputError(
            QT_TRANSLATE_NOOP(
                "core", "The file was made by a newer Fitscope (format {found}); this one reads up to {known}."
            ),
            found=shown(version),
            known=VERSION,
        )
    at = Item(found).fields(Session)
    recipe = _recipe(at["recipe"])
    return Session(
        at["version"].whole(1, VERSION),
        Versions(**{name: item.text() for name, item in at["versions"].fields(Versions).items()}),
        recipe,
        at["shown"].whole(-1, recipe.rows - 1),
        tuple(item.text() for item in at["pins"].items(1000)),
        tuple(item.whole(1, 10**9) for item in at["breakpoints"].items(1000)),
        tuple(map(_kept, at["kept"].items(1000))),
        {name: _base64(item) for name, item in at["layout"].entries(100).items()},
    )


def load(path: Path) -> Session:
    """Read a session file. Raises InputError for whatever is not one, and where it cannot be read."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe might never end
            raise InputError(QT_TRANSLATE_NOOP("core", "{path} is not a file."), path=str(path))
        with path.open("rb") as file:
            return from_bytes(file.read(LARGEST + 1))
    except OSError as error:
        template = QT_TRANSLATE_NOOP("core", "{path} could not be read: {reason}.")
        raise InputError(template, path=str(path), reason=error.strerror or str(error)) from error


def save(path: Path, session: Session) -> None:
    """Write a session file, whole or not at all. Raises InputError where it cannot be written."""
    try:
        write_atomically(path, to_bytes(session))
    except OSError as error:
        template = QT_TRANSLATE_NOOP("core", "{path} could not be saved: {reason}.")
        raise InputError(template, path=str(path), reason=error.strerror or str(error)) from error


def _recipe(item: Item) -> Recipe:
    at = item.fields(Recipe)
    return Recipe(
        at["lesson"].text(),
        {name: value.plain() for name, value in at["parameters"].entries(1000).items()},
        tuple(map(_change, at["events"].items(MOST_CHANGES))),
        at["rows"].whole(0, MOST_ROWS),
    )


def _change(item: Item) -> Change:
    at = item.fields(Change)
    return Change(at["iteration"].whole(0, MOST_ROWS), at["name"].text(), at["value"].plain())


def _kept(item: Item) -> Kept:
    at = item.fields(Kept)
    colour = at["colour"].text()
    if not re.fullmatch("(#[0-9a-fA-F]{6})?", colour):
        at["colour"].refuse(
            QT_TRANSLATE_NOOP("core", "In the file, {place} must be a colour such as #1f77b4, or empty, not {given}.")
        )
    return Kept(at["name"].text(), colour, at["visible"].switch(), _recipe(at["recipe"]))


def _base64(item: Item) -> str:
    text = item.text(1_000_000)
    if not re.fullmatch("[A-Za-z0-9+/=]*", text):
        item.refuse(QT_TRANSLATE_NOOP("core", "In the file, {place} must be a text in base64, not {given}."))
    return text
