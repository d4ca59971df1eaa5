"""What is kept from one start to the next, in one file that a person can read and throw away."""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths


def open_settings() -> QSettings:
    """Open the settings; a file that cannot be read is set aside, and the settings begin anew."""
    settings = _open()
    if not _is_broken(settings):
        return settings
    path = Path(settings.fileName())
    path.replace(path.with_suffix(".broken"))
    return _open()


def data_folder() -> Path:
    """Return the folder for what is no setting: the log, and what is saved for the case of a crash."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))


def _open() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Fitscope", "Fitscope")


def _is_broken(settings: QSettings) -> bool:
    """Whether there is a file that is none of ours: Qt itself reads nearly anything."""
    path = Path(settings.fileName())
    if settings.status() == QSettings.Status.FormatError:
        return True
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError):
        return path.is_file()
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith((";", "#"))]
    return any(not line.startswith("[") and "=" not in line for line in lines)
