"""The app, made in short named steps.

Imports stand inside the steps on purpose, and only here: `import quizapp.domain` then
loads neither Flask nor SQLAlchemy, and the rings stay visible at the top of every
other module.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.config import Config


def create_app(config: Config | None = None) -> Flask:
    """Return the Flask app; the configuration comes from the environment if not given.

    Raises ConfigError for a configuration that must not be served.
    """
    from quizapp.config import Config, flask_settings
    from quizapp.web.journal import Waraqa, keep_journal
    from quizapp.web.templating import prepare_environment

    config = config or Config.from_environment(os.environ)
    app = Waraqa("quizapp", static_folder=None, template_folder="web/templates")
    app.config.from_mapping(flask_settings(config))
    prepare_environment(app)
    keep_journal(app, config)  # First, so that its line is the last thing done.
    _connect(app)
    _speak(app)
    _protect(app, config)
    _register_features(app, config)
    _warn(app, config)
    return app


def _connect(app: Flask) -> None:
    from quizapp.db.engine import configure
    from quizapp.extensions import db

    db.init_app(app)
    with app.app_context():
        configure(db.engine)


def _speak(app: Flask) -> None:
    from quizapp.extensions import babel
    from quizapp.web import locale, speech, templating

    babel.init_app(app, locale_selector=locale.page_lang)
    speech.load_speech(app, app.config["BABEL_TRANSLATION_DIRECTORIES"])
    locale.speak_by_address(app)
    app.after_request(locale.remember_language)
    templating.furnish(app)


def _protect(app: Flask, config: Config) -> None:
    from werkzeug.middleware.proxy_fix import ProxyFix

    from quizapp.extensions import csrf
    from quizapp.web.compression import compress_pages
    from quizapp.web.cookies import PatientSessions
    from quizapp.web.errors import explain_errors
    from quizapp.web.security import guard
    from quizapp.web.viewers import keep_session_alive

    compress_pages(app)
    guard(app, config)
    app.session_interface = PatientSessions()
    csrf.init_app(app)
    app.before_request(keep_session_alive)
    explain_errors(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app,
            x_for=config.proxies,
            x_proto=config.proxies,
            x_host=config.proxies,
        )


def _register_features(app: Flask, config: Config) -> None:
    from quizapp.web.access.routes import access
    from quizapp.web.account.routes import account
    from quizapp.web.addresses import learn_addresses
    from quizapp.web.api.routes import api
    from quizapp.web.appeals.routes import appeals
    from quizapp.web.articles.routes import articles
    from quizapp.web.assets import serve_assets
    from quizapp.web.cards.routes import cards
    from quizapp.web.classes.routes import classes
    from quizapp.web.exchange.routes import exchange
    from quizapp.web.health.routes import health
    from quizapp.web.home.routes import home, root
    from quizapp.web.homework.routes import homework
    from quizapp.web.mine.routes import mine
    from quizapp.web.notices.routes import notices
    from quizapp.web.progress.routes import progress
    from quizapp.web.quiz.routes import quiz
    from quizapp.web.results.routes import results
    from quizapp.web.signin.routes import signin
    from quizapp.web.teach.routes import teach
    from quizapp.web.tokens.routes import tokens

    serve_assets(app)
    everyday = (root, health, home, articles, quiz, cards, progress, mine)
    people = (account, signin, access, notices, tokens, api)
    teaching = (
        teach,
        exchange,
        appeals,
        classes,
        homework,
        results,
    )
    for feature in (*everyday, *people, *teaching):
        app.register_blueprint(feature)
    _register_extras(app, config)
    learn_addresses(app)


def _register_extras(app: Flask, config: Config) -> None:
    if config.styleguide:
        from quizapp.web.styleguide.routes import styleguide

        app.register_blueprint(styleguide)
    if config.metrics:
        from quizapp.web.health.metrics import measure

        measure(app)


def _warn(app: Flask, config: Config) -> None:
    if config.exposed:
        app.logger.warning(
            "plain http to other machines: cookies and answers can be read on the network"
        )
