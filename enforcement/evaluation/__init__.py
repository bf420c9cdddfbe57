"""Case-file evaluation (案卷评查): plans, sealed draws, blind double scoring, feedback, reports.

Supervisors evaluate penalty case files of the agencies, those worked here and those worked elsewhere. What a file is
worth stands in ``rules/evaluation`` and the standards; what the machine finds in it in ``rules/precheck``.
行政执法监督条例; 广东省行政执法案卷评查办法 and the ministry's standards as named in ``docs/evaluation-standards.md``.
"""
