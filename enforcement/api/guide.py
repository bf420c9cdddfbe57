"""What an integrator reads first; it stands in the OpenAPI description and on its page."""

from __future__ import annotations

from pathlib import Path

TEXT = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
"""Chapters under second-level headings, paragraphs between blank lines (CommonMark)."""

PROBLEMS: dict[str, str] = {
    "refused": "现在不能办理：法律上的理由列在 reasons",
    "stale": "记录已经被别人改过，没有保存任何内容",
    "taken": "与已有的记录冲突",
    "if-match-required": "没有在 If-Match 中写明所读到的版本",
}
"""Codes of our own beside those of plain statuses."""


def chapters() -> list[tuple[str, list[str]]]:
    """The guide: title and paragraphs of each chapter."""
    found = []
    for chapter in TEXT.split("## ")[1:]:
        title, *paragraphs = chapter.strip().split("\n\n")
        found.append((title, paragraphs))
    return found
