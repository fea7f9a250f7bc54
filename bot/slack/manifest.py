"""The app's manifest: what Slack, the doctor and the local workspace are told Archie is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_PACKAGED = Path(__file__).parent / "manifest.yaml"
_CHECKOUT = Path(__file__).parents[2] / "manifest.yaml"


def load_manifest() -> dict[str, Any]:
    """Read ``manifest.yaml``: beside this module in an installed wheel, at the top of a checkout."""
    manifest: dict[str, Any] = yaml.safe_load((_PACKAGED if _PACKAGED.exists() else _CHECKOUT).read_text("utf-8"))
    return manifest
