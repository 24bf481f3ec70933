"""Letters that have lost their lines: each part stands on a line of its own again."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_restore import restored

LETTERS = {
    "a notice and the plan that it promulgates": (
        "某市人民政府办公室关于印发某市节水行动方案的通知",
        "某政办发〔2023〕17号",
        "各县（市、区）人民政府，市直各部门：",
        "《某市节水行动方案》已经市人民政府同意，现印发给你们，请认真组织实施。",
        "附件：1.重点任务清单",
        "2.责任分工表",
        "某市人民政府办公室",
        "2023年5月6日",
        "（此件公开发布）",
        "某市节水行动方案",
        "为贯彻落实国家节水行动，结合本市实际，制定本方案。",
        "一、总体要求",
        "坚持节水优先，强化水资源刚性约束。到2025年，用水量下降16%。",
        "二、重点任务",
        "（一）推进农业节水增效。加快灌区续建配套。",
        "（二）推进工业节水减排。严控高耗水项目。",
    ),
    "two organs and a date in Chinese numerals": (
        "",
        "某政办发〔2023〕17号",
        "各县（市、区）人民政府，市直各部门：",
        "现就做好秋季学期营养改善工作通知如下。",
        "一、落实供餐责任。学校食堂应当公开带量食谱。",
        "二、加强资金监管。补助资金专款专用。",
        "特此通知。",
        "某市教育局\u3000某市财政局",
        "二〇二三年八月十五日",
    ),
    "a reply": (
        "",
        "某县民政局：",
        "你局《关于设立养老服务中心的请示》（某民请〔2022〕3号）收悉。经研究，现批复如下：",
        "一、同意设立某县养老服务中心，为公益一类事业单位。",
        "二、核定编制12名，其中主任1名。",
        "此复。",
        "某县机构编制委员会",
        "2022年3月9日",
    ),
    "an announcement with a number of its own": (
        "某市交通运输局公告",
        "（2024年第5号）",
        "因滨河路改造施工，定于2024年3月1日至4月30日对滨河路实行交通管制。",
        "一、管制期间禁止货车通行。",
        "二、过往车辆请绕行建设路。",
        "特此公告。",
        "某市交通运输局",
        "2024年2月20日",
    ),
    "a speech": (
        "在全市节水工作会议上的讲话",
        "同志们：",
        "这次会议的主要任务是，总结去年的节水工作，部署今年的重点任务。下面，我讲两点意见。",
        "一、提高认识，把节水摆在突出位置。",
        "二、落实责任，把任务分解到人。",
    ),
    "a speech of a day and its speaker": (
        "在全县防汛工作会议上的讲话",
        "（2022年5月19日）",
        "县长　赵某某",
        "同志们：",
        "今天的会议，主要任务是分析当前防汛形势，部署今年的防汛工作。下面，我讲三点意见。",
        "一、认清形势，克服麻痹思想。",
        "二、突出重点，落实防范措施。",
    ),
    "a station's rules": (
        "某县农业机械管理站关于加强拖拉机管理的通告",
        "某农机〔1998〕8号",
        "现就加强拖拉机管理通告如下：",
        "一、所有人应当申请登记。",
        "二、本通告自1998年7月1日起施行。",
        "某县农业机械管理站",
        "1998年4月20日",
    ),
    "a signature behind the name of an attachment": (
        "某省财政厅关于下达2023年补助资金的通知",
        "某财资环〔2023〕21号",
        "各市（州）财政局：",
        "现下达你市（州）资金。请抓紧分解下达，加强资金监管，提高使用效益，严禁截留、挤占和挪用。",
        "附件：资金分配表",
        "某省财政厅",
        "2023年4月12日",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("folded", [False, True])
def test_parts_of_a_letter_stand_on_lines_of_their_own(name: str, folded: bool):
    title, *lines = LETTERS[name]
    text = title + "".join(lines)
    if folded:
        text = text.translate(str.maketrans("（），：", "(),:"))
    (record,) = jiaokan.clean(text.encode(), "letter.txt")
    assert record["text"].split("\n") == lines
    assert record["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        "国发〔2021〕23号文件要求各地做好节水工作，加强用水管理，落实节水责任，建立健全用水定额、计划用水、水资源论证等各项管理制度，确保按期完成各项目标任务，并于年底前将有关情况报送上级主管部门备案。",
        "本办法由某市水利局2023年5月6日起组织实施，附件中所列的各项任务由各区按照职责分工负责，市水利局会同有关部门加强督促检查，定期通报进展情况，重大事项及时向市人民政府请示报告，年底前完成评估。",
    ],
)
def test_sentences_are_no_letter(text: str):
    (record,) = jiaokan.clean(text.encode(), "sentence.txt")
    assert record["text"] == text


def test_contacts_behind_commas_are_one_sentence():
    said = (
        "请各市于3月25日前将表格报送我厅。联系人：向某，联系电话：0271-2345678，电子邮箱：a@b.cn。"
    )
    text = "为加强管理，现就有关事项通知如下：一、要求各市认真核查。二、" + said
    assert restored(text).split("\n")[-1] == "二、" + said


def test_a_number_ends_before_a_gap_too():
    text = (
        "某纪办发〔2014〕19号 各县（市、区）纪委，市直各单位纪检组（纪委）：根据安排，现通报如下。"
    )
    assert restored(text).split("\n")[:2] == [
        "某纪办发〔2014〕19号", "各县（市、区）纪委，市直各单位纪检组（纪委）："
    ]  # fmt: skip
