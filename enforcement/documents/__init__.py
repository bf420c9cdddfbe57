"""Papers of a matter: statutory forms, numbers, seals, issue and service (送达).

The room knows no case: a matter is an opaque id. A paper is written once, stored under its
digest before its row exists, and never changed; a mistake is mended by a new paper.

Legal basis: 行政处罚法 (APL) 第四十四、五十二至六十一条; 民事诉讼法 (CPL) 第八十七至九十五条;
市场监督管理行政处罚程序规定 (SAMR) 第五十六至八十三条; 罚款决定与罚款收缴分离实施办法 (FINE) 第七条.
"""
