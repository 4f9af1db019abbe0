"""ISO dates as text: they sort as they stand, so all that is needed is to know a real one."""

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
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _DAYS[month - 1] + (1 if leap else 0)


def _is_number(text: str) -> bool:
    # str.isdigit also accepts digits of other scripts
    return text != "" and all(letter in "0123456789" for letter in text)
