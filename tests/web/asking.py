"""What asks a desk without a port: Starlette's client, as a browser on this machine asks."""

from __future__ import annotations

import warnings

from starlette.applications import Starlette

with warnings.catch_warnings():  # it would rather have the successor of httpx
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


def client_of(
    application: Starlette, *, language: str = "en", address: str = "http://127.0.0.1"
) -> TestClient:
    """Return what asks an application for pages and does not follow redirects by itself."""
    return TestClient(
        application,
        base_url=address,
        follow_redirects=False,
        headers={"Accept": "text/html", "Accept-Language": language},
    )
