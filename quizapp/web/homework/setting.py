"""Views of a teacher: setting homework, its times, extras for one learner, taking it back."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from quizapp.domain.errors import ArticleNotFound, NothingToAsk
from quizapp.domain.local_time import LocalTimeRejected, local_texts
from quizapp.extensions import database
from quizapp.services import classes, content
from quizapp.services import homework as service
from quizapp.web import ambient
from quizapp.web.addresses import address
from quizapp.web.homework import words
from quizapp.web.homework.blueprint import form_key, homework
from quizapp.web.homework.forms import ExtrasForm, HomeworkForm, TermsForm
from quizapp.web.roles import needs, teacher
from quizapp.web.speech import gettext


@homework.get("/classes/<class_id>/homework/new")
@needs("teacher")
def new(class_id: str) -> str:
    """Show the form of new homework."""
    return _new_page(class_id, HomeworkForm(formdata=None))


@homework.post("/classes/<class_id>/homework/new")
@needs("teacher")
def create(class_id: str) -> ResponseReturnValue:
    """Set homework to a class."""
    form = HomeworkForm()
    head = _offer(class_id, form)
    if not form.accepted():
        return _new_page(class_id, form, head), 422
    who = teacher()
    try:
        made = service.assign(
            database(),
            account_id=who.account_id,
            classroom_id=class_id,
            task=form.task(),
            terms=form.terms(),
            public_id=ambient.public_id_of("assignment", who.account_id, form_key()),
            seed=ambient.seed(),
            now=ambient.now(),
        )
    except (NothingToAsk, ArticleNotFound):
        form.kinds.errors = [gettext("No question of these kinds fits. Please choose others.")]
        return _new_page(class_id, form, head), 422
    return redirect(address("homework.show", homework_id=made, done="set"), 303)


def _offer(class_id: str, form: HomeworkForm) -> classes.ClassHead:
    head = classes.class_taught(database(), account_id=teacher().account_id, classroom_id=class_id)
    chosen = request.args.get("article", "")
    form.offer(head.zone, content.list_articles(database()), chosen)
    return head


def _new_page(class_id: str, form: HomeworkForm, head: classes.ClassHead | None = None) -> str:
    head = head or _offer(class_id, form)
    return render_template("homework/new.html", form=form, head=head)


@homework.get("/homework/<homework_id>/terms")
@needs("teacher")
def show_terms(homework_id: str) -> str:
    """Show the times of homework, to be changed."""
    head = _set(homework_id)
    form = TermsForm(formdata=None)
    form.offer_terms(head.zone, head)
    return render_template("homework/terms.html", form=form, head=head)


@homework.post("/homework/<homework_id>/terms")
@needs("teacher")
def change_terms(homework_id: str) -> ResponseReturnValue:
    """Settle the times anew."""
    head = _set(homework_id)
    form = TermsForm()
    form.offer_terms(head.zone, head)
    if not form.accepted():
        return render_template("homework/terms.html", form=form, head=head), 422
    service.change_terms(
        database(),
        account_id=teacher().account_id,
        homework_id=homework_id,
        terms=form.terms(),
        now=ambient.now(),
    )
    return redirect(address("homework.show", homework_id=homework_id, done="saved"), 303)


@homework.post("/homework/<homework_id>/withdraw")
@needs("teacher")
def withdraw(homework_id: str) -> ResponseReturnValue:
    """Take homework back."""
    head = _set(homework_id)
    service.withdraw(
        database(),
        account_id=teacher().account_id,
        homework_id=homework_id,
        now=ambient.now(),
    )
    return redirect(address("classes.show", class_id=head.class_id), 303)


@homework.get("/homework/<homework_id>/extras/<member_id>")
@needs("teacher")
def show_extras(homework_id: str, member_id: str) -> str:
    """Show what one learner is given beyond the others."""
    return _extras_page(homework_id, member_id, ExtrasForm(formdata=None))


@homework.post("/homework/<homework_id>/extras/<member_id>")
@needs("teacher")
def give_extras(homework_id: str, member_id: str) -> ResponseReturnValue:
    """Give one learner extra time, another due time, further attempts."""
    form = ExtrasForm()
    if not form.accepted():
        return _extras_page(homework_id, member_id, form), 422
    try:
        due_at = form.due(_set(homework_id).zone)
    except LocalTimeRejected as rejection:
        form.due_time.errors = [words.LOCAL_TIME[rejection.code]]
        return _extras_page(homework_id, member_id, form), 422
    service.give_more(
        database(),
        account_id=teacher().account_id,
        homework_id=homework_id,
        member_id=member_id,
        factor=form.factor.data,
        due_at=due_at,
        attempts=form.attempts.data or 0,
        now=ambient.now(),
    )
    return redirect(address("homework.show", homework_id=homework_id, done="given"), 303)


def _extras_page(homework_id: str, member_id: str, form: ExtrasForm) -> str:
    who = teacher()
    head, followed = service.follow(
        database(), account_id=who.account_id, homework_id=homework_id, now=ambient.now()
    )
    member = classes.one_member(
        database(), account_id=who.account_id, classroom_id=head.class_id, member_id=member_id
    )
    given = next((each for each in followed if each.member.public_id == member_id), None)
    if given is not None and not form.is_submitted():
        form.factor.data, form.attempts.data = given.factor, given.extra_attempts or None
        if given.own_due is not None:
            form.due_day.data, form.due_time.data = local_texts(given.own_due, head.zone)
    return render_template("homework/extras.html", form=form, head=head, member=member)


def _set(homework_id: str) -> service.Homework:
    return service.homework_set(
        database(), account_id=teacher().account_id, homework_id=homework_id
    )
