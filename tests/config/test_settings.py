"""Settings are read once; what cannot be used is named, all of it at once."""

from pathlib import Path

import pytest
import yaml

from config.settings import HERE, Settings, SettingsError, read_env_file

GOOD = {
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgresql+psycopg://app:secret@db/enforcement",
    "S3_ENDPOINT": "http://store:8333",
    "S3_ACCESS_KEY": "app",
    "S3_SECRET_KEY": "s3 secret",
    "PUBLIC_BASE_URL": "https://zf.example.gov.cn/",
}
EXAMPLE = read_env_file(Path("config/env.example"))


def fault(**changes):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(GOOD | changes)
    return str(caught.value)


def test_the_least_that_is_needed():
    settings = Settings.from_env(GOOD)
    assert settings.public_base_url == "https://zf.example.gov.cn"
    assert settings.https
    assert settings.s3_public_endpoint == settings.s3_endpoint
    assert not settings.demo
    assert settings.ruleset_folders == (HERE / "rulesets",)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_variable_is_named(name):
    assert f"{name} is not set" in fault(**{name: ""})


def test_every_fault_is_told_at_once():
    message = fault(PORT="0", DEMO="maybe", S3_ENDPOINT="store:8333")
    assert all(f"\n  {name} " in message for name in ("PORT", "DEMO", "S3_ENDPOINT"))


def test_a_secret_key_of_31_characters_is_refused_and_one_of_32_is_not():
    assert "SECRET_KEY needs at least 32" in fault(SECRET_KEY="k" * 31)
    assert Settings.from_env(GOOD).secret_key == "k" * 32


def test_the_example_as_it_stands_is_refused():
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(EXAMPLE)
    for name in ("SECRET_KEY", "DATABASE_URL", "S3_SECRET_KEY"):
        assert f"{name} still holds the placeholder" in str(caught.value)


def test_the_example_is_complete_once_its_placeholders_are_replaced():
    filled = {name: value.replace("change-me", "c" * 40) for name, value in EXAMPLE.items()}
    assert Settings.from_env(filled).proxies == 1


def test_secrets_do_not_appear_when_settings_are_printed():
    assert "secret" not in repr(Settings.from_env(GOOD))


def test_a_folder_of_rules_must_exist(tmp_path):
    assert "RULESET_FOLDERS names" in fault(RULESET_FOLDERS=str(tmp_path / "missing"))
    assert Settings.from_env(GOOD | {"RULESET_FOLDERS": str(tmp_path)}).ruleset_folders[1] == tmp_path


def test_compose_asks_only_for_variables_of_the_example():
    text = Path("docker-compose.yml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    assert {"proxy", "web", "scheduler", "database", "seaweedfs", "minio"} <= services.keys()
    for part in text.split("${")[1:]:
        assert part.split("}")[0].split(":")[0] in EXAMPLE


def test_what_a_workbook_may_unpack_to_has_a_default_and_bounds():
    assert Settings.from_env(GOOD).workbook_megabytes == 200
    assert Settings.from_env(GOOD | {"WORKBOOK_MEGABYTES": "20"}).workbook_megabytes == 20
    assert "WORKBOOK_MEGABYTES must be a whole number from 20 to 2000" in fault(WORKBOOK_MEGABYTES="19")
