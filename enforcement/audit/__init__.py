"""Who did what, when, from where, with what before and after: append-only.

For: every action and every look at evidence, in the same transaction as the action itself;
if the entry can't be written, the action does not happen. Not for: technical logs, secrets,
or the timeline of a case (that is written for people, in casework).

Each entry carries a digest of its own content. Entries are not chained to one another: a
chain needs one writer at a time, which would make every action in the house wait for every
other. Order and completeness are the task of a later transparency log over these digests.

Basis: 行政处罚法第四十七条 (whole-process record), GB/T 22239 8.1.4.3 (security audit).
"""
