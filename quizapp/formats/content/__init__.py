"""The content format: a folder of YAML for each article, and shared term pools."""

from quizapp.formats.content.problems import Code, ContentRejected, Problem
from quizapp.formats.content.reader import article_folders, article_from, load_common, read_article
from quizapp.formats.content.terms import Common
from quizapp.formats.content.writer import article_files, common_files, write_article, write_common

__all__ = [
    "Code",
    "Common",
    "ContentRejected",
    "Problem",
    "article_files",
    "article_folders",
    "article_from",
    "common_files",
    "load_common",
    "read_article",
    "write_article",
    "write_common",
]
