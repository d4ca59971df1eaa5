"""What the bundle's program does: start Fitscope, or stand in for Python, as which joblib starts its workers."""

import runpy
import sys
from subprocess import _args_from_interpreter_flags  # type: ignore[attr-defined]

words = [word for word in sys.argv[1:] if word not in _args_from_interpreter_flags()]
match words:
    case ["-m", module, *rest]:
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    case ["-c", code, *_]:
        exec(code)
    case _:
        from guiapp.app import main

        sys.exit(main(words))
