"""Publishing of decisions: duties with their clocks, redaction by two persons, the public register.

Not here: the case itself, what agencies publish beforehand (catalogue), how a decision is served.
Public pages read the register (``public_records`` and what hangs on it) alone, never a case.

Legal basis: 行政处罚法第四十八条; 国办发〔2018〕118号; 市场监督管理行政处罚信息公示规定; 信用修复管理办法;
政府信息公开条例第十四条至第十七条.
"""
