"""What the next step's preview and the learning rate's gauge share: the zones of the rates, and how one is tried."""

from collections.abc import Iterator
from math import isfinite

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter

from core.parameter import Parameter, Range
from core.stability import Outlook, Rule, Zone, rule_of, zones
from guiapp import theme
from guiapp.controller import Controller
from guiapp.views.plotting.plot import line_pen
from guiapp.views.plotting.traces import Place

key_factor = 1.05
shown_digits = 3

# Each zone has a pattern of its own too: nobody has to tell the colours apart.
ZONE_PATTERNS = {
    Outlook.CONVERGES: Qt.BrushStyle.NoBrush,
    Outlook.OVERSHOOTS: Qt.BrushStyle.Dense7Pattern,
    Outlook.OSCILLATES: Qt.BrushStyle.VerPattern,
    Outlook.DIVERGES: Qt.BrushStyle.BDiagPattern,
}


def zone_colour(outlook: Outlook) -> str:
    """Return the colour of the zone of such learning rates."""
    return {
        Outlook.CONVERGES: theme.GOOD,
        Outlook.OVERSHOOTS: theme.DATA,
        Outlook.OSCILLATES: theme.BATCH,
        Outlook.DIVERGES: theme.BAD,
    }[outlook]


def rate_parameter(controller: Controller) -> Parameter | None:
    """Return the lesson's learning rate; None where it has none."""
    lesson = controller.lesson
    return lesson.parameters[lesson.watch.learning_rate] if lesson and lesson.watch.learning_rate else None


def present_rule(controller: Controller) -> Rule | None:
    """Return how the next iterations update; None where an optimiser has a rule of its own."""
    return rule_of(controller.lesson.watch, controller.values) if controller.lesson else None


def present_zones(controller: Controller) -> list[Zone]:
    """Return the zones of the learning rate; none where the loss is not known to be quadratic."""
    quadratic, rule = controller.shape.quadratic, present_rule(controller)
    return zones(quadratic, rule) if quadratic and rule else []


def allowed_rates(parameter: Parameter) -> Range:
    """Return the limits of a learning rate."""
    return parameter.range or Range(1e-12, 1e12, log=True)


def try_rate(controller: Controller, rate: float) -> None:
    """Preview the allowed learning rate nearest to `rate`, with few digits."""
    parameter = rate_parameter(controller)
    if parameter and not np.isnan(rate):
        allowed = allowed_rates(parameter)
        controller.inspection.preview(float(f"{min(max(rate, allowed.low), allowed.high):.{shown_digits}g}"))


def commit_rate(controller: Controller) -> None:
    """Give the lesson the learning rate that is being tried."""
    parameter, rate = rate_parameter(controller), controller.inspection.preview_rate
    if parameter and rate is not None:
        allowed = allowed_rates(parameter)
        controller.edit(parameter.name, parameter.check(min(max(rate, allowed.low), allowed.high)))
    controller.inspection.preview(None)


def take_key(controller: Controller, event: QKeyEvent) -> bool:
    """Try another learning rate on + and -, take it on Return, leave it on Escape; say whether the key meant that."""
    key, trying = event.key(), controller.inspection.preview_rate is not None
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        try_rate(controller, controller.inspection.rate_to_try * key_factor)
    elif key == Qt.Key.Key_Minus:
        try_rate(controller, controller.inspection.rate_to_try / key_factor)
    elif trying and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        commit_rate(controller)
    elif trying and key == Qt.Key.Key_Escape:
        controller.inspection.preview(None)
    else:
        return False
    return True


def rate_text(rate: float) -> str:
    """Write a learning rate with four digits."""
    return f"{rate:.4g}" if isfinite(rate) else "∞"


def zone_name(outlook: Outlook) -> str:
    """Name an outlook in a word."""
    if outlook is Outlook.CONVERGES:
        return QCoreApplication.translate("rate_axis", "converges")
    if outlook is Outlook.OVERSHOOTS:
        return QCoreApplication.translate("rate_axis", "overshoots")
    if outlook is Outlook.OSCILLATES:
        return QCoreApplication.translate("rate_axis", "oscillates")
    return QCoreApplication.translate("rate_axis", "diverges")


def outlook_sentence(outlook: Outlook) -> str:
    """Say what the loss will do."""
    if outlook is Outlook.CONVERGES:
        return QCoreApplication.translate("rate_axis", "The loss will fall steadily to the least possible.")
    if outlook is Outlook.OVERSHOOTS:
        return QCoreApplication.translate("rate_axis", "Updates will overshoot the best parameters and still converge.")
    if outlook is Outlook.OSCILLATES:
        return QCoreApplication.translate("rate_axis", "The loss will oscillate for ever.")
    return QCoreApplication.translate("rate_axis", "The loss will grow without bound.")


def limit_reason(rule: Rule) -> str:
    """Say where the largest stable learning rate comes from."""
    if not rule.zeroed:
        return QCoreApplication.translate("rate_axis", "never zeroed: 4/λmax")
    if rule.memory and rule.nesterov:
        text = QCoreApplication.translate("rate_axis", "Nesterov's momentum {0}: 2(1 + {0})/(1 + 2·{0})/λmax")
        return text.format(f"{rule.memory:.4g}")
    if rule.memory:
        text = QCoreApplication.translate("rate_axis", "momentum {0}: 2(1 + {0})/λmax")
        return text.format(f"{rule.memory:.4g}")
    return QCoreApplication.translate("rate_axis", "2/λmax")


def limit_text(rate: float, limit: float, rule: Rule) -> str:
    """Compare a learning rate with the largest stable one."""
    text = QCoreApplication.translate("rate_axis", "Learning rate {rate}. Largest stable: {limit} ({reason}).")
    return text.format(rate=rate_text(rate), limit=rate_text(limit), reason=limit_reason(rule))


def paint_zone(painter: QPainter, rect: QRectF, outlook: Outlook, faint: bool = False) -> None:
    """Fill a zone with its colour and its pattern."""
    patterns = (Qt.BrushStyle.SolidPattern, ZONE_PATTERNS[outlook])
    for style, alpha in zip(patterns, (24, 40) if faint else (70, 110), strict=True):
        colour = QColor(zone_colour(outlook))
        colour.setAlpha(alpha)
        painter.fillRect(rect, QBrush(colour, style))


class ZoneBands:
    """Paints the zones of the learning rate behind a plot over it, and a line at the limit."""

    def __init__(self) -> None:
        """Make it empty."""
        self.zones: list[Zone] = []

    def placed(self, area: QRectF, place: Place) -> Iterator[tuple[Zone, QRectF]]:
        """List the zones in sight, each with where it is in `area`."""
        for zone in self.zones:
            ends, _ = place(np.array([zone.low, min(zone.high, 1e300)]), np.zeros(2))
            left, right = np.clip(ends, area.left(), area.right()).tolist()
            if right <= left:
                continue
            yield zone, QRectF(left, area.top(), right - left, area.height())

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint over the plot, which is `area` of the picture."""
        for zone, rect in self.placed(area, place):
            paint_zone(painter, rect, zone.outlook, faint=True)
            if zone.outlook is Outlook.DIVERGES and rect.left() > area.left():
                painter.setPen(line_pen(theme.BAD, 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(round(rect.left()), round(area.top()), round(rect.left()), round(area.bottom()))


class ZoneNames:
    """Writes the names of zones and the limit over the curve of a plot, each on a ground of its own."""

    def __init__(self, bands: ZoneBands) -> None:
        """Write the names of these zones."""
        self._bands = bands

    def paint(self, painter: QPainter, area: QRectF, place: Place) -> None:
        """Paint over the plot, which is `area` of the picture."""
        metrics = painter.fontMetrics()
        for zone, rect in self._bands.placed(area, place):
            name = zone_name(zone.outlook)
            painter.save()
            if metrics.horizontalAdvance(name) + 4 <= rect.width():
                painter.translate(rect.center().x() - metrics.horizontalAdvance(name) / 2, rect.top() + 2)
                _write(painter, name, zone_colour(zone.outlook))
            elif metrics.height() <= rect.width():  # downwards
                painter.translate(rect.center().x() + metrics.height() / 2, rect.top() + 4)
                painter.rotate(90)
                _write(painter, name, zone_colour(zone.outlook))
            painter.restore()
            if zone.outlook is Outlook.DIVERGES and rect.left() > area.left():
                self._tell_limit(painter, area, rect.left(), rate_text(zone.low))

    def _tell_limit(self, painter: QPainter, area: QRectF, across: float, text: str) -> None:
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text)
        left = across + 4 if across + 4 + width <= area.right() else across - 4 - width
        painter.save()
        painter.translate(left, area.bottom() - 4 - metrics.height())
        _write(painter, text, theme.BAD)
        painter.restore()


def _write(painter: QPainter, text: str, colour: str) -> None:
    """Write a text down and right of the painter's origin, on a ground that covers most of what is behind."""
    ground, metrics = QColor(theme.BASE), painter.fontMetrics()
    ground.setAlphaF(0.8)
    painter.fillRect(QRectF(-2, 0, metrics.horizontalAdvance(text) + 4, metrics.height()), ground)
    painter.setPen(QColor(colour))
    painter.drawText(0, metrics.ascent(), text)
