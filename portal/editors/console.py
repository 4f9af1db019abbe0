"""Questions and answers on a screen or through a pipe: the same words, the same checks, nothing else needed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

BACK = "<"
NOTHING = "-"
_REMARK = "#"


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """An answer that cannot be taken; the lines say why, and the question is asked again."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(*lines)


class Ended(Exception):  # noqa: N818 - the person went away
    """There are no more answers."""


class GoBack(Exception):  # noqa: N818 - a wish
    """The person wants to answer the question before once more."""


class Console:
    """Asks, and remembers what was answered, so that one answer can be taken back.

    Lines of answers that begin with `#` are remarks: a file of answers may say what each one is about.
    """

    def __init__(self, lines: Iterable[str], write: Callable[[str], None], echo: bool) -> None:
        self._lines: Iterator[str] = iter(lines)
        self._write = write
        self._echo = echo
        self._given: list[str] = []
        self._again: deque[str] = deque()

    def say(self, text: str = "") -> None:
        """Print a line, unless answers are being repeated after going back."""
        if not self._again:
            self._write(text + "\n")

    def ask[T](self, prompt: str, read: Callable[[str], tuple[T, str]]) -> T:
        """Ask until `read` takes the answer; it gives the value and the text that would give the same value again.

        Raises:
            Ended: when there are no more answers.
            GoBack: when the person wants to go back.
        """
        while True:
            try:
                value, same = read(self._line(prompt))
            except Refused as refused:
                for line in refused.lines:
                    self.say(f"  {line}")
                continue
            self._given.append(same)
            return value

    def back(self) -> None:
        """Start again with all answers but the last one."""
        self._again = deque(self._given[:-1])
        self._given = []

    def _line(self, prompt: str) -> str:
        if self._again:
            return self._again.popleft()
        self._write(f"{prompt}: ")
        line = next((line for line in self._lines if not line.startswith(_REMARK)), None)
        if line is None:
            self._write("\n")
            raise Ended
        answer = line.strip()
        if self._echo:
            self._write(answer + "\n")
        if answer == BACK:
            raise GoBack
        return answer


def typed_lines(stream: TextIO) -> Iterator[str]:
    """Lines as they come; each is asked for only when it is needed."""
    while line := stream.readline():
        yield line
