"""Draws the window at one iteration into a file, then ends the program."""

import sys

from PySide6.QtCore import QObject, QTimer

from guiapp.main_window import MainWindow
from guiapp.options import Options


class Screenshot(QObject):
    """Waits until the window shows what was asked for, draws it and closes it.

    `status` is the exit status: 0, or 1 where the run has no such iteration or the file cannot be written.
    """

    def __init__(self, window: MainWindow, options: Options) -> None:
        """Wait for the window's run."""
        super().__init__(window)
        self.window = window
        self.controller = window.controller
        self.options = options
        self.status = 0
        self._asked = False
        self._done = False
        self.controller.status_changed.connect(self._look)
        self.controller.crashed.connect(self._give_up)

    def _look(self) -> None:
        """Run as far as is needed, then draw."""
        controller, at = self.controller, self.options.at
        if not controller.ready or controller.running or self._done:
            return
        if at is None and not self.options.run:
            self._finish()
        elif not self._asked and not controller.finished:
            self._asked = True
            if at is None:
                controller.run_to_end()
            else:
                controller.run_until(at)
        elif at is None or at < controller.rows:
            self._finish()
        elif controller.finished:
            print(f"The run ended at iteration {controller.rows - 1}: there is no iteration {at}.", file=sys.stderr)
            self._give_up()

    def _finish(self) -> None:
        self._done = True
        if self.options.at is not None:
            self.controller.show_row(self.options.at)
        # The layout settles once the labels have their texts.
        QTimer.singleShot(100, self._draw)

    def _draw(self) -> None:
        path = str(self.options.screenshot)
        if not self.window.grab().save(path):
            print(f"{path} could not be written.", file=sys.stderr)
            self.status = 1
        if self.options.figures and self.controller.run:
            from core.export import as_json, summary

            run = self.controller.run
            print("\n".join(run.output.lines), file=sys.stderr)
            print(summary(as_json(run)))
        self.window.close()

    def _give_up(self, details: str = "") -> None:
        if details:
            print(details, file=sys.stderr)
        self._done = True
        self.status = 1
        self.window.close()
