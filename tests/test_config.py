"""What the environment may ask for."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quizapp.config import Config, ConfigError, config_for_tests, flask_settings, kept_secret_key

KEY = "kept in the environment: 8d1f0c2b7a6e"


def made(tmp_path: Path, **environ: str) -> Config:
    return Config.from_environment({"WARAQA_DATA_DIR": str(tmp_path / "data"), **environ})


def test_without_anything_set_it_serves_this_machine_from_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = Config.from_environment({})
    assert config.data_dir == tmp_path / "instance"
    assert config.database_url == f"sqlite:///{tmp_path}/instance/waraqa.db"
    assert config.hosts == ("localhost", "127.0.0.1")
    assert not config.exposed


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    one, two = made(tmp_path), made(tmp_path)
    file = tmp_path / "data" / "secret_key"
    assert one.secret_key == two.secret_key == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_workers_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(kept_secret_key, [tmp_path / "secret_key"] * 64))
    assert len(keys) == 1


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "data" / "secret_key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        made(tmp_path)


@pytest.mark.parametrize("key", ["dev", "x" * 64, "abab" * 16, "changeme"])
def test_a_weak_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match="too weak"):
        made(tmp_path, SECRET_KEY=key)
    with pytest.raises(ConfigError, match="too weak"):
        made(tmp_path, SECRET_KEY=KEY, WARAQA_OLD_SECRET_KEYS=key)


def test_a_key_of_the_environment_leaves_no_file(tmp_path: Path) -> None:
    assert made(tmp_path, SECRET_KEY=KEY).secret_key == KEY
    assert not list((tmp_path / "data").iterdir())


def test_plain_http_to_others_must_be_meant(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="WARAQA_PLAIN_HTTP"):
        made(tmp_path, WARAQA_HOSTS="quiz.school.lan")
    meant = made(tmp_path, WARAQA_HOSTS="quiz.school.lan", WARAQA_PLAIN_HTTP="1")
    assert meant.exposed
    secure = made(tmp_path, WARAQA_HOSTS="a.example, b.example", WARAQA_HTTPS="yes")
    assert secure.hosts == ("a.example", "b.example")
    assert not secure.exposed


@pytest.mark.parametrize("name", ["WARAQA_DATABASE_URL", "DATABASE_URL"])
def test_another_database_can_be_named(tmp_path: Path, name: str) -> None:
    config = made(tmp_path, **{name: "postgresql+psycopg://localhost/waraqa"})
    assert config.database_url == "postgresql+psycopg://localhost/waraqa"


@pytest.mark.parametrize("number", ["many", "-1"])
def test_a_number_of_proxies_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(ConfigError, match="WARAQA_PROXIES"):
        made(tmp_path, WARAQA_PROXIES=number)


def test_flask_gets_bounds_and_strict_cookies(tmp_path: Path) -> None:
    settings = flask_settings(config_for_tests(tmp_path))
    assert settings["MAX_CONTENT_LENGTH"] == 2 * 1024 * 1024
    assert settings["WTF_CSRF_TIME_LIMIT"] is None
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert Path(str(settings["BABEL_TRANSLATION_DIRECTORIES"])).is_absolute()


def test_a_second_factor_is_demanded_of_nobody_or_of_administrators(tmp_path: Path) -> None:
    environ = {"WARAQA_DATA_DIR": str(tmp_path)}
    assert Config.from_environment(environ).second_factor == ""
    demanding = {**environ, "WARAQA_SECOND_FACTOR": " Admins "}
    assert Config.from_environment(demanding).second_factor == "admins"
    with pytest.raises(ConfigError, match="WARAQA_SECOND_FACTOR"):
        Config.from_environment({**environ, "WARAQA_SECOND_FACTOR": "everybody"})
