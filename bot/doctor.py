"""`archie doctor`: what is set up, what is missing, what that is for, and what to do about it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bot.errors import ArchieError

if TYPE_CHECKING:
    from bot.settings import Settings

TIMEOUT_SECONDS = 8


class Status(StrEnum):
    """``missing`` is a choice (something optional is not set up); only ``failed`` needs mending."""

    OK = "ok"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report.

    Attributes:
        name: what was looked at: a setting, or a part of Archie.
        needed_for: what a person gets from it.
        detail: what was found.
        fix: what to do, when something is to be done.
    """

    name: str
    status: Status
    needed_for: str
    detail: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form: ``name``, ``status``, ``needed_for``, ``detail``, ``fix``."""
        return asdict(self)


def examine(settings: Settings, manifest: Mapping[str, Any]) -> Iterator[Check]:
    """Yield the checks in the order a newcomer needs them: what runs alone first, then Slack, then the models."""
    from bot.decision_checks import frameworks  # which build on this module
    from bot.model_checks import language_models

    yield knowledge_folder(settings)
    yield from frameworks(settings)
    yield data_folder(settings)
    yield database(settings)
    yield embedder(settings)
    if settings.chroma_url:
        yield chroma_server(settings.chroma_url)
    yield local_workspace(settings)
    yield from slack(settings, manifest)
    yield admins(settings)
    yield from language_models(settings)


def healthy(checks: Sequence[Check]) -> bool:
    """Whether nothing failed. Optional parts that are not set up do not count."""
    return all(check.status is not Status.FAILED for check in checks)


def knowledge_folder(settings: Settings) -> Check:
    """Look whether the folder of articles can be read and holds anything Archie reads."""
    from ingest.errors import FolderError
    from ingest.readers import FileReaders
    from ingest.sync.folder import scan

    name, purpose = "ARCHIE_KNOWLEDGE_DIR", "the articles that answers come from"
    folder = settings.knowledge_dir
    try:
        count = len(scan(folder, FileReaders().suffixes).files)
    except FolderError as error:
        return Check(name, Status.FAILED, purpose, str(error), "Set it to your folder of articles.")
    if not count:
        return Check(
            name,
            Status.FAILED,
            purpose,
            f"{folder} holds no article.",
            "Put articles in it: Markdown, text, HTML, PDF, Word…",
        )
    return Check(name, Status.OK, purpose, f"{count} {'article' if count == 1 else 'articles'} in {folder}.")


def data_folder(settings: Settings) -> Check:
    """Look whether the databases can be written where the settings put them."""
    name, purpose = "ARCHIE_DATA_DIR", "the index, and the answers behind the buttons in Slack"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.data_dir):
            pass
    except OSError as error:
        return Check(name, Status.FAILED, purpose, f"{settings.data_dir}: {error.strerror}.", "Name a writable folder.")
    return Check(name, Status.OK, purpose, f"{settings.data_dir} can be written.")


def database(settings: Settings) -> Check:
    """Open the state database, migrating it when it is behind."""
    from bot.app import make_store

    name, purpose = "DATABASE_URL", "keeping answers, feedback and what was already replied to"
    try:
        make_store(settings).close()
    except ArchieError as error:
        return Check(name, Status.FAILED, purpose, str(error), "Mend the database or name another one.")
    where = (
        "PostgreSQL answers."
        if settings.database_url
        else "SQLite in the data folder; set it to use PostgreSQL instead."
    )
    return Check(name, Status.OK, purpose, where)


def embedder(settings: Settings) -> Check:
    """Load the embedder and embed a word: the same first use that a question would make."""
    from ingest.errors import EmbedderError
    from ingest.vectors.embedders import embedder_for

    name, purpose = "ARCHIE_EMBEDDER", "finding passages by meaning; without it words alone find them"
    try:
        length = len(embedder_for(settings.embedder).load().embed_query("hello"))
    except EmbedderError as error:
        return Check(name, Status.FAILED, purpose, str(error), "Mend that, or unset it to use wordllama.")
    return Check(name, Status.OK, purpose, f"{settings.embedder} works, {length} dimensions.")


def chroma_server(url: str) -> Check:
    """Ask the Chroma server for a heartbeat."""
    name, purpose = "CHROMA_URL", "vectors shared by several processes"
    reached, problem = _reach(urljoin(url, "/api/v2/heartbeat"))
    if reached:
        return Check(name, Status.OK, purpose, f"{url} answers.")
    return Check(name, Status.FAILED, purpose, f"{url}: {problem}.", "Start it with `chroma run`, or unset it.")


def local_workspace(settings: Settings) -> Check:
    """The local workspace is part of Archie, so there is nothing to miss."""
    where = f"`archie` opens it at http://127.0.0.1:{settings.port} when no Slack token is set."
    return Check("Local workspace", Status.OK, "trying Archie without Slack, key or network", where)


def slack(settings: Settings, manifest: Mapping[str, Any]) -> Iterator[Check]:
    """Yield one check for each Slack credential, and one for the scopes the manifest asks for."""
    from slack_sdk import WebClient

    def client(token: str) -> WebClient:
        return WebClient(token=token, base_url=settings.slack_api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])

    bot, app = settings.slack_bot_token, settings.slack_app_token
    purpose = "being a bot in your Slack"
    paste = "Create the app from manifest.yaml at api.slack.com/apps, install it, then copy "
    if bot is None:
        fix = paste + "the Bot User OAuth Token (xoxb-…)."
        yield Check("SLACK_BOT_TOKEN", Status.MISSING, purpose, "Not set.", fix)
    else:
        yield from _bot_token(client(bot.get_secret_value()), manifest)
    if app is None:
        fix = paste + "an App-Level Token (xapp-…) with connections:write."
        yield Check("SLACK_APP_TOKEN", Status.MISSING, "Socket Mode: `archie run` and `worker`", "Not set.", fix)
    else:
        yield _token_call(
            "SLACK_APP_TOKEN", client(app.get_secret_value()).apps_connections_open, app.get_secret_value()
        )
    if settings.slack_signing_secret is None:
        fix = "Copy it from Basic Information of the app, if you serve HTTP."
        yield Check("SLACK_SIGNING_SECRET", Status.MISSING, "HTTP mode: `archie web`", "Not set.", fix)
    else:
        yield Check("SLACK_SIGNING_SECRET", Status.OK, "HTTP mode: `archie web`", "Set; Slack does not let us test it.")


def _bot_token(client: Any, manifest: Mapping[str, Any]) -> Iterator[Check]:
    check, response = _slack_call("SLACK_BOT_TOKEN", client.auth_test)
    yield check
    if response is None:
        return
    headers = {key.lower(): value for key, value in response.headers.items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",") if scope.strip()}
    wanted = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    lacking = sorted(wanted - granted) if granted else []
    purpose = "reading and posting, commands and shortcuts, the chart and the record of a decision"
    if lacking:
        fix = "Update the app from manifest.yaml and install it again."
        yield Check("Slack scopes", Status.FAILED, purpose, f"Missing: {', '.join(lacking)}.", fix)
    else:
        yield Check("Slack scopes", Status.OK, purpose, "All that manifest.yaml asks for.")
    yield _entrances(manifest)


def _entrances(manifest: Mapping[str, Any]) -> Check:
    """Name the commands and shortcuts there should be; Slack shows a bot none of them."""
    features = manifest.get("features", {})
    commands = [str(each.get("command")) for each in features.get("slash_commands", [])]
    shortcuts = [str(each.get("name")) for each in features.get("shortcuts", [])]
    detail = f"{', '.join(commands + shortcuts)}; update the app from manifest.yaml where Slack lacks one."
    return Check("Slack commands", Status.OK, "asking and deciding", detail)


def _token_call(name: str, call: Callable[..., Any], app_token: str) -> Check:
    return _slack_call(name, lambda: call(app_token=app_token))[0]


def _slack_call(name: str, call: Callable[[], Any]) -> tuple[Check, Any]:
    from slack_sdk.errors import SlackApiError

    purpose = "being a bot in your Slack" if name == "SLACK_BOT_TOKEN" else "Socket Mode: `archie run` and `worker`"
    try:
        response = call()
    except SlackApiError as error:
        code = error.response.get("error", "an unknown error")
        fix = "Copy it again from the app's settings; tokens change when an app is reinstalled."
        return Check(name, Status.FAILED, purpose, f"Slack refuses it: {code}.", fix), None
    except (OSError, ValueError) as error:
        detail = f"Slack cannot be reached ({type(error).__name__})."
        return Check(name, Status.FAILED, purpose, detail, "Check the network and SLACK_API_URL."), None
    team = response.get("team")
    return Check(name, Status.OK, purpose, f"Works, in {team}." if team else "Works."), response


def admins(settings: Settings) -> Check:
    """Say who may change what Archie knows from within Slack."""
    name, purpose = "ARCHIE_ADMINS", "re-indexing, confirming removals and dismissing gaps in `/knowledge`"
    if "*" in settings.admins:
        return Check(name, Status.OK, purpose, "Everybody may.")
    if settings.admins:
        count = len(settings.admins)
        return Check(name, Status.OK, purpose, f"{count} {'person' if count == 1 else 'people'} may.")
    fix = "Set it to Slack user ids: a person's profile, More (⋮), Copy member ID."
    return Check(name, Status.MISSING, purpose, "Nobody may in Slack; everybody in the local workspace.", fix)


def _reach(url: str) -> tuple[bool, str]:
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310  (the operator's own URL)
            return response.status == 200, f"status {response.status}"  # noqa: PLR2004
    except (urllib.error.URLError, ValueError, OSError) as error:
        return False, f"cannot be reached ({type(error).__name__})"
