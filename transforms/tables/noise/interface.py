"""Words of an interface: what one can do on a page, what it counts, and whither it leads.

None of them says alone that a line is a page's. A line that is made of them, below the last words
of a text and among others, is.
"""

from __future__ import annotations

import re

LEAST_SHARE = 0.5  # of the letters of a line that are such words
LONGEST = 60  # code points; a longer line says more than what can be clicked
# What a reader can do.
_ACTS = (
    "登录", "登陆", "注册", "退出", "搜索", "搜一搜", "查看", "浏览", "阅读", "下载", "上传", "打印", "收藏", "分享", "转发",
    "点赞", "已赞", "打赏", "赞赏", "赞同", "评论", "留言", "回复", "跟帖", "跟贴", "举报", "投诉", "反馈", "纠错", "找错", "关注", "已关注", "订阅", "退订",
    "加入", "加为", "返回", "展开", "收起", "折叠", "刷新", "播放", "暂停", "收听", "朗读", "扫码", "扫一扫", "长按", "识别二维码", "点击",
    "戳这里", "打开", "安装", "开通", "续费", "购买", "购物车", "下单", "预约", "咨询", "报名", "提交", "发送", "取消", "确定", "继续访问",
    "放弃", "编辑", "删除", "复制", "翻译", "邀请", "推荐", "换一批", "换一换", "跳过", "切换", "追问", "采纳", "投票", "投币", "催更",
    "参与", "发表", "支持", "立即", "写回答", "私信", "屏蔽", "送花", "签到", "分享到", "告诉",
)  # fmt: skip
# What is on a page, and around it.
_THINGS = (
    "首页", "主页", "网页", "页面", "本页", "此页", "本站", "网站", "站点", "客户端", "官方账号", "小程序", "公众号", "视频号", "微信", "微博", "朋友圈",
    "好友", "朋友", "空间", "二维码", "手机版", "电脑版", "触屏版", "移动版", "桌面版", "会员", "积分", "金币", "下载券", "优惠", "免费", "付费", "试读",
    "全文", "原文", "详情", "更多", "全部", "列表", "目录", "书架", "书签", "频道", "栏目", "专题", "专栏", "合集", "标签", "分类", "热度",
    "热门", "热点", "最新", "精选", "精彩", "往期", "相关", "关联", "延伸", "猜你", "猜您", "你可能", "您可能", "大家都在", "喜欢", "感兴趣",
    "为你", "为您", "排行", "热搜", "广告", "赞助", "推广", "版权", "声明", "隐私", "协议", "条款", "帮助", "客服", "合作", "工作机会", "招聘",
    "关于我们", "联系我们", "地图", "友情链接", "链接", "无障碍", "适老化", "长者", "繁体", "简体", "字号", "语音", "图册", "图片", "视频",
    "附件", "文档", "文件", "文书", "文章", "帖子", "内容", "格式", "页数", "大小", "用户", "粉丝", "网友", "作者", "楼主", "沙发", "板凳", "我的", "账号", "帐号",
    "完整版", "高清", "电脑", "手机", "APP", "App", "VIP", "Word", "PDF", "菜单", "窗口", "上一篇", "下一篇", "上一章", "下一章", "上一页", "下一页", "上一条", "下一条", "编号",
)  # fmt: skip
# What it counts, and asks.
_COUNTS = (
    "评分", "评价", "打分", "有用", "没用", "有帮助", "满意", "不满意", "好评", "差评", "暂无", "还没有", "剩余", "未读", "已读", "已阅", "未阅", "次数",
    "人数", "人气", "点击量", "阅读量", "浏览量", "访问量", "在看",
)  # fmt: skip
INTERFACE = frozenset((*_ACTS, *_THINGS, *_COUNTS))
_WORDS = re.compile(
    "|".join(sorted(INTERFACE, key=len, reverse=True))
    + r"|(?<=[0-9]) ?[万wW]?[次人条页个篇张券](?![\u4e00-\u9fff])|[顶踩赞](?![\u4e00-\u9fff])"
)
LETTER = re.compile("[\u4e00-\u9fffA-Za-z]")
# 咨询电话:123, (全文完), 阅读推广办法
_OWN = re.compile(
    r"[^:：0-9][:：] ?[^ ]|(?:完|通知|意见|方案|办法|决定|规定|条例|细则|规则|公告|批复|规划|计划|报告|标准|规范|规程|制度"
    r"|章程|名单|清单|表)\W*$"
)


def is_interface(line: str) -> bool:
    """Tell whether a short line is made of such words: 下载文档, 展开剩余0%"""
    if len(line) > LONGEST or line[-1:] in "。;" or _OWN.search(line):
        return False
    letters = len(LETTER.findall(line))
    said = sum(map(len, _WORDS.findall(line)))
    return letters > 1 and said >= LEAST_SHARE * letters
