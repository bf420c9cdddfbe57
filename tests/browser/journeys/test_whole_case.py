"""The whole lawful case, from the shop door to the public page and its withdrawal, by people at browsers.

On both databases: this is the one journey in which every step writes.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.journey import PHONE, make_photo, verify_uploads

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SHOP = "云州市惠邻超市有限公司"
FACTS = (
    "2026年9月2日，执法人员在云州市临江区江畔路66号检查时发现，当事人货架上待售的“麦田”牌牛奶味饼干等3种食品38件"
    "超过保质期，货值金额合计966.40元。当事人对上述事实予以确认"
)
REASONS = "货值金额不足一千元，当事人配合调查，主动下架全部同批食品"
ITEMS = ("主体和管辖权", "执法人员资格", "当事人", "事实和证据", "定性和依据", "程序", "裁量和处罚内容", "是否涉嫌犯罪")


def address_of(person) -> str:
    """The path of the case whose page is open."""
    return re.search(r"/cases/\w+", person.page.url).group()


def answer_items(reviewer, *, facts: str = "无异议", note: str = "") -> None:
    """The reviewer goes through all items."""
    for title in ITEMS:
        item = reviewer.page.locator("details.review-item").filter(
            has=reviewer.page.locator("summary b", has_text=re.compile(f"^{title}$"))
        )
        if item.get_attribute("open") is None:
            item.locator("summary").click()
        item.get_by_label(facts if title == "事实和证据" else "无异议", exact=True).check()
        item.get_by_role("textbox").fill(note if title == "事实和证据" else "")
    reviewer.press("保存审核事项")
    expect(reviewer.page.locator("#items-title")).to_contain_text("已审 8 / 8 项")


def conclude_review(reviewer, opinion: str, reasons: str) -> None:
    reviewer.page.locator("#conclusion").get_by_role("textbox").fill(reasons)
    reviewer.press(opinion)


def open_review(reviewer) -> None:
    reviewer.open("/reviews")
    reviewer.click(reviewer.page.get_by_role("link", name="惠邻超市").first)


def add_evidence(officer, case: str, kind: str, title: str, proves: str, *, paper: str = "", film: str = "") -> None:
    officer.open(f"{case}/add_evidence")
    officer.select("证据种类", kind)
    officer.write({"名称": title, "证明内容": proves})
    if paper:
        officer.select("本案文书", paper)
    if film:
        officer.select("本案音像记录", film)
    officer.press("列入证据目录")
    officer.press("查证属实")
    expect(officer.page.get_by_text("证据已查证")).to_be_visible()


def state_facts(officer, case: str, text: str) -> None:
    officer.open(f"{case}/state_facts")
    officer.write({"查明的事实": text})
    officer.press("保存案情")


class Case:
    """The people of the case, and what each of them does on his or her day."""

    def __init__(self, office, folder) -> None:
        self.office, self.folder = office, folder
        office.begin()
        self.lin = office.sit("lin", size=PHONE)
        self.shen = office.sit("shen")
        self.ji = office.sit("ji")
        self.case = ""
        self.permanent = ""

    def register(self) -> None:
        lin = self.lin
        lin.open("/work")
        lin.press("登记案源")
        lin.page.get_by_placeholder("名称或统一社会信用代码").fill("惠邻超市")
        # The list comes while one types, too; the button finds it with or without scripts.
        lin.click(lin.page.get_by_role("button", name="查找", exact=True))
        lin.click(lin.page.get_by_role("link", name=SHOP))
        assert lin.field("统一社会信用代码").input_value().startswith("91")
        lin.mark("监督检查")
        lin.write({"线索内容": "日常监督检查发现货架上有过期饼干"})
        lin.press("登记案源")
        self.case = address_of(lin)
        assert "核查" in lin.words
        assert "行政处罚法第四十二条" in lin.words
        lin.press("指定承办人")
        lin.mark("林某", "许某")
        lin.press("指定承办人")
        assert "林某、许某" in lin.words

    def inspect(self) -> None:
        lin = self.lin
        lin.open(f"{self.case}/state_facts")
        lin.select("行政处罚事项", "经营超过保质期的食品")
        lin.write({"查明的事实": FACTS, "货值金额": "966.40", "违法所得": "0"})
        lin.press("保存案情")
        lin.open(self.case)
        assert "还没有现场笔录" in lin.words
        assert "行政处罚法第五十五条" in lin.words
        self.record_scene()
        self.upload()
        lin.open(self.case)
        lin.press("提请立案")
        lin.press("提请立案")
        expect(lin.page.get_by_text("已提请负责人批准立案")).to_be_visible()

    def upload(self) -> None:
        lin = self.lin
        lin.open(self.case.replace("/cases/", "/matters/") + "/recordings")
        film = self.folder / "现场检查.mp4"
        film.write_bytes(self.office.bureau.film)
        for file, kind in ((film, 1), (make_photo(self.folder, "货架照片"), 0)):
            lin.page.get_by_label("音像记录事项").select_option(index=kind)
            lin.write({"开始录制": "2026-09-02T08:20", "结束录制": "2026-09-02T08:50"})
            lin.mark("已告知当事人正在录音录像")
            lin.page.set_input_files("#field-file", file)
            lin.press("上传")
            line = lin.page.locator("[data-list] li").filter(has_text=file.name)
            expect(line.locator(".status")).to_contain_text("等待核验")
            verify_uploads(self.office.app)
            expect(line.locator(".status")).to_contain_text("已核验")

    def record_scene(self) -> None:
        lin = self.lin
        lin.open(self.case)
        lin.press("制作现场笔录")
        lin.mark("已主动出示执法证件", "已告知陈述")
        lin.write({"现场情况": "货架第二层陈列待售的饼干38件超过保质期，逐件清点、拍照，当事人当场下架。"})
        lin.sign()
        lin.press("完成现场笔录")
        expect(lin.page.get_by_text("现场笔录已制作")).to_be_visible()

    def file(self) -> None:
        shen = self.shen
        shen.open("/approvals")
        shen.click(shen.page.get_by_role("link", name="批准或者退回"))
        assert "还没有现场笔录" not in shen.words
        shen.mark("同意")
        shen.press("提交意见")
        shen.open(self.case)
        assert "90" in shen.words
        assert "2026年12月1日" in shen.words

    def investigate(self) -> None:
        lin = self.lin
        lin.later("+1 天")
        lin.open(self.case)
        lin.press("制作询问笔录")
        lin.mark("已主动出示执法证件", "已告知陈述")
        for number, answer in enumerate(("清楚。", "不申请回避。", "周某平，法定代表人。")):
            lin.write({f"答 {number + 1}": answer})
        lin.sign()
        lin.press("完成询问笔录")
        add_evidence(lin, self.case, "现场笔录", "现场笔录", "检查的经过和过期食品的数量", paper="现场笔录")
        add_evidence(lin, self.case, "当事人的陈述", "询问笔录", "当事人承认违法事实", paper="询问笔录")
        add_evidence(lin, self.case, "视听资料", "现场检查录像", "检查全过程", film="现场检查")
        lin.open(f"{self.case}/propose")
        assert "5万元以上10万元以下" in lin.words
        lin.mark("没收非法财物", "从轻处罚")
        lin.write({"罚款": "50,000", "没收的物品": "超过保质期的食品38件", "裁量理由": REASONS})
        lin.press("保存处罚建议")
        assert "须法制审核" in lin.words
        assert "须集体讨论" in lin.words
        assert "不必听证" in lin.words
        assert "100,000" in lin.words
        lin.open(self.case)
        lin.press("调查终结")
        lin.press("调查终结")
        lin.press("送审")
        lin.press("送审")
        expect(lin.page.get_by_text("已送审")).to_be_visible()

    def return_once_and_pass(self) -> None:
        lin, ji = self.lin, self.ji
        open_review(ji)
        assert "须经法制审核" in ji.words or "为什么须法制审核" in ji.words
        answer_items(ji, facts="有问题，可补正", note="没有写明食品的生产日期")
        conclude_review(ji, "建议补充调查", "请补充写明食品的生产日期和保质期")
        assert "建议补充调查" in ji.words
        lin.open(f"{self.case}?tab=review")
        assert "请补充写明食品的生产日期和保质期" in lin.words
        state_facts(lin, self.case, FACTS + "，食品生产日期为2026年1月5日，保质期6个月")
        lin.open(self.case)
        lin.press("调查终结")
        lin.press("调查终结")
        self.submit()
        self.pass_review()

    def submit(self) -> None:
        self.lin.open(self.case)
        self.lin.press("送审")
        self.lin.press("送审")

    def pass_review(self) -> None:
        ji = self.ji
        open_review(ji)
        answer_items(ji)
        conclude_review(ji, "同意", "事实清楚，证据确凿，程序合法，适用依据正确，裁量适当")
        assert "已绑定" in ji.words

    def change_one_character(self) -> None:
        lin = self.lin
        state_facts(lin, self.case, FACTS.replace("38件", "39件") + "，食品生产日期为2026年1月5日，保质期6个月")
        lin.open(f"{self.case}?tab=review")
        assert "审核失效" in lin.words
        assert "查明的事实" in lin.words
        assert "【8】" in lin.words or "8" in lin.page.locator("#review del").inner_text()
        assert "9" in lin.page.locator("#review ins").inner_text()
        self.shen.open(f"{self.case}/decide")
        assert "现在还不能作出处罚决定" in self.shen.words
        state_facts(lin, self.case, FACTS + "，食品生产日期为2026年1月5日，保质期6个月")
        self.submit()
        self.pass_review()

    def notify(self) -> None:
        lin, shen = self.lin, self.shen
        shen.open("/approvals")
        shen.click(shen.page.get_by_role("link", name="批准或者退回"))
        shen.mark("同意")
        shen.press("提交意见")
        lin.open(self.case)
        lin.press("制作告知书")
        lin.press("制作告知书")
        lin.open(self.case)
        lin.press("送达告知书")
        lin.sign()
        lin.press("登记送达")
        expect(lin.page.get_by_text("告知书送达已登记")).to_be_visible()
        shen.open(f"{self.case}/decide")
        assert "陈述申辩期还没有届满" in shen.words
        assert "第四十五条" in shen.words

    def hear(self) -> None:
        lin = self.lin
        lin.later("+1 天")
        lin.open(f"{self.case}/record_statement")
        lin.write({"陈述、申辩的事实": "本店是小本经营，过期食品已经全部下架，请求从轻处罚。"})
        lin.press("登记陈述申辩")
        assert "还没有复核" in lin.words
        lin.open(self.case)
        lin.press("答复陈述申辩")
        lin.mark("不予采纳")
        lin.write({"复核意见和理由": "已按法定幅度的最低额提出处罚建议，不具有减轻处罚的情形。"})
        lin.press("完成复核")
        assert "已按法定幅度的最低额" in lin.words

    def decide(self) -> None:
        shen = self.shen
        shen.open("/approvals")
        shen.later()
        shen.open(f"{self.case}/hold_discussion")
        names = shen.page.get_by_role("textbox", name=re.compile("^姓名"))
        assert [names.nth(row).input_value() for row in range(3)] == ["沈某", "方某", "田某"]
        for number in range(3):
            shen.write({f"意见 {number + 1}": "同意"})
        shen.write({"记录人": "施某"})
        shen.mark("同意处罚建议")
        shen.press("完成集体讨论记录")
        shen.open(self.case)
        shen.press("作出处罚决定")
        assert "将要作出的决定" in shen.words
        shen.press("作出处罚决定")
        expect(shen.page.get_by_text("处罚决定书已编号、用印")).to_be_visible()

    def read_decision(self) -> None:
        """行政处罚法第五十九条: what a decision states."""
        shen = self.shen
        shen.open(f"{self.case}?tab=documents")
        assert "〔2026〕1号" in shen.words
        link = shen.page.get_by_role("link", name="行政处罚决定书").first
        printed = shen.read_pdf(link.get_attribute("href"))
        for part in (
            SHOP, "江畔路66号", "38件", "现场检查录像", "食品安全法", "第一百二十四条", "没收", "罚款", "50,000.00",
            "15日内", "云州银行", "60日内", "申请行政复议", "6个月内", "人民法院", "行政诉讼", "云州市市场监督管理局", "云市监处罚〔2026〕1号",
        ):  # fmt: skip
            assert part in printed, (part, printed)

    def perform(self) -> None:
        lin, shen = self.lin, self.shen
        lin.later("+1 天")
        lin.open(self.case)
        lin.press("送达决定书")
        lin.sign()
        lin.press("登记送达")
        expect(lin.page.get_by_text("决定书送达已登记")).to_be_visible()
        lin.open(f"{self.case}/record_payment")
        lin.write({"缴款书": "9902026"})
        lin.press("登记缴款")
        lin.open(f"{self.case}/settle_goods")
        lin.write({"处理方式和结果": "在本机关全部销毁，许某见证，有照片"})
        lin.press("登记处理")
        lin.open(self.case)
        lin.press("提请结案")
        lin.press("提请结案")
        shen.open("/approvals")
        shen.click(shen.page.get_by_role("link", name="批准或者退回"))
        shen.mark("同意")
        shen.press("提交意见")
        lin.open(self.case)
        lin.press("归档")
        lin.press("归档")
        for paper in ("卷宗封面", "卷内文件目录", "卷内备考表", "送达回证"):
            assert paper in lin.words, paper

    def publish(self) -> None:
        gong, pan = self.office.sit("gong"), self.office.sit("pan")
        gong.open("/publicity/")
        assert "云市监处罚〔2026〕1号" in gong.words
        gong.click(gong.page.get_by_role("link", name="惠邻超市"))
        assert re.search("[7七] ?个工作日", gong.words)
        gong.press("提出隐去建议")
        gong.press("提交，等第二人确认")
        pan.open("/publicity/")
        pan.click(pan.page.get_by_role("link", name="惠邻超市"))
        pan.press("确认并公示")
        expect(pan.page.get_by_text("已确认并公示")).to_be_visible()
        pan.click(pan.page.get_by_role("link", name="打开公示页"))
        self.permanent = pan.page.url
        self.pan = pan

    def find(self) -> None:
        public = self.office.sit(size=PHONE)
        public.open(self.permanent)
        assert "公示中" in public.words
        assert "与公示时的存证一致" in public.words
        assert "周某平" not in public.words
        for query in ("q=饼干", "q=云市监处罚〔2026〕1号", "q=惠邻", "fine_from=40000&fine_to=60000"):
            public.open(f"/decisions?{query}")
            assert SHOP in public.words, query
        for query in ("q=饮料", "q=云市监处罚〔2026〕2号", "fine_from=50001"):
            public.open(f"/decisions?{query}")
            assert "没有查到" in public.words, query

    def withdraw(self) -> None:
        self.pan.page.go_back()
        self.pan.click(self.pan.page.get_by_role("link", name="决定被变更、撤销，撤下"))
        self.pan.page.get_by_label("处罚决定").select_option(index=1)
        today = self.pan.page.locator(".demo").inner_text()
        year, month, day = re.search(r"(\d{4})年(\d+)月(\d+)日", today).groups()
        self.pan.write(
            {"发生日期": f"{year}-{int(month):02}-{int(day):02}", "公开的理由": "行政复议决定撤销，认定的数量有误"}
        )
        self.pan.press("撤下并公开理由")
        expect(self.pan.page.get_by_text("已撤下；公示页只保留")).to_be_visible()
        public = self.office.sit()
        public.open(self.permanent)
        assert "行政复议决定撤销，认定的数量有误" in public.words
        assert SHOP not in public.words
        public.open("/decisions?q=饼干")
        assert "没有查到" in public.words


def test_a_case_goes_from_the_shop_door_to_the_public_page(any_office, tmp_path) -> None:
    case = Case(any_office, tmp_path)
    case.register()
    case.inspect()
    case.file()
    case.investigate()
    case.return_once_and_pass()
    case.change_one_character()
    case.notify()
    case.hear()
    case.decide()
    case.read_decision()
    case.perform()
    case.publish()
    case.find()
    case.withdraw()
