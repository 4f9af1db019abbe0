"""What the tests of decision tables take from elsewhere: the project's records."""

from tests.eligibility.conftest import records

__all__ = ["records"]
