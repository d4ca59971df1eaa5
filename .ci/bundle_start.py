"""What the bundle's program does: start Fitscope, or stand in for Python, as which joblib starts its workers."""

import runpy
import sys
from itertools import dropwhile
from subprocess import _args_from_interpreter_flags  # type: ignore[attr-defined]

flags = _args_from_interpreter_flags()
match list(dropwhile(flags.__contains__, sys.argv[1:])):
    case ["-m", module, *rest]:
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    case ["-c", code, *rest]:
        sys.argv = ["-c", *rest]
        exec(code)
        if sys.stdout.closed:  # which joblib's tracker does, and PyInstaller flushes it as the last thing of all
            sys.stdout = sys.__stdout__ = sys.stderr
    case words:
        from guiapp.app import main

        sys.exit(main(words))
