"""Two owners no other test uses."""

import pytest
from kit import fresh


@pytest.fixture
def dana():
    return fresh("dana")


@pytest.fixture
def erin():
    return fresh("erin")
