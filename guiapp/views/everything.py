"""Every view that a dock holds."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from guiapp.controller import Controller
from guiapp.views.about import AboutView
from guiapp.views.code.view import CodeView
from guiapp.views.coefficients import CoefficientsView
from guiapp.views.fit.view import FitView
from guiapp.views.gradients.view import GradientsView
from guiapp.views.graph.view import GraphView
from guiapp.views.kept import KeptView
from guiapp.views.loss.view import LossView
from guiapp.views.next_step.view import NextStepView
from guiapp.views.output import OutputView
from guiapp.views.predicted import PredictedView
from guiapp.views.published import PublishedView
from guiapp.views.surface.view import SurfaceView
from guiapp.views.sweep.view import SweepView
from guiapp.views.variables.view import VariablesView

VIEWS: dict[str, Callable[[Controller], QWidget]] = {
    "fit": FitView,
    "code": CodeView,
    "graph": GraphView,
    "loss": LossView,
    "surface": SurfaceView,
    "gradients": GradientsView,
    "next_step": NextStepView,
    "output": OutputView,
    "variables": VariablesView,
    "kept": KeptView,
    "sweep": SweepView,
    "about": AboutView,
    "predicted": PredictedView,
    "coefficients": CoefficientsView,
    "published": PublishedView,
}
"""Each by the name of its dock."""
