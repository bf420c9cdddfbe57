"""What holds for every template: no inline code or style, no icon that is not in the sprite."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "enforcement" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SPRITE = (WEB / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_obeys_the_content_policy(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "styles stand in style sheets"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "handlers stand in scripts"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "scripts stand in files"
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text), "nothing is loaded from elsewhere"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_every_icon_is_in_the_sprite(template):
    used = re.findall(r"\bicon\(['\"]([a-z0-9-]+)['\"]", template.read_text(encoding="utf-8"))
    assert set(used) <= ICONS
