"""What the simulated ЕСОЗ accepts. These open nothing else, and only on loopback addresses."""

from __future__ import annotations

TOKEN = "simulator-token"  # noqa: S105 - opens nothing but the simulator
API_KEY = "simulator-api-key"
PSK = "simulator-psk"
