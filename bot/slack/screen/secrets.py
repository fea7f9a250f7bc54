"""Credentials, whoever wrote them down: a document that holds one is quoted without it.

Each kind asks for the shape its issuer documents, with its full length, so that a sentence about tokens ("those that
start with xoxb-") and names in code (``sk_buff``, ``SLACK_BOT_TOKEN``) stay.
"""

from __future__ import annotations

import re

from bot.slack.screen.held import SECRET, Held
from bot.slack.screen.visible import sub

_START = r"(?<![A-Za-z0-9])"
_KINDS = {
    "slack token": r"xox[a-z]{1,2}(?:\.xox[a-z])?-(?=[\w-]{0,80}\d)[A-Za-z0-9-]{8,}|xapp-\d-[A-Za-z0-9-]{8,}",
    "slack configuration token": r"xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9-]{8,}",
    "slack webhook": r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{6,}",
    "aws key id": r"(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,20}",
    "google api key": r"AIza[\w-]{30,45}",
    "google oauth": r"ya29\.[\w-]{16,}|GOCSPX-[\w-]{20,}|1//0[\w-]{20,}",
    "azure": r"AccountKey\s?=\s?[A-Za-z0-9+/=]{20,}|[\w~.-]{3}\dQ~[\w~.-]{30,40}|sig=[A-Za-z0-9%+/]{30,}",
    "github": r"gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}",
    "gitlab": r"gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct)-[\w.-]{16,}",
    "anthropic": r"sk-ant-[\w-]{8,}",
    "openai": r"sk-(?:proj|svcacct|admin|or-v1|live|test)-[\w-]{12,}|sk-(?=[A-Za-z0-9]{0,60}\d)[A-Za-z0-9]{16,}",
    "hugging face": r"(?:hf|api_org)_[A-Za-z0-9]{20,}",
    "stripe": r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|whsec_[A-Za-z0-9+/=]{16,}",
    "twilio": r"(?:SK|AC)[0-9a-f]{32}(?![0-9a-z])",
    "sendgrid": r"SG\.[\w-]{12,}\.[\w-]{12,}",
    "mail services": r"key-[0-9a-f]{32}(?![0-9a-z])|[0-9a-f]{32}-us\d{1,2}|xkeysib-[0-9a-f]{32,}[\w-]*",
    "package registries": r"npm_[A-Za-z0-9]{20,}|pypi-[\w-]{16,}|rubygems_[0-9a-f]{32,}|dckr_pat_[\w-]{16,}",
    "hosting": r"do[opr]_v1_[0-9a-f]{32,}|HRKU-[\w-]{20,}|dp\.(?:pt|st|ct)\.[\w.-]{20,}"
    r"|shp(?:at|ss|ca|pa)_[0-9a-f]{32}",
    "services": r"(?:hvs|hvb)\.[\w-]{20,}|dapi[0-9a-f]{32}|lin_api_\w{20,}|ntn_\w{20,}|secret_[A-Za-z0-9]{40,}|"
    r"PMAK-[0-9a-f-]{30,}|glsa_\w{20,}|NRAK-[A-Z0-9]{20,}|EAA[A-Za-z0-9]{40,}|EAAC[A-Za-z0-9]{20,}"
    r"|figd_[\w-]{20,}|sq0[a-z]{3}-[\w-]{20,}|ATATT3[\w=-]{20,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{32,}|sl\.[\w-]{50,}"
    r"|\d/\d{12,20}:[0-9a-f]{32}|FlyV1\s(?:fm\d_)?[\w+/=,-]{20,}|LTAI[A-Za-z0-9]{16,}"
    r"|u\+[\w-]{18}(?![\w-])|pscale_[a-z]{2,8}_[\w.-]{20,}|(?:pplx|xai)-[A-Za-z0-9]{20,}|sntry[su]_[\w+/=-]{20,}"
    r"|(?:gsk|r8|sbp|tfp|pul|nfp|bkua|rnd)_[A-Za-z0-9]{24,}",
    "chat bots": r"[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}|\d{8,10}:AA[\w-]{30,36}",
    "json web token": r"eyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*)?",
    "terraform": r"[A-Za-z0-9]{0,14}\.atlasv1\.[\w=-]{20,}",
    "age key": r"AGE-SECRET-KEY-1[A-Z0-9]{40,}",
}
_PREFIXED = (
    r"(?!(?:sha\d*|md5|commit|hash|digest|rev|revision|layer|image|build|etag|checksum|blob|tree|cache|id)[_-])"
    r"[a-z][a-z0-9]{1,9}(?:_[a-z0-9]{1,8}){0,2}_(?=[A-Za-z]{0,99}\d)(?=\d{0,99}[A-Za-z])[A-Za-z0-9]{32,}"
)
"""How most issuers mark what they issue today: a name, an underscore, and what nobody could have made up."""
_UNMISTAKABLE = (
    "slack token",
    "slack configuration token",
    "aws key id",
    "google api key",
    "github",
    "gitlab",
    "anthropic",
    "terraform",
)
"""Kinds that are found within a word as well."""
_TOKENS = re.compile(
    f"{'|'.join(_KINDS[kind] for kind in _UNMISTAKABLE)}|{_START}(?:{'|'.join([*_KINDS.values(), _PREFIXED])})"
)
_RUN = re.compile(r"(?<![A-Za-z0-9+/_.-])(?!sha\d)[A-Za-z0-9+/_-]{28,512}={0,2}(?![A-Za-z0-9+/_-])")
_ODD = re.compile(r"[A-Z](?=[A-Z0-9])|[a-z](?=[0-9])|[0-9](?=[A-Za-z])")
_ODD_SHARE = 0.25
"""Of the pairs of letters and digits, those that CamelCase has seldom: chance makes 0.45 of them."""
_KEY_BLOCK = re.compile(
    r"-{3,6}\s?BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{0,6}"
    r"(?:(?!-{3,6}\s?END).){0,20000}+(?:-{3,6}\s?END[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{0,6})?",
    re.DOTALL,
)
"""A private key on one line, as it stands in JSON, or the part of one that stands on this line."""
_LOGIN = re.compile(r"(?<=://)[^\s/@:<>]{0,100}:[^\s/@<>]{1,200}@(?=[\w\[])")
"""Name and password in an address of any scheme: ``postgresql://app:secret@db/orders``."""
_HEADER = re.compile(
    r"(?<![A-Za-z])(?P<name>bearer|basic|authorization\s?[:=]\s?(?:bearer|basic|token)?)\s{1,3}"
    r"(?P<value>(?=[^\s]{0,100}\d)[\w.~+/=-]{16,}|[A-Za-z0-9+/]{12,}={1,2})",
    re.IGNORECASE,
)
_NAMES = (
    r"pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key"
    r"|credentials?|client[_-]?secret|signing[_-]?secret|encryption[_-]?key"
)
_ASSIGNMENT = re.compile(
    rf"(?P<name>(?:{_NAMES})[\"'\]]{{0,2}}\s{{0,3}}(?:=>|:=|[:=])\s{{0,3}}[\"'`]?)(?P<value>[^\s\"'`,;<>()\[\]]{{6,}})",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"(?:\$|\{|%|<|\*+$|x+$|\.+$|[A-Z][A-Z0-9]*_[A-Z0-9_]*$|(?:os|process|env|settings|config)\.)")
"""What stands for a value, but is none: a variable, a placeholder, a name in capitals."""
_KINDS_OF_CHARACTERS = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[^A-Za-z.]"))
_MIXED = (re.compile("[a-z](?=[A-Z])"), re.compile("[A-Z](?=[A-Z])"))
_KINDS_IN_RUNS = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9].*[0-9]"))
_PASSWORD = re.compile(r"(?:pass|pwd)\w*[\"'\]]{0,2}\s?(?:=|:\s{0,3}[\"'])", re.IGNORECASE)
"""An assignment of whatever it is: to a name, or between quotation marks."""


def redact(text: str) -> str:
    """Replace credentials in a text of one line."""
    text = sub(_KEY_BLOCK, lambda *_: SECRET, text)
    text = sub(_TOKENS, lambda *_: SECRET, text)
    text = sub(_LOGIN, lambda *_: f"{SECRET}@", text)
    text = sub(_HEADER, lambda match, written: written[: match.start("value") - match.start()] + SECRET, text)
    return sub(_ASSIGNMENT, _assigned, text)


def redact_random(text: str) -> str:
    """Replace what nobody could have made up, whoever issued it. Addresses hold such parts, and go before."""
    return sub(_RUN, lambda match, written: SECRET if _is_random(match.group()) else written, text)


def _is_random(run: str) -> bool:
    return all(kind.search(run) for kind in _KINDS_IN_RUNS) and len(_ODD.findall(run)) > _ODD_SHARE * len(run)


def _assigned(match: re.Match[str], written: str) -> str:
    name, value = written[: match.start("value") - match.start()], match["value"]
    secret = not _HARMLESS.match(value) and (_PASSWORD.match(name) or _looks_random(value))
    return f"{name}{SECRET}" if secret else written


def _looks_random(value: str) -> bool:
    """Words have letters of one kind, or two; "client-side" is one as well, and so is a name in CamelCase."""
    letters_and_digits = bool(re.search("[0-9]", value)) and bool(re.search("[A-Za-z]", value))
    mixed = all(len(pair.findall(value)) > 1 for pair in _MIXED)
    return letters_and_digits or mixed or all(kind.search(value) for kind in _KINDS_OF_CHARACTERS)


_KEY_BEGINS = re.compile(r"-{3,6}\s?BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY")
_KEY_ENDS = re.compile(r"-{3,6}\s?END[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{0,6}")
_KEY_LINE = re.compile(r"[\s>|]*(?:[A-Za-z0-9+/=]{8,}|[A-Za-z][\w-]{1,30}:.*|)\s*")


def opens_key(line: str) -> bool:
    """Whether a private key begins on this line and does not end on it."""
    begins = _KEY_BEGINS.search(line)
    return begins is not None and _KEY_ENDS.search(line, begins.end()) is None


def after_key(line: str) -> str | None:
    """What is left of a line after a private key that began before it; None while the key goes on."""
    ends = _KEY_ENDS.search(line)
    if ends is not None:
        return line[ends.end() :]
    return None if _KEY_LINE.fullmatch(line) else line


def redact_lines(text: str) -> str:
    """Replace credentials in a text of any number of lines, with the words for them."""
    kept: list[str] = []
    in_key = False
    for line in text.split("\n"):
        rest = after_key(line) if in_key else line
        if rest is None:
            continue
        in_key = opens_key(rest)
        kept.append(redact(rest))
    return Held().release("\n".join(kept))
