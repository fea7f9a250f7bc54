"""Which 8-bit encoding a text is in, when nothing says so.

Western European text is told by its bytes: they decode to letters that French, German, Spanish and their neighbours
use, and to marks that stand where such marks stand. For the rest charset-normalizer says which encodings are possible,
and of these the one counts whose letters are the frequent ones of its script.
"""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 65_536
"""Bytes that are looked at."""
_FEWEST = 8
"""Characters outside ASCII below which a guess is no better than chance."""
_FAMILIAR = 0.8
"""Share of its script's letters that text in the right encoding of single bytes reaches."""
_FAMILIAR_WIDE = 0.2
"""The same for Chinese, Japanese and Korean: the lists are short, and wrong encodings stay below a tenth."""
_MOST_FREQUENT = 10
"""Letters of a list that count double."""

_WESTERN_LETTERS = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßŠšŽžŸÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝðþÐÞ"
_WESTERN_MARKS = "\u00a0€‚„…†‡‰‹‘’“”•–—™›¡¢£¤¥§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿×÷ˆ˜"
_WESTERN = re.compile(f"[\x00-\x7f{_WESTERN_LETTERS}{_WESTERN_MARKS}]*")
_MISPLACED = re.compile(r"[^\W\d_](?:[¡¢£¤¥§¨©«¬®¯±²³¶¸¹»¼½¾¿‚„†‡‰‹“•›×÷ˆ˜]|\xad(?=[^a-z]))[^\W\d_]")
"""A mark in the middle of a word: in another encoding it was a letter (Polish ł is ³ here)."""
_TURKISH = re.compile("[ðþýÞÐÝ]")
_NORDIC = re.compile("[áæéíóúÁÆÉÍÓÚ]")
_FOREIGN_RUN = re.compile(
    f"[{_WESTERN_LETTERS}]{{3}}|(?<![A-Za-z])[{_WESTERN_LETTERS}]{{2}}(?![A-Za-z])|õ.*û|û.*õ", re.DOTALL
)
"""Three such letters in a row, or two alone, are a word in another script; õ and û together are Hungarian ő and ű."""

_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф"
_HAN = "的一是不了在有我他中上大以出也生能而子那得之年用道行所家成方多法去如同天分好小心本前其些主只因想可要自人使就和"
_KANA = "のにはをたがでてとしれさるいもなかこすまっらりうくンスルトイリラックシレムアタフロマ、。年日大一人本中用者"
_CENTRAL = "ąćęłńóśźżáéíýčďěňřšťžůúőűăâîşţ"
_WIDE = {
    "cp932": _KANA,
    "euc_jp": _KANA,
    "gb18030": _HAN
    + "，。、：；这个们来为说时会对于着过发作里种事经么学现没动面样理从实当起看定开还进但数据模型统检索需问信息",
    "big5": _HAN
    + "，。、：；這個們來為說時會對於著過發作裡種事經麼學現沒動面樣理從實當起看定開還進但數據模型統檢索需問資訊",
    "cp949": "이는의에을다가고를은하로도지한서기사인자나그어리시대아정니수라해있보일들부게만여스구주전적",
}
_NARROW = {
    "cp1251": _RUSSIAN,
    "koi8_r": _RUSSIAN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1253": "αοιετνσρκπμλυςηθγδωάέήίόύώφχβξζψ",
    "cp1254": "ıüşiçğöİâ",
    "cp1255": "יוהלאברתשמנדקעחפטסגזכצםןךףץ",
    "cp1256": "اليمنترهبوعدسفكقحةأجشطصخذزغضثظىءئؤإآ،",
    "cp874": "านรอกเงมยลวดทตสะปบคไหแจพชขใโผซถฟศณธภษญฐฉฝอำิีึืุู้่็์ั",
}
"""Encodings that are considered, and what is frequent in texts written in them, the most frequent first."""


def is_western(data: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 read as Western European text in windows-1252, which holds Latin-1."""
    text = data[:_SAMPLE].decode("cp1252", errors="replace")
    if not _WESTERN.fullmatch(text) or _MISPLACED.search(text) or _FOREIGN_RUN.search(text):
        return False
    return not _TURKISH.search(text) or bool(_NORDIC.search(text))


def guess_encoding(data: bytes) -> str | None:
    """Return the Python name of the one encoding that fits, or None when there is none or too little to tell by."""
    from charset_normalizer import from_bytes  # only for files that are neither UTF-8 nor Western

    sample = data[:_SAMPLE]
    possible = {match.encoding for match in from_bytes(sample, cp_isolation=[*_WIDE, *_NARROW])}
    for frequent, enough in ((_WIDE, _FAMILIAR_WIDE), (_NARROW, _FAMILIAR)):
        scores = {name: _familiarity(sample, name, frequent[name]) for name in frequent if name in possible}
        best = max(scores, key=lambda name: scores[name], default=None)
        if best and scores[best][1] >= enough:
            return best
    return None


def _familiarity(sample: bytes, encoding: str, frequent: str) -> tuple[float, float]:
    """Return a score and the share of frequent characters among those outside ASCII; zeros when these are too few."""
    counts = Counter(character for character in sample.decode(encoding, errors="ignore") if character > "\x7f")
    if counts.total() < _FEWEST:
        return 0.0, 0.0
    share = sum(counts[character] for character in frequent) / counts.total()
    return share + sum(counts[character] for character in frequent[:_MOST_FREQUENT]) / counts.total(), share
