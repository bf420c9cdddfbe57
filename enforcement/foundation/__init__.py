"""Words every room shares: errors, actor, permissions, events, clock, identifiers, paging.

Standard library only. Nothing here knows a table, a page or an article.
"""
