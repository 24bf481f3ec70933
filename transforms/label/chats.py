"""A text that was sent in a chat, or written by a program that chats: what is said around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.label.words import words_of
from transforms.schema import BLANK, BODY, BOILERPLATE, Block

EDGE = 500  # code points at the edges of a text where a chat shows
LONGEST_NAME = 24  # code points
LEAST_TEXT = 100  # code points of a message that is a text
LEAST_SHARE = 0.6  # of all that is said, which the texts hold: else the talk is the text
MOST_LAST = 8  # lines of buttons below what a program wrote
# What a program for chats writes between messages.
_SIGNS = (
    "撤回了一条消息", "以下为未读消息", "以下是未读消息", "以下为新消息", "以下是新消息", "@所有人",
    "群聊的聊天记录", "的聊天记录", "加入群聊", "加入了群聊", "拍了拍", "修改群名为",
)  # fmt: skip
_CHAT = re.compile("|".join(_SIGNS))
_WORDS = re.compile("消息|@所有人|聊天记录|群[聊名]|拍了拍|说 ?:|回答:|said:")
_NAMES = (
    "ChatGPT", "GPT", "DeepSeek", "Kimi", "豆包", "文心一言", "通义千问", "讯飞星火", "智谱清言",
    "腾讯元宝", "Claude", "Gemini", "Copilot", "AI助手",
)  # fmt: skip
_PROGRAM = re.compile(
    rf"(?:{'|'.join(_NAMES)})(?:[ -]?[A-Za-z0-9.-]{{1,12}})? ?(?:说|回答|said) ?:$", re.MULTILINE
)
_SYSTEM = re.compile(
    r"[0-9]{1,5} ?人(?:已读|未读)|(?:已|未)读|\[(?:图片|语音|表情|动画表情)\].{0,8}"
)
_ASKS = re.compile(r"(?:[你您我]|用户|You)(?: ?(?:说|问|提问|said))? ?:$")
_STAMPED = re.compile(
    rf"[^:。;]{{1,{LONGEST_NAME}}}? {{1,4}}(?:[0-9-/年月日]{{6,11}} )?(?:[上下]午 ?)?"
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"
)
_SAYS = re.compile(
    rf"(?!尊敬|亲爱|各[位业住]|同[志学]们|朋友们)[^:。,;]{{1,{LONGEST_NAME}}}:(?: |$)"
)
_ANSWERS = re.compile(r"(?:当然|好的|没问题|可以|下面|以下|这是|根据你|根据您)[^。]{0,60}:$")
_OFFERS = re.compile(
    r"(?:如果[你您](?:需要|愿意|想)|如需|需要我|希望这|要不要我|[你您]可以根据).{0,120}[?。!]$"
)
_BUTTON = re.compile(
    r"复制(?:代码)?|重新生成|重试|朗读|询问任何问题|点赞|[点赞踩]|分享|编辑|导出|继续|语音|深度思考|联网搜索"
    r"|给.{1,12}发(?:送)?消息|有什么(?:可以|能)帮.{0,12}|.{2,24}可能会?(?:犯错|出错).{0,24}"
    r"|.{0,24}仅供参考.{0,24}"
)


class Message(NamedTuple):
    """The blocks of a message, without the line that says whose it is."""

    first: int
    until: int
    asks: bool


def name_talk(view: str, blocks: list[Block]) -> None:
    """Name what is said around the texts that were sent in a chat, if they are most of it."""
    edges = f"{view[:EDGE]}\n{view[-EDGE:]}"
    if not _WORDS.search(edges):
        return  # most texts: quickly seen
    is_program = _PROGRAM.search(edges) is not None
    if not is_program and not _CHAT.search(edges):
        return
    messages = list(_messages(view, blocks, is_program))
    if is_program and _is_told(view, blocks, messages):
        return
    sizes = {each: _size(view, blocks, each) for each in messages}
    kept = [each for each, size in sizes.items() if size >= LEAST_TEXT and not each.asks]
    said = sum(size for each, size in sizes.items() if not each.asks)
    if len(messages) < 2 or sum(sizes[each] for each in kept) < LEAST_SHARE * said:
        return
    texts = {index for each in kept for index in _text(view, blocks, each, is_program)}
    for index, block in enumerate(blocks):
        if block.label == BODY and index not in texts:
            blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:talk")


def _messages(view: str, blocks: Sequence[Block], is_program: bool) -> Iterator[Message]:
    """Yield the messages: each begins with a line that says whose it is."""
    lines = [index for index, block in enumerate(blocks) if block.label != BLANK]
    heads: list[tuple[int, bool]] = []
    # Where the program says when each was sent, a name before a colon is an address.
    is_stamped = sum(_STAMPED.match(words_of(view, blocks[at])) is not None for at in lines) > 1
    for index in lines:
        words = words_of(view, blocks[index])
        asks = is_program and _ASKS.match(words) is not None
        begins = index == 0 or blocks[index - 1].label == BLANK
        says = begins and not (is_program or is_stamped) and _SAYS.match(words)
        if asks or says or (_PROGRAM if is_program else _STAMPED).match(words):
            heads.append((index, asks))
    for (index, asks), (end, _) in pairwise([*heads, (len(blocks), False)]):
        words = words_of(view, blocks[index])
        is_inline = _SAYS.match(words) is not None and words[-1] != ":"
        yield Message(index if is_inline else index + 1, end, asks)


def _is_told(view: str, blocks: Sequence[Block], messages: Sequence[Message]) -> bool:
    """Tell whether a text tells of a talk: a sentence stands above it, or words are quoted."""
    first = messages[0].first if messages else 0
    above = [words_of(view, block) for block in blocks[:first] if block.label == BODY]
    said = (
        next((words_of(view, b) for b in blocks[each.first : each.until] if b.label != BLANK), "")
        for each in messages
    )
    return any(line.endswith("。") for line in above) or any(line.startswith('"') for line in said)


def _is_system(words: str) -> bool:
    return _CHAT.search(words) is not None or _SYSTEM.fullmatch(words) is not None


def _size(view: str, blocks: Sequence[Block], message: Message) -> int:
    return sum(
        len(words_of(view, block))
        for block in blocks[message.first : message.until]
        if block.label != BLANK
    )


def _text(view: str, blocks: Sequence[Block], message: Message, is_program: bool) -> list[int]:
    """Return the blocks of a message without what a program says of it."""
    filled = [
        index
        for index in range(message.first, message.until)
        if blocks[index].label != BLANK and not _is_system(words_of(view, blocks[index]))
    ]
    if not is_program:
        return filled
    if filled and _ANSWERS.match(words_of(view, blocks[filled[0]])):
        filled = filled[1:]
    for index in reversed(filled[-MOST_LAST:]):
        words = words_of(view, blocks[index])
        if not _BUTTON.fullmatch(words) and blocks[index].label == BODY:
            break
        filled.remove(index)
    if filled and _OFFERS.match(words_of(view, blocks[filled[-1]])):
        filled.pop()
    return filled
