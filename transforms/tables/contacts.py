"""What personal data looks like in a document's own contacts, as rules over the view."""

from typing import NamedTuple

from transforms.schema import Rule

# Every number that can be a telephone or an identity card: digits with the signs between them.
CANDIDATE = Rule(
    "personal:candidate",
    "personal_data",
    r"[0-9][0-9 ()-]{5,40}[0-9Xx]",
    ("0871-65550123", "355512313800000000", "138 0000 0000"),
    ("2022年", "12.5"),
    "one scan finds what the other rules then look at",
)

MOBILE = Rule(
    "personal:mobile",
    "personal_data",
    # Behind a slash only where another number stands before it: the rest are addresses.
    r"(?:(?<![0-9A-Za-z/_.=-])|(?<=[0-9]{7}/))(?:86[- ]?)?1[3-9][0-9](?:[0-9]{8}|[- ]?[0-9]{4}[- ][0-9]{4})(?![0-9A-Za-z_]|/(?![01])|\.[a-z0-9]| ?[元吨万亿度])",
    ("13900000000", "+86 13900000000", "139-0000-0000", "1390000-0000", "65551234/13900000000"),
    (
        "213900000000",
        "13900000000元",
        "1658213711809",
        "12345678901",
        "13900000000.25",
        "20220101/13900000000.html",
    ),
    "mobile numbers of China have eleven digits, from 13 to 19",
)

LANDLINE = Rule(
    "personal:landline",
    "personal_data",
    r"(?<![0-9A-Za-z/_.=-])(?:0|(?:00)?86[- ]?\(?0?\)?)(?:10|2[0-9]|[3-9][0-9]{2})[-) ]{1,2}[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?:-| ?[转轉] ?)[0-9]{1,6})?(?![0-9])",
    (
        "0871-65550123",
        "(0871)65550123",
        "010-66012345-8012",
        "0871-6555 0123 转 802",
        "+86-871-65550123",
        "+86 (0)871 65550123",
        "008610-66012345",
        "0871-6555-0123",
    ),
    ("2020-2025", "0.5-1000000", "0871-12", "0871-2021-0012345"),
    "area code, then seven or eight digits",
)

# A run of digits behind a word for a telephone: local numbers, numbers without a separator, and
# several numbers that have run together.
CALLED = Rule(
    "personal:called",
    "personal_data",
    r"(?:电 ?话|手 ?机|座 ?机|传 ?真|热 ?线|联系方式|致电|[Tt][Ee][Ll]|[Pp]hone)(?:号码?)?(?:\([^()]{0,10}\))? ?[:.]?[ \n]?"
    r"(?:\(?\+?[0-9]{2,4}\)?[-. ]?)?\Z",
    ("联系电话:", "电 话: ", "Tel:", "电话:02-", "Tel: (852) ", "电话:0871."),
    ("电话会议", "热线12345:"),
    "what stands before the digits says that they are a telephone",
)

JOINED = Rule(
    "personal:joined",
    "personal_data",
    r"^(?:1[3-9][0-9]{9}|(?:0(?:10|2[0-9]|[3-9][0-9]{2}))?[2-8][0-9]{6,7}){1,4}\Z",
    ("3555123", "65550123", "355512313800000000", "087165550123"),
    ("12345", "1658213711809"),
    "one telephone number or several, without a gap",
)

IDENTITY = Rule(
    "personal:identity",
    "personal_data",
    r"(?<![0-9A-Za-z])[1-8][0-9]{5} ?(?:19|20)[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{3}[0-9Xx](?![0-9A-Za-z])",
    ("11010519491231002X", "110105 19491231 002X"),
    ("355512313800000000", "1101051949123100"),
    "a citizen's identity number (GB 11643-1999); its check digit decides",
)

# What says before a row of digits whose number it is, and what such a number looks like.
IDENTITY_LABEL = Rule(
    "personal:identity-label",
    "personal_data",
    r"(?:身份证|身份号码|证件号码)[^0-9\n。;]{0,12}\Z",
    ("身份证号:", "公民身份号码", "身份证号码(一代)为"),
    ("身份证。", "证件:"),
    "identity numbers of before 1999 have no check digit: a word must say what they are",
)

CARD_LABEL = Rule(
    "personal:card-label",
    "personal_data",
    r"(?:银行卡|储蓄卡|信用卡|卡号|[账帐][号户])[^0-9\n。;]{0,20}\Z",
    ("银行卡号:", "开户行及账号:中国建设银行某支行 ", "帐户"),
    ("编号:", "金额"),
    "a bank card's digits are like any other but for the word before them",
)

QQ_LABEL = Rule(
    "personal:qq-label",
    "personal_data",
    r"(?:[Qq]{2}|扣扣)(?:号码?)?(?:[(][^()]{0,10}[)])? ?:? ?\Z",
    ("QQ:", "联系QQ ", "qq号码:"),
    ("QQ群:", "QQ邮箱:"),
    "the account of a person; a group's is none",
)

PASSPORT_LABEL = Rule(
    "personal:passport-label",
    "personal_data",
    r"(?:护照|通行证|台胞证)(?:号码?|编号)?(?:[(][^()]{0,10}[)])? ?[:为]? ?(?P<letters>[A-Z]{0,2})\Z",
    ("护照号码:E", "护照EA", "港澳通行证号:C", "台胞证:"),
    ("护照管理条例", "许可证:D"),
    "passports and permits to travel",
)


class Account(NamedTuple):
    """A number that is a person's where a ``label`` stands before it and ``digits`` match."""

    kind: str
    label: Rule
    digits: str


ACCOUNTS = (
    Account("identity", IDENTITY_LABEL, "[1-8][0-9]{14}(?![0-9A-Za-z])"),
    Account("bank_card", CARD_LABEL, "(?:62|[45]|3[57])[0-9](?:[ -]?[0-9]){13,17}(?![0-9A-Za-z])"),
    Account("qq", QQ_LABEL, "[1-9][0-9]{6,10}(?![0-9A-Za-z@]|[ -][0-9])"),
    Account("passport", PASSPORT_LABEL, "[0-9]{7,9}(?![0-9A-Za-z])"),
)

WECHAT = Rule(
    "personal:wechat",
    "personal_data",
    r"微信(?:号码?(?:[(][^()]{0,10}[)])?[: ]|:) ?(?P<value>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_.@-])",
    ("微信号:liming_2021", "微信:wxid_abc123", "微信号 li-ming"),
    ("微信公众号:yunling", "微信群:abcdef1", "微信:关注我们"),
    "the account of a person; an organ's is a 公众号",
)
WECHAT_TRIGGER = "微信"
WECHAT_PUBLIC = ("官方", "政务", "公共", "公众")  # before 微信: an organ's own account

EMAIL_LOCAL = Rule(
    "personal:email-local",
    "personal_data",
    r"[A-Za-z0-9._%+-]{1,64}\Z",
    ("邮箱:water",),
    ("邮箱:",),
    "what stands before an @",
)

EMAIL_DOMAIN = Rule(
    "personal:email-domain",
    "personal_data",
    r"^@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
    ("@example.com",),
    ("@ 126.com", "@某人"),
    "what stands behind it; dots need letters on both sides",
)

EMAIL_SPELT = Rule(
    "personal:email-spelt",
    "personal_data",
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64} ?[\[(#](?i:at)[\])#] ?[A-Za-z0-9-]{1,63}(?: ?(?:\.|[\[(#](?i:dot)[\])#]) ?[A-Za-z0-9-]{1,63}){1,4}",
    ("water[at]example.com", "water(AT)example(dot)com", "water#at#example.com"),
    ("look (at) it.", "[at]"),
    "pages spell the @ out, so that robots do not read it",
)

SPELT_TRIGGERS = ("at", "AT")

EMAIL_WORDS = Rule(
    "personal:email-words",
    "personal_data",
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64} (?i:at) [A-Za-z0-9-]{1,63}(?: (?i:dot) [A-Za-z0-9-]{2,63}){1,4}(?![A-Za-z0-9])",
    ("water at example dot com", "water AT mail DOT example DOT cn"),
    ("look at example.com", "look at the dot"),
    "spelt in words; without both of them it is a sentence",
)

EMAIL_HASH = Rule(
    "personal:email-hash",
    "personal_data",
    r"(?<![A-Za-z0-9._%+/=?&-])[A-Za-z0-9._%+-]{2,64}#[A-Za-z0-9-]{2,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.(?:com|cn|net|org|edu|gov)(?![A-Za-z0-9-])",
    ("water#example.com", "邮箱:water#example.edu.cn"),
    ("/a.html#b.com", "C#程序", "5#楼"),
    "# in the place of @, so that robots do not read it",
)
EMAIL_HASH_TRIGGER = "#"

CONTACT = Rule(
    "personal:contact",
    "personal_data",
    r"(?:联 ?系 ?人|经办人|承办人|联络人|联络员|姓 ?名)(?:员)?(?:姓名)?[及和与、/]?(?:联系)?(?:电话|方式|手机|号码)?(?:\([^()]{0,10}\))?(?: ?: ?| {2,9}(?! ))",
    ("联系人:", "联系人及电话:", "联 系 人: ", "姓名:", "姓名    李雷"),
    ("联系人民群众", "经办人应当"),
    "a person is named here",
)

# What every match of CONTACT holds, from its second character at the latest; searched first.
# Patterns that begin with one character are found twice as fast as words by ``str.find``.
CONTACT_TRIGGERS = ("联(?:系人| 系 人|络)", "办人", "姓 ?名")

PERSON_COLUMN = Rule(
    "personal:column",
    "personal_data",
    r"(?:人|员|者|姓名|名字|法定代表|户主|(?i:name|person|contact|owner|leader|applicant|author|user))$",
    ("负责人", "contact_name", "申请人", "userName"),
    ("行业", "人数", "city"),
    "columns that hold a person",
)

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
    "姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常温康施文牛"
    "樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉"
    "骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥郁南班储"
    "原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬"
    "闫付裘嵇晁湛昝茅贲杭钮荀芮羿宓郗戎蓟邰逄郦雍濮扈郏茹庾訾亓綦逯蒯竺暨仉贝酆糜伏隗"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐")

# Words of forms and of contact lines that begin like a name.
NO_NAMES = frozenset((
    "党员", "党派", "全体", "全称", "关系", "农业", "农村", "单位", "原因", "司机", "国家", "国籍", "安全",
    "常住", "平台", "成员", "支付", "文化", "方便", "方式", "时间", "毕业", "相关", "祖籍", "管理", "计划",
    "车牌", "车辆", "金额", "项目", "高级", "施工", "董事", "付款", "付费",
    "党总", "党支", "党群", "国资", "安保", "宣传", "卫生", "计生", "常务", "纪检", "车间", "武装", "班主", "时任", "单元",
))  # fmt: skip

# Units that stand before a name without a separator, and words after it.
UNIT_ENDINGS = "科处股室委局厅部办司队站所院组会府"
FORMS_OF_ADDRESS = ("同志", "先生", "女士", "处长", "科长", "主任", "老师", "经理", "局长", "警官")
# What else a person is called by, too common a word to tell a person where no number stands by.
TITLES = (
    "工", "总", "工程师", "医生", "护士", "书记", "校长", "院长", "部长", "站长", "所长", "队长", "村长", "镇长",
    "乡长", "股长", "主管", "秘书", "律师", "法官", "师傅", "会计", "干事", "教授", "博士", "小姐",
)  # fmt: skip

RULES = (
    CANDIDATE, MOBILE, LANDLINE, CALLED, JOINED, IDENTITY, IDENTITY_LABEL, CARD_LABEL, QQ_LABEL,
    PASSPORT_LABEL, WECHAT, EMAIL_LOCAL, EMAIL_DOMAIN, EMAIL_SPELT, EMAIL_WORDS, EMAIL_HASH,
    CONTACT, PERSON_COLUMN,
)  # fmt: skip
