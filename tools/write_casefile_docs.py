"""Writes docs/casefile.schema.json and the tables of docs/casefile.md from the exchange format as the program reads it.

.venv/bin/python -m tools.write_casefile_docs
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from enforcement.rules.casefile.schema import field_tables, json_schema
from enforcement.rules.casefile.terms import DOCUMENT_NAMES, ROLE_NAMES, STEP_NAMES
from enforcement.rules.precheck import RULES
from enforcement.rules.precheck.contents import AS_MANY_OFFICERS, CONTENTS, SEALED, SIGNED

DOCS = Path(__file__).resolve().parents[1] / "docs"
SCHEMA, GUIDE = DOCS / "casefile.schema.json", DOCS / "casefile.md"


def schema_text() -> str:
    """The schema as it is written."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def guide_text(text: str) -> str:
    """The guide with its tables made anew; what people wrote between them stays."""
    for name, lines in (("steps", _steps()), ("papers", _papers()), ("fields", _fields()), ("findings", _findings())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        made = "\n".join(lines)
        text = pattern.sub(lambda match, made=made: f"{match[1]}{made}\n{match[2]}", text)  # type: ignore[misc]
    return text


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _steps() -> Iterator[str]:
    yield from _table(("`kind`", "步骤"), [(f"`{kind.value}`", name) for kind, name in STEP_NAMES.items()])


def _papers() -> Iterator[str]:
    rows = []
    for kind, name in DOCUMENT_NAMES.items():
        contents = "；".join(f"`{key}` {what}" for key, what, _ in CONTENTS.get(kind, ()))
        signed = "；".join(
            ROLE_NAMES[role] + ("（不少于法定人数）" if count == AS_MANY_OFFICERS else "")
            for role, count in SIGNED.get(kind, ())
        )
        rows.append((f"`{kind.value}`", name, contents or "–", signed or "–", "是" if kind in SEALED else "–"))
    yield from _table(("`kind`", "文书", "必须有的内容", "签名", "盖章"), rows)


def _fields() -> Iterator[str]:
    for path, title, lines in field_tables():
        yield ""
        yield f"### {f'`{path}` ' if path else ''}{title}"
        yield ""
        rows = [(f"`{one.name}`", one.title, one.kind, "是" if one.required else "", one.note) for one in lines]
        yield from _table(("字段", "名称", "类型", "必填", "说明"), rows)
    yield ""


def _findings() -> Iterator[str]:
    yield from _table(("`rule`", "发现", "依据"), [(f"`{rule.id}`", rule.title, rule.article) for rule in RULES])


def main() -> None:
    """Write both files."""
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    GUIDE.write_text(guide_text(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
