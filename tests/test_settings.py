"""Settings that speed and safety rest on are there, and Streamlit still knows them."""

import tomllib

import pytest
from streamlit import config
from support import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("runner", "postScriptGC", False),
        ("server", "fileWatcherType", "none"),
        ("server", "maxUploadSize", 12),
        ("server", "address", "127.0.0.1"),
        ("server", "disconnectedSessionTTL", 120),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "showSidebarNavigation", False),
        ("browser", "gatherUsageStats", False),
    ],
)
def test_a_setting_stands_and_is_known(section: str, name: str, value: object) -> None:
    assert SETTINGS[section][name] == value
    assert f"{section}.{name}" in config.get_config_options()
