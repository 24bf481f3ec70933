"""Slots of a template: what two texts made from one form may differ in.

Read by ``deduplicate`` on keys (the view without white space and punctuation). A difference lies
in a slot where a match of one of these covers it, on both sides.
"""

from __future__ import annotations

from transforms.schema import BODY, Rule
from transforms.tables.contacts import FORMS_OF_ADDRESS, SURNAMES
from transforms.tables.regions import DIRECT, DISTRICTS, PREFECTURES, PROVINCES

_HAN = "[\u3400-\u9fff]"
# Names of divisions, of two code points and more.
NAMED = frozenset(
    name
    for region in (*PROVINCES, *PREFECTURES, *DIRECT)
    for name in (region.name, region.short)
    if len(name) > 1
) | frozenset(DISTRICTS)
_DIVISIONS = "省|市|区|县|旗|州|盟|镇|乡|村|街道|路|街|巷|大道|胡同|小区"
_ORGANS = (
    "局|厅|委员会|办公室|公司|中心|学院|大学|中学|小学|医院|银行|集团|法院|检察院|协会"
    "|店|商行|超市|餐馆|酒店|宾馆|药房|诊所|厂|事务所|合作社|经营部"
)
_BEFORE = (
    "姓名|联系人|经办人|负责人|代表人|签发人|审核人|申请人|当事人|组长|主任|局长|厅长|处长"
    "|市长|省长|县长|区长|书记|主席|审判长|审判员|书记员|名单|专家|成员"
)
_BEHIND = f"{'|'.join(FORMS_OF_ADDRESS)}|任组长|担任|为组长"
_PERSON = rf"[{SURNAMES}]{_HAN}{{1,2}}"

NUMBER = Rule(
    "slot:number",
    BODY,
    r"[0-9]+|[〇零一二三四五六七八九十百千万亿两]+",
    matches=("2022", "十四", "二〇二二"),
    spares=("总体要求",),
    why="amounts, years, dates and item numbers",
)
DOCUMENT_NUMBER = Rule(
    "slot:document number",
    BODY,
    rf"{_HAN}{{2,8}}(?:19|20)[0-9]{{3,7}}号",
    matches=("云政发202245号",),
    spares=("依照第45号文件",),
    why="an organ's sign, year and number, its brackets folded away",
)
PLACE = Rule(
    "slot:place",
    BODY,
    rf"{_HAN}{{2,4}}(?:{_DIVISIONS})",
    matches=("云南省", "青山镇", "和平街道", "黄山路"),
    spares=("加强组织领导",),
    why="what ends as the name of a division or a street does; ``NAMED`` has the others",
)
ORGAN = Rule(
    "slot:organ",
    BODY,
    rf"{_HAN}{{2,8}}(?:{_ORGANS})",
    matches=("省财政厅", "青山机械公司", "佳佳副食店"),
    spares=("各部门要认真落实",),
    why="names of organs and companies",
)
PERSON = Rule(
    "slot:person",
    BODY,
    rf"(?:{_BEFORE})(?:{_PERSON}){{1,8}}|{_PERSON}(?:{_BEHIND})",
    matches=("联系人张伟", "王建国同志", "专家名单王建平刘素云"),
    spares=("高度重视有关工作",),
    why="a person's name beside the words that announce one",
)

CODE = Rule(
    "slot:code",
    BODY,
    r"(?=[A-Z]*[0-9])[0-9A-Z]{5,20}",
    matches=("92330522MA2B4K7X1C", "B12345"),
    spares=("ABCDE", "A1"),
    why="credit codes, plates and numbers of goods, with letters in them",
)

# Beside numbers and names of divisions; each with a pattern of what all its matches hold.
SLOTS = (
    (DOCUMENT_NUMBER, "号"),
    (PLACE, _DIVISIONS),
    (ORGAN, _ORGANS),
    (PERSON, f"{_BEFORE}|{_BEHIND}"),
    (CODE, "[A-Z]"),
)
