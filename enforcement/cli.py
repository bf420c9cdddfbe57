"""The command line: `flask --app wsgi enforce …`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo, pass_script_info

from enforcement.cli_casefiles import export_case_command, precheck_command, take_in_command
from enforcement.cli_dates import due_date
from enforcement.demo.loading import load
from enforcement.foundation.errors import DomainError, Invalid
from enforcement.identity.commands import FoundInstallation, OrganisationDetails
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.identity.services import found_installation
from enforcement.jobs.scheduler import run_scheduler
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.storage_check import check_store

enforce = AppGroup("enforce", help="Run and look after an installation.")
enforce.add_command(due_date)
enforce.add_command(precheck_command)
enforce.add_command(take_in_command)
enforce.add_command(export_case_command)
PURE = frozenset({"due-date", "precheck"})
"""Commands that need neither settings nor a database."""


class _NeedsInstallation(click.Command):
    """Stands for every command that needs settings where there are none."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(name, help="Needs an installation; config/env.example names its settings.")
        self._fault = fault
        self.ignore_unknown_options = True
        self.allow_extra_args = True

    def invoke(self, _context: click.Context) -> None:
        raise click.ClickException(self._fault)


def register(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(enforce)


def without_installation(error: Exception) -> Flask:
    """An application that only has the commands that need no settings; the others say what is missing."""
    app = Flask("enforcement")
    bare = AppGroup("enforce", help=enforce.help)
    for name, command in enforce.commands.items():
        bare.add_command(command if name in PURE else _NeedsInstallation(name, str(error)))
    app.cli.add_command(bare)
    app.cli.add_command(_NeedsInstallation("db", str(error)))
    return app


@enforce.command("check-store")
def check_store_command() -> None:
    """Try what an object store must do for us against the one of the settings."""
    checks = check_store(current_app.extensions["settings"])
    for check in checks:
        mark = "✓" if check.passed else "✗" if check.required else "!"
        click.echo(f"{mark} {check.name}  {check.detail}")
    if not all(check.passed for check in checks if check.required):
        raise click.ClickException("这个对象存储还不能用：请先解决标 ✗ 的项目。")
    click.echo("这个对象存储可以使用。标 ! 的项目不是必需的。")


@enforce.command("found")
@click.option("--name", required=True, help="全称，如 云州市人民政府")
@click.option("--short-name", required=True, help="文号代字，如 云政")
@click.option("--code", required=True, help="单位代码，安装内不重复")
@click.option("--region", default="", help="行政区划名称")
@click.option("--kind", type=click.Choice(OrganisationKind), default=OrganisationKind.GOVERNMENT, show_default=True)
@click.option("--level", type=click.Choice(OrganisationLevel), default=OrganisationLevel.CITY, show_default=True)
@click.option("--username", required=True, help="系统管理员的用户名")
@click.option("--person", required=True, help="系统管理员的姓名")
@click.password_option("--password", prompt="密码", confirmation_prompt="再输一次")
def found_command(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    name: str,
    short_name: str,
    code: str,
    region: str,
    kind: OrganisationKind,
    level: OrganisationLevel,
    username: str,
    person: str,
    password: str,
) -> None:
    """Begin an empty installation: its first organisation and its administrator."""
    details = OrganisationDetails(code=code, name=name, short_name=short_name, region_name=region)
    try:
        found_installation(FoundInstallation(details, kind, level, username, person, password), current_instant())
    except Invalid as fault:
        raise click.ClickException("；".join(line for lines in fault.errors.values() for line in lines)) from fault
    except DomainError as fault:
        raise click.ClickException(fault.message) from fault
    click.echo(f"已建立“{name}”和系统管理员“{username}”。请登录后建立下级单位和账号。")


@enforce.command("run-scheduler")
@pass_script_info
def run_scheduler_command(info: ScriptInfo) -> None:
    """Run the jobs that are due because time passed, until told to end."""
    run_scheduler(info.load_app())


@enforce.group("demo")
def demo_group() -> None:
    """Data for trying out and training."""


@demo_group.command("load")
def load_demo() -> None:
    """Fill an empty database with one city: organisations, people, businesses, cases."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("演示数据只能装入演示环境（设置 DEMO=1）。")
    load(click.echo, current_instant())
