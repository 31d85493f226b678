"""People: who may sign in and how, what is recorded about it, what they are told.

audit       the log of who changed what about whom, a chain of hashes
notices     what somebody is to be told when they come by next
codes       codes of eight letters that work once
totp, second_step, second_factor    codes from a phone, asked for after the password
throttle    how often something may be tried
pupils      accounts that a teacher makes
names       the name that the teachers of one's classes see
"""

from __future__ import annotations

from quizapp.services.people.pupils import create_pupil

__all__ = ["create_pupil"]
