"""What the tests of the portal share: the project's content, read once per process."""

import pytest

from portal.model.content import Content, load_content
from tests.conftest import AS_OF, ROOT


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT, AS_OF)
