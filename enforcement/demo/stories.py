"""What a demo case is about: party, power item, facts, evidence, penalty; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.demo.enterprises import EnterpriseSeed


@dataclass(frozen=True)
class Story:
    """The contents of one case; amounts in fen."""

    party: EnterpriseSeed
    item_code: str
    act: str
    source_kind: str
    kinds: tuple[str, ...]
    fine_fen: int
    grade: str
    grade_reasons: str
    goods: str = ""
    goods_value_fen: int | None = None
    illegal_income_fen: int | None = None
    band_when: str = ""
    statement: str = ""
    answer: str = "陈述的理由不属于法定的从轻、减轻情形，处罚建议已在裁量基准之内。"

    @property
    def lead(self) -> str:
        """How the case came in."""
        return f"日常监督检查中发现{self.party.name}涉嫌{self.act}。"

    @property
    def confiscation_text(self) -> str:
        """What is confiscated, in words."""
        return self.goods if "没收非法财物" in self.kinds else ""

    def facts(self, day: date) -> str:
        """The facts found, as the report states them."""
        value = f"，货值金额合计{self.goods_value_fen / 100:,.2f}元" if self.goods_value_fen else ""
        goods = f"，涉及{self.goods}" if self.goods else ""
        return (
            f"{day:%Y年%-m月%-d日}，执法人员在{self.party.address}检查时发现，"
            f"当事人{self.act}{goods}{value}。当事人对上述事实予以确认"
        )

    def findings(self, day: date) -> str:
        """What the scene record says."""
        goods = f"，清点为{self.goods}" if self.goods else ""
        return f"{day:%Y年%-m月%-d日}检查经营场所，当事人{self.act}{goods}。现场拍照、录像。"

    def exchanges(self) -> tuple[tuple[str, str], ...]:
        """Questions and answers of the inquiry."""
        return (
            ("我们已出示执法证件并告知权利义务，你是否听清？", "听清了，不申请回避。"),
            (f"现场检查发现你单位{self.act}，是否属实？", "属实，我们管理不到位。"),
            ("对现场笔录有无异议？", "没有异议。"),
        )

    def evidence(self) -> tuple[tuple[str, str, str, str], ...]:
        """Kind, title, what it proves, and the form of its paper (``film`` for the recording)."""
        return (
            ("勘验笔录、现场笔录", "现场笔录", "现场检查的经过和发现的情况", "scene_record"),
            ("视听资料", "现场检查录像", "执法人员出示证件、告知权利和检查全过程", "film"),
            ("当事人的陈述", "询问笔录", "当事人承认违法事实", "inquiry_record"),
            ("书证", "营业执照复印件", "当事人的主体资格", ""),
        )
