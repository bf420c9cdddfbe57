"""Spans of the rules as JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from enforcement.rules.redaction import Kind, Redaction, Segment, Span


def span_record(span: Span) -> dict[str, Any]:
    """A span as JSON values."""
    return {**asdict(span), "kind": span.kind.value}


def span_from(record: Mapping[str, Any]) -> Span:
    """The span that ``span_record`` wrote."""
    return Span(**{**record, "kind": Kind(record["kind"])})


def segment_record(segment: Segment) -> dict[str, Any]:
    """Shown text as ``{"text"}``, hidden text as ``{"hidden", "number"}``: nothing of it, not even its length."""
    if segment.hidden is None:
        return {"text": segment.text}
    return {"hidden": segment.hidden.words, "number": segment.number}


def redaction_record(redaction: Redaction) -> dict[str, Any]:
    """A line of the public list."""
    return {
        "number": redaction.number,
        "what": redaction.kind.words,
        "count": redaction.count,
        "reason": redaction.reason,
        "basis": redaction.basis,
    }
