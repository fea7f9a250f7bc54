"""Credentials are never shown; words about them are. None of these ever opened anything."""

from __future__ import annotations

import random
from string import ascii_letters, digits

import pytest

from bot.slack.screen import Screen, screen
from bot.slack.screen.secrets import redact_lines

LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7z" * 4
HEX = "0123456789abcdef" * 4
SECRETS = {
    "Slack bot": "xox" + "b-123456789012-1234567890123-" + LETTERS[:24],
    "Slack user": "xox" + "p-123456789012-" + LETTERS[:24],
    "Slack app": "xapp-1-A012345-6789-" + HEX,
    "Slack refresh": "xoxe-1-" + LETTERS[:40],
    "AWS id": "AKIA" + "IOSFODNN7EXAMPLE",
    "AWS session id": "ASIA" + "IOSFODNN7EXAMPLE",
    "AWS secret": "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "Google": "AIza" + LETTERS[:35],
    "Google OAuth": "ya29." + LETTERS[:50],
    "Azure": "AccountKey=" + LETTERS[:86] + "==",
    "GitHub": "ghp_" + LETTERS[:36],
    "GitHub app": "ghs_" + LETTERS[:36],
    "GitHub fine-grained": "github_pat_" + LETTERS[:22] + "_" + LETTERS[:59],
    "GitLab": "glpat-" + LETTERS[:20],
    "Anthropic": "sk-ant-api03-" + LETTERS[:90],
    "OpenAI": "sk-" + LETTERS[:48],
    "OpenAI project": "sk-proj-" + LETTERS[:60],
    "Hugging Face": "hf_" + LETTERS[:34],
    "Stripe": "sk_live_" + LETTERS[:24],
    "Stripe webhook": "whsec_" + LETTERS[:32],
    "Twilio": "SK" + HEX[:32],
    "SendGrid": "SG." + LETTERS[:22] + "." + LETTERS[:43],
    "Mailgun": "key-" + HEX[:32],
    "npm": "npm_" + LETTERS[:36],
    "PyPI": "pypi-" + LETTERS[:60],
    "Docker": "dckr_pat_" + LETTERS[:27],
    "DigitalOcean": "dop_v1_" + HEX,
    "Vault": "hvs." + LETTERS[:60],
    "Databricks": "dapi" + HEX[:32],
    "Telegram": "123456789:AA" + LETTERS[:33],
    "JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + LETTERS[:43],
    "Airtable": "pat" + LETTERS[:14] + "." + HEX,
    "Asana": "1/" + "1234567890123456" + ":" + HEX[:32],
    "Atlassian": "ATATT3xFfGF0" + LETTERS[:60],
    "Dropbox": "sl." + LETTERS[:100],
    "Facebook": "EAA" + LETTERS[:100],
    "Groq": "gsk_" + LETTERS[:52],
    "Perplexity": "pplx-" + LETTERS[:48],
    "PlanetScale": "pscale_tkn_" + LETTERS[:20] + "_" + LETTERS[:20],
    "Replicate": "r8_" + LETTERS[:37],
    "Sentry": "sntrys_" + LETTERS[:80],
    "Supabase": "sbp_" + HEX[:40],
    "Terraform": LETTERS[:14] + ".atlasv1." + LETTERS[:67],
    "xAI": "xai-" + LETTERS[:80],
    "nobody we know, by its name": "acme_live_" + HEX[:40],
    "nobody we know, by chance": "Qz7RkPx2LmV9tBnW4hJdYc8GfSa3EuXoKi5H",
    "password of letters in JSON": '"password": "ywSGfHUdoBeJ"',
    "API key of letters": "X-API-Key: CDQnDkUuiCXGRysqkvdcxqgqgBgFMKYO",
    "bearer": "Authorization: Bearer " + LETTERS[:40],
    "basic": "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    "connection": "postgresql://app:s3cr3t-Pass@db/orders",
    "password": "password=hunter2!x",
    "password in JSON": '"password": "Tr0ub4dor&3"',
    "API key": "API_KEY: 9f8e7d6c5b4a39281706",
    "key on one line": "-----BEGIN RSA PRIVATE KEY-----\\n" + LETTERS + "\\n-----END RSA PRIVATE KEY-----",
}
PLACES = ("{}", "Use {} for it.", "`{}`", "```\n{}\n```", "```\n{}", "**{}**", "- key: {}", "> {}", "({})", "| {} |")


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("place", PLACES)
def test_a_credential_is_never_shown(secret: str, place: str) -> None:
    shown = screen(place.replace("{}", secret))

    assert "removed]" in shown
    assert not any(part in shown for part in (secret, secret[-12:], LETTERS[:12], HEX[:12], "hunter2", "s3cr3t"))


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "&#8203;", "\x01"])
def test_hidden_characters_do_not_hide_a_credential(hidden: str) -> None:
    token = SECRETS["GitHub"]

    assert LETTERS[12:20] not in screen(token[:9] + hidden + token[9:])


@pytest.mark.parametrize(
    "text",
    [
        "Tokens that start with xoxb- are bot tokens.",
        "Use sk_buff and the task-ant colony algorithm.",
        "Set SLACK_BOT_TOKEN in the environment.",
        "commit cafbe992780df70015de7295ca026b70c4629ada",
        "The password: ask your admin.",
        "The secret: start small.",
        "token: client-side tokens",
        "api_key = os.environ[...]",
        "password = $PASSWORD",
        "token=YOUR_TOKEN",
        "A bearer token is sent.",
        "basic authentication works",
        "the secret sauce is PostgreSQL",
        "AKIA is a prefix",
        "uuid 123e4567-e89b-12d3-a456-426614174000",
        "sha256:" + "ab12" * 16,
        "key-value stores",
        "AbstractSingletonProxyFactoryBean and getUserByIdOrThrowNotFoundException",
        "src/components/UserProfile/OrderHistoryTableView",
        "TEST_ACCOUNT_WITH_A_VERY_LONG_NAME_42",
        "the image layer_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "secret: AwsSecretManagerClient",
        "IMG_20240312_103000_HDR_Edited_Final2, 2024-03-12T10-30-00Z-Backup-Prod-DB01",
        "ADR-0007-Use-PostgreSQL-15-for-Orders, Base64EncodedSha256HashOfTheFile",
        "sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_words_about_credentials_stay(text: str) -> None:
    assert screen(text) == text


KEY = (
    "Here:\n-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n"
    "MIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\nAfter it."
)


@pytest.mark.parametrize("text", [KEY, KEY.replace("\n-----END PRIVATE KEY-----", ""), f"```\n{KEY}\n```"])
def test_a_private_key_over_several_lines_is_never_shown(text: str) -> None:
    stream = Screen()
    shown = "".join(map(stream.add, text)) + stream.finish()

    assert "MIIE" not in shown
    assert "hkiG" not in shown
    assert "After it." in shown


def test_what_chance_made_is_told_from_words() -> None:
    """No issuer's shape is asked for: one run of letters and digits in three ways of writing."""
    chance = random.Random(7)  # noqa: S311 - the same tokens every time
    tokens = ["".join(chance.choices(ascii_letters + digits, k=40)) for _ in range(500)]

    assert sum("[secret removed]" in screen(f"Use {token} now") for token in tokens) > 0.9 * len(tokens)


def test_labels_and_quotes_are_redacted_line_by_line() -> None:
    shown = redact_lines(f"one {SECRETS['npm']}\n{KEY}\n two")

    assert shown == "one [secret removed]\nHere:\n[secret removed]\n\nAfter it.\n two"
