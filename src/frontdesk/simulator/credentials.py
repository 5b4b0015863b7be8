"""What the simulated ЕСОЗ accepts. These open nothing else, and only on loopback addresses."""

from __future__ import annotations

TOKEN = "simulator-token"  # noqa: S105 - opens nothing but the simulator
"""A session that never ends, for who does not care to sign in."""
API_KEY = "simulator-api-key"
PSK = "simulator-psk"
CLIENT_SECRET = "simulator-client-secret"  # noqa: S105 - opens nothing but the simulator
"""The clinic's; its `client_id` is the clinic's id as a legal entity."""
REDIRECT_URI = "http://127.0.0.1/callback"
"""The registered one; any port may be named, a listener cannot choose it beforehand."""
