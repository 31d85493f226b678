"""Faults: the real server killed, cut off, starved and misled while a class is at work.

What was acknowledged is compared with what is stored afterwards; see `site.py`.
"""
