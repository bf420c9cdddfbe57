"""Legal review of major decisions (重大执法决定法制审核), and case review of the others.

It holds the reviewer's desk: what was sent, the items, comments and the opinion. A finished
round is told down to ``casework``, where the pass binds to the digest of the reviewed content.
Basis: 行政处罚法第五十八条, 国办发〔2018〕118号, 市场监督管理行政处罚程序规定第四十九条至第五十六条.
"""
