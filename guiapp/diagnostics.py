"""What helps to find out why something went wrong: versions, system, the end of the log."""

import platform
from importlib.metadata import PackageNotFoundError, metadata, version

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

LIBRARIES = (
    *("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "sympy"),
    *("networkx", "Pygments", "contourpy", "joblib", "Pillow"),
)


def own_version() -> str:
    """Return the version of Fitscope."""
    return _version("fitscope") or "0"


def library_versions() -> dict[str, tuple[str, str]]:
    """Return version and licence of each library that the program stands on."""
    return {name: (_version(name), _licence(name)) for name in LIBRARIES if _version(name)}


def diagnostics(log_path: str, log_tail: str, settings_path: str) -> str:
    """Write all of it down, for an error report; nothing personal but the names of folders."""
    screens = QGuiApplication.screens()
    lines = [
        f"Fitscope {own_version()}",
        f"Python {platform.python_version()}, Qt {qVersion()}",
        ", ".join(f"{name} {number}" for name, (number, _) in library_versions().items()),
        f"{platform.platform()}, {QGuiApplication.platformName()}, {QLocale().name()}",
        *(f"screen {s.size().width()}x{s.size().height()} at {s.devicePixelRatio():g}" for s in screens),
        f"settings: {settings_path or 'none'}",
        f"log: {log_path or 'none'}",
        log_tail,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _licence(name: str) -> str:
    """Return a licence in a few words."""
    about = metadata(name).json
    classifiers = [str(text) for text in about.get("classifier", ()) if str(text).startswith("License ::")]
    named = str(about.get("license_expression") or "") or "".join(classifiers[:1]).rpartition(" :: ")[2]
    return named or str(about.get("license") or "").strip().partition("\n")[0][:60]
