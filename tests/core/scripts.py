"""A lesson's body as the program that a learner would copy out."""

import ast
import contextlib
import inspect
import io
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils import data


def run_as_script(function: Callable, **arguments: Any) -> tuple[dict[str, Any], str]:
    """Run a lesson's body outside any function; return its variables and what it printed.

    A return or a yield in it, or any name that the articles do not import, fails.
    """
    definition = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    defaults = {name: p.default for name, p in inspect.signature(function).parameters.items()}
    imports = {"random": random, "np": np, "torch": torch, "nn": nn, "data": data}
    variables, text = imports | defaults | arguments, io.StringIO()
    with contextlib.redirect_stdout(text):
        exec(compile(ast.Module(definition.body, []), "<script>", "exec"), variables)
    return variables, text.getvalue()
