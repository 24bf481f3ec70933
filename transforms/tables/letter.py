"""The parts of an official letter in a text that has lost its lines, after GB/T 9704-2012.

发文字号, 主送机关, 附件说明, 署名, 成文日期, 附注, and the title of what the letter promulgates.
Patterns over text whose punctuation is folded to ASCII; those of a letter's head begin at its start.
"""

_HAN = "一-鿿"
_NUMERAL = "[〇零○О一二三四五六七八九十]"
# A pattern that begins with one character is found ten times as fast: a group has the year before.
_YEAR = "(?:19|20)[0-9]{2}"
DATES = (
    rf"年(?:(?<=({_YEAR})年)|(?<=({_YEAR}) 年)) ?[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?日",
    rf"二{_NUMERAL}{{3}} ?年 ?{_NUMERAL}{{1,2}} ?月 ?{_NUMERAL}{{1,3}} ?日",
)
_ORGAN = r"(?:政府|员会|公室|委|部|厅|局|署|院|公司|银行|集团|中心|指挥部|学校|大学|协会|联合会|[站所队馆会])"

# The words that end a speech's title, and whom it speaks to.
SPEECH = r"(?:讲话|致辞|发言|演讲|贺词|献词|倡议书|公开信|慰问信)"
DAY = r"\([^()]{1,30}\)"  # 讲话(2022年5月19日)
SPEAKER = rf"[{_HAN} \u3000]{{0,14}}?"
SALUTATION = (
    r"(?:尊敬的|亲爱的|敬爱的|各位|同志们|女士们|先生们|老师们|同学们|朋友们|乡亲们|战友们|同胞们|广大)"
    r"[^。;:!?\n]{0,40}:"
)

# The words that end a title or the name of an attachment.
KIND = (
    r"(?:(?:决定|通知|告知|判决|裁定|调解|协议|责任|承诺|建议)书"
    r"|方案|意见|办法|规定|条例|细则|通知|通告|公告|决定|规划|计划|纲要|要点|措施|清单|预案|规程|规则"
    r"|章程|标准|指南|指引|目录|表|名单|名册|回执|模板|样式|格式|说明|函|批复|报告|导则|制度|规范|通报|决议|公报|请示|纪要)"
)
# What may stand behind them and belongs to the title.
KIND_MARK = r"(?:\((?:试行|暂行|修订|[^()0-9]{0,8}稿|(?:19|20)[0-9]{2}[—-][^()]{1,12})\))?"

# The first words of a text behind its title.
BEGINS = (
    r"(?=为(?:了|深入|进一步|全面|认真|切实|贯彻|加强|加快|推动|推进|规范|落实|做好|促进|保障|确保|实现|有效|积极|提高|提升)"
    r"|根据|按照|依据|依照|第一[章条]|一、|\(一\)|近年来|当前|本(?:办法|方案|规划|计划|细则|规定)|(?:19|20)[0-9]{2}年|[“\"]?十[三四五六]五)"
)
NUMBER = (
    rf"(?:[{_HAN}]{{1,14}} ?[\[(<] ?(?:19|20)[0-9]{{2}} ?[\])>] ?(?:第 ?)?[0-9]{{1,12}} ?号"
    r"|\((?:(?:19|20)[0-9]{2}年)?第[0-9]{1,4}号\))"
)
# A letter's own number stands before an addressee or a text, not in a sentence.
NUMBER_FIRST = rf"{NUMBER} {{0,4}}(?=[{_HAN}《])(?!文|规定|精神|要求|明确|印发|公布|发布)"
# The title may stand above the number.
TITLE_FIRST = (
    rf"[^。;!?,\n]{{4,100}}{KIND}(?=[{_HAN}]{{2,10}} ?[\[(<] ?(?:19|20)[0-9]{{2}} ?[\])>])"
)
# The date of a signature; not a date that begins a sentence (2022年6月13日起施行). It stands behind
# the organs that sign, or alone at a line's end.
SIGNED = tuple(
    rf"{date}(?![,、。;)前后起以来至内的在实施发公印颁]|\((?!此件|联系))" for date in DATES
)
SIGNERS = rf"(?<=[。;!”\")])[{_HAN}、 \u3000]{{1,58}}{_ORGAN} ?$"
# Behind an attachment's name: an organ begins with its region, or with the state.
SIGNERS_BEHIND = (
    rf".*{KIND}\)?(?P<organ>(?:[{_HAN}]{{1,6}}?(?:省|自治区|市|县|区|州|盟|旗|镇|乡)|中共|中国|中华|国家|国务院|教育部|财政部)"
    rf"[{_HAN}、 \u3000]{{0,40}}?{_ORGAN} ?)$"
)
# Words that close a letter.
CLOSING = (r"特此(?:通知|公告|通告|通报|函复|函告|函达|批复|报告|说明|复函)。", r"此复。")
# 附注, in brackets behind the date.
REMARK = r"\((?:此件|联系人|联系电话)[^()]{1,60}\)"
# 本方案自发布之日起施行 and 附件:1.… stand for themselves.
IN_FORCE = tuple(
    rf"{this}(?<=[。)]{this})(?<![一二三四五六七八九十0-9]\){this})(?:实施)?(?:方案|意见|办法|规定|细则|决定|规划|计划|通知|措施|条例"
    rf"|公告|通告|解释|批复|规则)自[^,。\n]{{2,20}}[施执]行"
    for this in "本此"
)
ATTACHED = r"附件(?<=[。;!”)日]附件)[0-9一二三四五六]{0,2}[:.、]"
# Lines of a contact block; two of them make one.
CONTACT = r"(?:联系人|联系电话|咨询电话|电子邮箱|电子邮件|通讯地址|联系地址|传真):"
# Who a decision is about or who invites tenders: fields below the head of a text.
PARTY = (
    r"(?<![,、;(:的与和及])(?:当事人|被处罚人|申请人|被申请人|原告|被告|上诉人|被上诉人|被执行人|第三人|统一社会信用代码|身份证号码?"
    r"|法定代表人|负责人|委托(?:诉讼)?代理人|住所地?|住址|主要负责人)(?:\([^()]{1,12}\))?:"
)
# The text behind the last of them begins with a day.
PARTY_ENDS = rf"[^:。;,\n]{{2,40}}?(?P<text>(?<!至)(?:19|20)[0-9]{{2}}年[0-9]{{1,2}}月[0-9]{{1,2}}日[{_HAN}]{{0,8}},)"
# The words with which the parts of a decision begin; two of them make one. Its order stands behind
# 判决如下.
_PARTIES = r"(?:(?:再审)?申请人|申请执行人|(?:被)?上诉人|原告|被告|第三人|公诉机关|异议人)"
_SAYS = (
    r"(?:(?:上诉|诉讼|起诉|申请)请求:|(?:辩|答辩|诉|述|反诉|起诉|上诉)称[,:]|提出诉讼请求:|未(?:作|提交|发表)[^。,]{0,6}(?:答辩|意见)"
    r"|向[^。,:]{2,16}(?:院|庭|委员会)(?:提出|起诉|申请)[^。,:]{0,6}请求:)"
)
OPENING = (
    r"(?<=[。”])(?:经查明?,|经(?:(?:本院|一审|二审|再审|庭审)?审理查明|审查)|另查明|(?:以上|上述)事实,?有|本[院局厅委会]认为,|本机关认为,"
    r"|综上,|综上所述,|如不服本|(?:[一二]审)?案件受理费|[一原]审(?:法院)?(?:认定事实|认为[,:]|查明[,:]|判决[,:])"
    r"|本院(?:经审理|二审期间|再审|查明)|二审(?:期间|中),|本(?:判决|裁定)为终审|如果?未按本"
    r"|(?:据此,|综上,)?(?:依照|依据|根据)《[^。]{4,200}?(?:判决|裁定)如下:"
    rf"|{_PARTIES}[^。:]{{2,80}}?(?:因与|与被告|与被申请人|诉|指控)[^。:]{{2,100}}?一案,|[{_HAN}]{{2,20}}?{_SAYS})"
    r"|(?<=判决如下:)|(?<=裁定如下:)"
)
# Who judged, below a judgment, perhaps set letter by letter: 审 判 员  张三.
BENCH = (
    r"(?<=[。日 \u3000])(?:代理)?(?:审 {0,2}判 {0,2}[长员]|人 {0,2}民 {0,2}陪 {0,2}审 {0,2}员|执 {0,2}行 {0,2}员|书 {0,2}记 {0,2}员"
    rf"|法 {{0,2}}官 {{0,2}}助 {{0,2}}理|(?:首席)?仲 {{0,2}}裁 {{0,2}}员)[ \u3000]{{1,8}}(?:[{_HAN}·]{{2,6}}|[{_HAN}][ \u3000]{{1,2}}[{_HAN}])(?=[ \u3000]|$)"
)
# What somebody claims is one paragraph, with its numbers and its grounds.
CLAIMS = r"(?:诉讼|上诉|起诉|仲裁|反诉)?请求[:：]|事实[和与]理由[:：]"
