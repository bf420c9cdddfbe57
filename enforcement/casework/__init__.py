"""The case: lead, filing, investigation, notice, decision, performance, closing, archive.

It holds the main line of the general procedure (行政处罚法 第五章第三节、第六章). The papers are in
``documents``, the films in ``recording``; both know only the matter id, which is the case's
public id. It does not conduct reviews (``legal_review``) and does not publish (``publicity``).
"""
