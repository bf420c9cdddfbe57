"""Whole-process recording: uploads, custody, integrity and retention of the recordings of a matter.

For: video, audio, photos and scans that an officer uploads; what came in, when, with which digest, whether
the server's own digest and decoder agree, who looked at it. Keyed by an opaque matter id; it knows no case.
Not for: statutory documents (documents), the decision whether a case lacks a recording (casework).

A recording is never changed and never deleted, in no role: a wrong or damaged one keeps its place with the
reason why it does not count. Bytes go from the browser straight to the store; they count only after the
server has read, re-hashed and decoded them itself.

Basis: 行政处罚法第四十七条; 国办发〔2018〕118号第三部分 (全过程记录); 市场监督管理行政处罚程序规定第四十四条.
"""
