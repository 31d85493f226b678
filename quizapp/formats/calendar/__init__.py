"""Calendars for calendar programs: events to the text of RFC 5545."""

from __future__ import annotations

from quizapp.formats.calendar.writer import Event, write_calendar

__all__ = ["Event", "write_calendar"]
