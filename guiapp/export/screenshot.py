"""Draws the window at one iteration into a file, or the run as a film, then ends the program."""

import sys
from pathlib import Path

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
        if at is None and not self.options.run and not self.options.film:
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
        from core.atomic import write_atomically
        from guiapp.export.capture import png, svg

        path, options = self.options.screenshot, self.options
        assert path
        if options.film:
            self._draw_film(path)
            return
        is_svg = path.suffix.lower() == ".svg"
        data = svg(self.window, self.window.windowTitle()) if is_svg else png(self.window, options.scale)
        try:
            write_atomically(path, data)
        except OSError as error:
            self._fail(error)
        self._end()

    def _draw_film(self, path: Path) -> None:
        """Draw the run into a film, a frame at a time."""
        from guiapp.export.animation import Animation, chosen_rows
        from guiapp.export.stage import Stage

        options, controller = self.options, self.controller
        rows = chosen_rows(0, controller.rows - 1 if options.at is None else options.at, options.every)
        stage = Stage(self.window, controller, rows[0])
        film = Animation(stage, rows, path, options.frames_a_second, options.scale, self)
        film.failed.connect(self._fail)
        film.failed.connect(self._end)
        film.finished.connect(self._end)
        film.start()

    def _fail(self, error: Exception) -> None:
        from guiapp.export.kinds import reason

        print(f"{self.options.screenshot} could not be written. {reason(error)}", file=sys.stderr)
        self.status = 1

    def _end(self) -> None:
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
