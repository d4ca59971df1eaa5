"""Files that are written whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import BinaryIO


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file; whatever happens, the old one or the whole new one is there afterwards. Raises OSError."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` once all is written, and is dropped if anything fails.

    A link stays: what it leads to is replaced. Raises OSError, also where a folder, a device or a file that may not
    be written is in the place.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_to_keep(target)
    # Beside the target, because a file moves at one stroke only within its file system.
    temporary = target.with_name(f".fitscope-{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb") as file:
            if mode is not None:
                os.chmod(temporary, mode)
            yield file
            file.flush()
            os.fsync(file.fileno())  # a full disk may say so no sooner than here
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(target.parent)


def _mode_to_keep(path: Path) -> int | None:
    """Return the permissions of the file that is there; None where there is none."""
    try:
        found = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not S_ISREG(found):
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    if not os.access(path, os.W_OK):  # moving another file over it would not ask
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return S_IMODE(found)


def _sync_folder(folder: Path) -> None:
    """Have the new name survive a power cut too, where the system can promise that."""
    if os.name == "posix":
        with suppress(OSError):  # the file is in its place; there is nothing left to undo
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
