"""On what the conduct of an evaluation rests where no rule set says it.

The Regulation orders evaluations and leaves their course to the provinces. What 广东省行政执法案卷评查办法 says is law
there and a model elsewhere; terms and numbers, which a rule set may give a place of its own, bring their basis along.
"""

from __future__ import annotations

MODEL = "行政执法监督条例第十五条；参照广东省行政执法案卷评查办法"
APART = f"{MODEL}第十条"
"""Each evaluator alone, and nobody with an interest in the file."""
RE_EVALUATED = f"{MODEL}第十二条"
"""A failed file is evaluated again before the agency is told; the last result counts."""
REPORTED = f"{MODEL}第十三条"
"""What the report of the group says."""
