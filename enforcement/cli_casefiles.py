"""Case files on the command line: `precheck` needs no database and no settings, `take-in` and `export-case` do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from errno import ENOENT
from pathlib import Path
from typing import IO, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from config.settings import HERE as CONFIG
from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.services.exporting import export_case
from enforcement.evaluation.services.files import FileOutcome, take_in_all
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.errors import DomainError, Invalid
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.calendars import CalendarError, load_calendars
from enforcement.rules.casefile import CaseFile, read_case_file
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.precheck import Finding, Law, precheck, titles
from enforcement.rules.rulesets import RulesetError, load_rulesets

LONGEST_BATCH = 20
TRAIT = click.Choice([one.value for one in MustDraw])


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
        raise UnreadableFile(*_by_field(error.errors)) from error


def _by_field(errors: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{field or '整个文件'}：{one}" for field, sentences in errors.items() for one in sentences]


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


@click.command("take-in", help="导入一个文件夹中的案卷：每件一个 .json，同名的 .pdf 是案卷扫描件。")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--trial", is_flag=True, help="只检查，不保存")
@click.option("--trait", "traits", type=TRAIT, multiple=True, help="这些案卷都应当评查的情形")
@with_appcontext
def take_in_command(folder: Path, *, trial: bool, traits: tuple[str, ...]) -> None:
    """Say for each file what became of it; status 1 when one was refused. The others are in."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise click.ClickException(f"{folder} 中没有 .json 文件")
    actor, now, refused = system_actor("命令行导入案卷"), current_instant(), 0
    known = tuple(MustDraw(one) for one in traits)
    try:
        for place, path in enumerate(paths, 1):
            outcome = _outcome(actor, path, known, now, trial=trial)
            refused += bool(outcome.errors)
            click.echo(f"[{place}/{len(paths)}] {_told(outcome)}")
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"共 {len(paths)} 件，{'可以导入' if trial else '导入'} {len(paths) - refused} 件，退回 {refused} 件。")
    if refused:
        raise SystemExit(1)


def _outcome(actor: Actor, path: Path, traits: tuple[MustDraw, ...], now: datetime, *, trial: bool) -> FileOutcome:
    volume = path.with_suffix(".pdf")
    try:
        pdf = _content(volume) if os.path.lexists(volume) else None
        command = TakeIn(_content(path), pdf, traits, path.parent.name[:LONGEST_BATCH])
    except OSError as error:
        reason = f"不能读取 {Path(error.filename).name}：不是这个文件夹中的普通文件，或者没有读取权限"
        return FileOutcome(path.name, errors={"": [reason]})
    return next(take_in_all(actor, [(path.name, command)], now, trial=trial))


def _content(path: Path) -> bytes:
    """What a file holds that lies in the folder itself; a link would lead out of it."""
    if path.is_symlink() or not path.is_file():
        raise OSError(ENOENT, os.strerror(ENOENT), str(path))
    return path.read_bytes()


def _told(outcome: FileOutcome) -> str:
    if outcome.errors:
        return "\n".join([f"✗ {outcome.name}", *(f"    {line}" for line in _by_field(outcome.errors))])
    state = {None: "可以导入", True: f"已导入，预检发现 {outcome.findings} 处", False: "已经有完全相同的"}[outcome.new]
    return f"✓ {outcome.name} {outcome.number} {state}"


@click.command("export-case", help="把本系统办理的一个案件按交换格式写到标准输出。")
@click.argument("case_id", metavar="CASE")
@with_appcontext
def export_case_command(case_id: str) -> None:
    """Print the file of a decided case."""
    try:
        content = export_case(case_id)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
