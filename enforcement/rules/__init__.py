"""THE LAW: what the statutes say about cases, as pure functions on frozen dataclasses.

For: terms and calendars, statutory numbers, penalties, discretion, limitation, the procedure and its needs.
Not for: storing, showing or deciding anything. No database, no Flask, no clock: dates are passed in; the only
files read are the calendars and rulesets whose folders the caller names. Every rule cites its article.
Legal basis: 行政处罚法 (2021), 行政强制法, 市场监督管理行政处罚程序规定, 国办发〔2018〕118号, 国办发〔2022〕27号.
"""
