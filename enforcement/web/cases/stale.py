"""After somebody else's save: what stands now and what was typed, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from enforcement.doors.forms import Form, FormField
from enforcement.foundation.errors import Change
from enforcement.web.filters import input_value

NO = frozenset({"", "0", "False", "false"})


def both_versions(form: Form, standing: Mapping[str, Any]) -> list[Change]:
    """Fields whose saved value is not the typed one, in the words of the page."""
    pairs = [
        (one.label, _words(one, standing[one.name]), _words(one, one.value))
        for one in form.fields
        if one.name in standing and one.widget != "hidden"
    ]
    return [Change(label, theirs, mine) for label, theirs, mine in pairs if theirs != mine]


def _words(field: FormField, value: Any) -> str:
    if field.widget == "checkbox":
        return "否" if str(value) in NO else "是"
    names = {str(choice[0]): choice[1] for choice in field.choices}
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(names.get(text, text) for text in map(input_value, values))
