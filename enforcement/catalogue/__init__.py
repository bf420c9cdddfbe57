"""What an agency publishes before it acts (事前公开).

For: power items with versions of their legal bases, benchmarks of discretion, catalogues
of major decisions, recording lists; each published version stands for good. Not for:
statutory numbers (rule sets under ``config/rulesets``) or officers (identity).

Basis: 行政处罚法 5, 16, 34, 37, 39; 国办发〔2018〕118号 (公示, 音像记录事项清单,
重大执法决定法制审核目录清单); 国办发〔2022〕27号 (裁量基准).
"""
