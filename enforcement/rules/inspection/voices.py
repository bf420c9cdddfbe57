"""What enterprises are asked about a visit, and about what they may complain."""

from __future__ import annotations

from collections.abc import Mapping

MOST_STARS = 5

QUESTIONS: Mapping[str, str] = {
    "code_shown": "检查人员出示了执法证件和检查通知（检查码）",
    "two_officers": "到场的执法人员不少于两人",
    "within_items": "只检查了通知中写明的事项",
    "no_gain": "没有接受吃请、收受财物或者推销服务",
    "undisturbed": "没有妨碍正常的生产经营",
}
"""Answered with yes or no; the five bans of 国办发〔2024〕54号 in plain words."""

CATEGORIES: Mapping[str, str] = {
    "no-code": "没有出示检查通知、检查码或者执法证件",
    "too-often": "检查过于频繁、重复检查",
    "beyond-items": "超出通知的事项检查",
    "for-gain": "逐利检查、收费、吃拿卡要、指定中介",
    "disturbing": "干扰正常生产经营",
    "arbitrary": "随意处罚、查封、扣押、责令停产",
    "other-name": "以观摩、督导、调研等名义变相检查",
    "third-party": "由第三方或者没有执法证件的人员检查",
    "other": "其他",
}
