"""Colours Python by its syntax, as Pygments reads it."""

from collections.abc import Sequence

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from guiapp import theme


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document whose lines it was told before: a line alone does not say whether it is in a string."""

    def __init__(self, document: QTextDocument) -> None:
        """Watch a document."""
        super().__init__(document)
        self._lexer = PythonLexer(ensurenl=False, stripnl=False)
        self._formats = {
            Keyword: _format(theme.ACCENT, QFont.Weight.DemiBold),
            Operator.Word: _format(theme.ACCENT, QFont.Weight.DemiBold),
            Name.Builtin: _format(theme.ACCENT),
            Name.Function: _format(theme.TEXT, QFont.Weight.DemiBold),
            String: _format(theme.GOOD),
            String.Interpol: _format(theme.TEXT),
            Number: _format(theme.BATCH),
            Comment: _format(theme.MUTED),
        }
        self._spans: list[list[tuple[int, int, QTextCharFormat]]] = []

    def read(self, lines: Sequence[str]) -> None:
        """Take the lines that the document will have."""
        self._spans = [[] for _ in lines]
        row = column = 0
        for token, text in self._lexer.get_tokens("\n".join(lines)):
            look = self._look(token)
            for index, part in enumerate(text.split("\n")):
                if index:
                    row, column = row + 1, 0
                if look and part:
                    self._spans[row].append((column, len(part), look))
                column += len(part)

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        row = self.currentBlock().blockNumber()
        for column, length, look in self._spans[row] if row < len(self._spans) else ():
            self.setFormat(column, length, look)

    def _look(self, token: _TokenType | None) -> QTextCharFormat | None:
        """Find the format of a token, or of the kind that it is one of."""
        while token is not None:
            if token in self._formats:
                return self._formats[token]
            token = token.parent
        return None


def _format(colour: str, weight: QFont.Weight = QFont.Weight.Normal) -> QTextCharFormat:
    result = QTextCharFormat()
    result.setForeground(QColor(colour))
    result.setFontWeight(weight)
    return result
