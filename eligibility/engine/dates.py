"""ISO dates as text: they sort as they stand, so all that is needed is to know a real one, and to count days."""

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(text: object) -> bool:
    """Whether this is a calendar date written YYYY-MM-DD."""
    if not isinstance(text, str) or len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    parts = text.split("-")
    if len(parts) != 3 or not all(_is_number(part) for part in parts):
        return False
    year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    if year < 1 or month < 1 or month > 12:
        return False
    return 1 <= day <= _DAYS[month - 1] + (1 if month == 2 and _is_leap(year) else 0)


def _is_number(text: str) -> bool:
    # str.isdigit also accepts digits of other scripts
    return text != "" and all(letter in "0123456789" for letter in text)


def day_of(date: str) -> int:
    """The number of a real date, 0001-01-01 being 1."""
    year, month, day = int(date[:4]), int(date[5:7]), int(date[8:])
    return _before(year, month) + day


def date_of(day: int) -> "str | None":
    """The date of a number as in `day_of`; None where the calendar has no such day (years 1 to 9999)."""
    if day < 1 or day > _LAST:
        return None
    year, month = day // 366 + 1, 12  # never too late a year, and a few too early at most
    while _before(year + 1, 1) < day:
        year += 1
    while _before(year, month) >= day:
        month -= 1
    return ("000" + str(year))[-4:] + "-" + ("0" + str(month))[-2:] + "-" + ("0" + str(day - _before(year, month)))[-2:]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _before(year: int, month: int) -> int:
    """How many days there were before a month."""
    past = year - 1
    leap_day = 1 if month > 2 and _is_leap(year) else 0
    return past * 365 + past // 4 - past // 100 + past // 400 + sum(_DAYS[: month - 1]) + leap_day


_LAST = day_of("9999-12-31")
