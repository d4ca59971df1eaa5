"""The lessons, in the order in which they are shown."""

from core.lessons.live_line import LIVE_LINE

LESSONS = {lesson.name: lesson for lesson in (LIVE_LINE,)}
