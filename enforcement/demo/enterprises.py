"""500 fictional businesses with valid 统一社会信用代码, the same at every load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from enforcement.demo.places import DISTRICT, RURAL, Region, credit_code

COUNT = 500
SEED = 990100
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS_OF_ID = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS_OF_ID = "10X98765432"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
BRANDS = tuple(
    "惠邻 和顺 晨光 锦程 安居 通达 恒远 青禾 丰泽 云岭 江畔 塘前 新桥 东篱 南浦 北辰 西溪 春和 景明 瑞安 福临 万家 百味 鲜达 "
    "佳禾 长青 同济 康宁 仁和 益民 兴旺 永固 宏基 鼎盛 天成 正源 明远 博雅 书香 星河 雅韵 金穗 绿野 沃土 农家 山泉 清源 碧水 "
    "蓝天 净洁 众诚 联运 飞驰 畅行 顺路 平安 卓越 精工 匠心 华美".split()
)


@dataclass(frozen=True)
class Industry:
    """A line of business: how its firms are named, and the departments that inspect it."""

    name: str
    firm: str
    shop: str
    domains: tuple[str, ...]


INDUSTRIES = (
    Industry("超市零售", "超市有限公司", "便利店", ("市场监督管理", "消防救援")),
    Industry("餐饮服务", "餐饮管理有限公司", "餐饮店", ("市场监督管理", "城市管理", "消防救援")),
    Industry("食品经营", "食品有限公司", "食品店", ("市场监督管理",)),
    Industry("药品零售", "大药房有限公司", "药店", ("市场监督管理",)),
    Industry("道路货运", "货运有限公司", "货运服务部", ("交通运输",)),
    Industry("建材生产", "建材有限公司", "建材经营部", ("生态环境", "应急管理")),
    Industry("金属加工", "金属制品有限公司", "五金加工部", ("生态环境", "应急管理", "消防救援")),
    Industry("物业服务", "物业服务有限公司", "家政服务部", ("消防救援", "城市管理")),
    Industry("农资经营", "农资有限公司", "农资经营部", ("农业农村", "市场监督管理")),
    Industry("上网服务", "网络服务有限公司", "网吧", ("文化和旅游", "消防救援")),
    Industry("旅行社", "旅行社有限公司", "旅游服务部", ("文化和旅游",)),
    Industry("广告", "广告传媒有限公司", "图文店", ("市场监督管理", "城市管理")),
)
RETAIL = INDUSTRIES[0]


@dataclass(frozen=True)
class EnterpriseSeed:
    """A party before it is registered. ``kind``: ``organisation`` or ``individual_business``.

    ``legal_representative`` is the operator of an individual business; ``id_no`` that
    person's (fictional) identity number, ``uscc`` the business's own code.
    """

    name: str
    kind: str
    uscc: str
    legal_representative: str
    id_no: str
    address: str
    phone: str
    region_name: str
    industry: str
    domains: tuple[str, ...]
    registered_on: date


def identity_number(region: str, born: date, serial: int) -> str:
    """An 18-character identity number with its check character (GB 11643) in a region that does not exist."""
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    return body + CHECKS_OF_ID[sum(int(one) * weight for one, weight in zip(body, WEIGHTS_OF_ID, strict=True)) % 11]


TOUR_ENTERPRISE = EnterpriseSeed(
    name="云州市惠邻超市有限公司",
    kind="organisation",
    uscc=credit_code("91", DISTRICT.code, "MA2HL7K6"),
    legal_representative="周某平",
    id_no=identity_number(DISTRICT.code, date(1982, 3, 15), 441),
    address="云州市临江区江畔路66号",
    phone="19900010066",
    region_name=DISTRICT.name,
    industry=RETAIL.name,
    domains=RETAIL.domains,
    registered_on=date(2019, 3, 7),
)
"""The supermarket of the tour."""


def enterprise_seeds(count: int = COUNT, seed: int = SEED) -> tuple[EnterpriseSeed, ...]:
    """The businesses of the city; the first is the supermarket of the tour. Names and codes are unique."""
    random = Random(seed)
    made = {TOUR_ENTERPRISE.name: TOUR_ENTERPRISE}
    while len(made) < count:
        one = _enterprise(random, len(made))
        made.setdefault(one.name, one)
    return tuple(made.values())


def _enterprise(random: Random, number: int) -> EnterpriseSeed:
    region = random.choices((DISTRICT, RURAL), (3, 2))[0]
    industry = random.choice(INDUSTRIES)
    brand = random.choice(BRANDS)
    small = random.random() < 0.3
    surname = random.choice(SURNAMES)
    return EnterpriseSeed(
        name=_name(random, region, brand, industry, small=small),
        kind="individual_business" if small else "organisation",
        uscc=credit_code("92" if small else "91", region.code, _own_code(number)),
        legal_representative=f"{surname}某{random.choice('平华军丽敏强芳杰燕波')}",
        id_no=identity_number(
            region.code, date(1960, 1, 1) + timedelta(days=random.randrange(14_000)), random.randrange(1, 999)
        ),
        address=f"{_street(random, region)}{random.randrange(1, 400)}号",
        phone=f"1990{number:07d}",
        region_name=region.name,
        industry=industry.name,
        domains=industry.domains,
        registered_on=date(2005, 1, 1) + timedelta(days=random.randrange(7_300)),
    )


def _name(random: Random, region: Region, brand: str, industry: Industry, *, small: bool) -> str:
    place = region.name.removeprefix("云州市")
    if small:
        return f"{place}{brand}{industry.shop}"
    return f"{random.choice(('云州市', '云州', place))}{brand}{industry.firm}"


def _street(random: Random, region: Region) -> str:
    streets = ("江畔路", "滨江大道", "文昌街", "新桥路") if region is DISTRICT else ("塘前街", "青禾路", "县府路")
    return f"{region.name}{random.choice(streets)}"


def _own_code(number: int) -> str:
    """``MA`` and six characters, spread so that neighbouring codes look different."""
    rest = (number * 7_919_993 + 1_234_567) % len(CODE_LETTERS) ** 6
    letters = []
    for _ in range(6):
        rest, index = divmod(rest, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[index])
    return "MA" + "".join(letters)
