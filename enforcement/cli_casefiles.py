"""`flask --app wsgi enforce precheck`: what is wrong with a case file, by article. Needs no database, no settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from config.settings import HERE as CONFIG
from enforcement.foundation.errors import Invalid
from enforcement.rules.calendars import CalendarError, load_calendars
from enforcement.rules.casefile import CaseFile, read_case_file
from enforcement.rules.precheck import Finding, Law, precheck, titles
from enforcement.rules.rulesets import RulesetError, load_rulesets


class UnreadableFile(click.ClickException):
    """The file can't be checked; one line for each field on standard error, exit status 2."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines to standard error."""
        for line in self.message.splitlines():
            click.echo(f"错误：{line}", err=True, file=file)


@click.command("precheck", help="机器预检一份案卷（docs/casefile.md 的交换格式），逐项列出发现。")
@click.argument("path", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@with_appcontext
def precheck_command(path: str, *, as_json: bool) -> None:
    """Print the findings, none or many, with status 0; a file that can't be read ends with status 2, fault by field."""
    file = _file(path)
    try:
        findings = precheck(file, _law())
    except (CalendarError, RulesetError) as error:
        raise UnreadableFile(str(error)) from error
    click.echo(_as_json(findings) if as_json else _as_text(file, findings))


def _file(path: str) -> CaseFile:
    try:
        return read_case_file(Path(path).read_bytes())
    except OSError as error:
        raise UnreadableFile(f"打不开文件 {path}，文件不存在或者不能读取") from error
    except Invalid as error:
        lines = [f"{field or '整个文件'}：{one}" for field, sentences in error.errors.items() for one in sentences]
        raise UnreadableFile(*lines) from error


def _law() -> Law:
    settings = current_app.extensions.get("settings")
    # Without an installation the law that comes with the program is all there is.
    rulesets = settings.ruleset_folders if settings else (CONFIG / "rulesets",)
    calendars = settings.calendar_folders if settings else (CONFIG / "calendars",)
    return Law(load_rulesets(rulesets), load_calendars(calendars))


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps({"findings": [one.as_record() for one in findings]}, ensure_ascii=False)


def _as_text(file: CaseFile, findings: Sequence[Finding]) -> str:
    head = f"{file.case.number}　{file.case.title}"
    if not findings:
        return f"{head}\n没有发现问题。预检只是建议，评分由评查人员作出。"
    names, papers = titles(), {one.id: f"《{one.title}》" for one in file.documents}
    lines = [head, f"发现 {len(findings)} 处。预检只是建议，评分由评查人员作出。"]
    for number, one in enumerate(findings, 1):
        documents = "、".join(f"{each}{papers.get(each, '（卷内没有）')}" for each in one.documents)
        lines += [
            "",
            f"{number}. {names[one.rule]}（{one.rule}）",
            f"   依据：{one.article}",
            f"   文书：{documents}",
            f"   说明：{one.explanation}",
        ]
    return "\n".join(lines)
