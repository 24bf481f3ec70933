"""Signs of noise: a line that holds none of a table's is not tried, since no rule can name it.

They are rare: of four lines of a clean text three hold none. A test proves that whatever a rule
matches holds one; whoever adds a rule for words that have none adds the rarest character of them.
"""

ANYWHERE_SIGNS = (
    r"[A-Za-z #(*+\-=>\[_`|~©·»•↑↓■▲▼◆●☝☟⬆⬇一万丝临举些享仅们"
    r"众供侵便写凡击刊删印即原去友只号后向喜回图址声多天好如始媒字存完小尽尾展已币布帖平广开引张归"
    r"录径微怀悦您我手才打扫抄换捷授描搜摘文星显智朋望末束来板栏档梯楼模正此沙注流浏消添滑片版猜盘"
    r"看码碍碎磅示科秒积稿窗站章端笔符答策箱篇累级线络编网置群联脸荐蓝藏览讯论访评词话询详误说读谁"
    r"购赞跟跳踩转载辑返连送选递速道邀邮链错键闻附陆隐页顶馈首复👆👇]|::|有用|没用|信件|受理|办理"
)
SENTENCE_SIGNS = r"[.:|©Cc传侵凡击台号声存归待手扫文片版看秒站章网蓝读载赞这邮键页]"  # SENTENCES
HEAD_SIGNS = (
    r"[ #\-/09:>ABEFLPQSTUV\[_adiptwx|»›℃→丨中举享今介传你做入"
    r"册写准击函创制力印即参友只吧听喜回址坛型多大字官导小帮座引录微心您我手打报指描播文日更月朋朗"
    r"来标档欢正气注浏热特状电看真站签箱类线缩网背脸色藏观览言论访话详读豆质赞超跟转载辑返还邮链错"
    r"闭间闻阅音页顶颁频首默]"
)
TAIL_SIGNS = (
    r"[*+\-/:ABCEFLPQST\[acdeioprtwxz|©※▶►◆丨中举书互享仅何你"
    r"侵做写击列剩博卷友听告咨喜回址大好字完宝客容寄导小展开归微心息您感我户手打扫报指换排推搜撤播"
    r"收改教文料新昵更有朋朗来标档概欢气注浏点热版特猜由看码稿立章答策箱篇精系素络编缩网脸节范藏表"
    r"见觉言讯论访评词读课豆贴赏赞超跟踩转载辑返还这退道链错长闭闻阅附页顶顾题首馨默]"
)
