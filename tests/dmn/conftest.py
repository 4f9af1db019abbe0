"""What the tests of decision tables take from elsewhere: the project's records and a Chromium."""

from tests.browser.conftest import browser
from tests.eligibility.conftest import records

__all__ = ["browser", "records"]
