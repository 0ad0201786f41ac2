"""Bearer tokens, verified with the keys that the issuer publishes (OpenID Connect Discovery)."""

import json
import time
from urllib.request import urlopen

import jwt


class Denied(Exception):
    def __init__(self, status: int, why: str):
        super().__init__(why)
        self.status = status


class Verifier:
    """Fetches the keys once, while there is time for it. A real one would also renew them.

    A token that was verified before is not verified again; only its time can have run out.
    """

    def __init__(self, issuer: str, audiences: list[str]):
        self.issuer = issuer
        self.audiences = audiences
        metadata = fetch(f"{issuer}/.well-known/openid-configuration")
        keys = fetch(metadata["jwks_uri"])["keys"]
        self.keys = {key["kid"]: jwt.PyJWK(key) for key in keys}
        self.verified = {}

    def subject(self, authorization: str, scope: str) -> str:
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise Denied(401, "expected a bearer token")
        claims = self.verified.get(token)
        if claims is None or claims["exp"] <= time.time():
            claims = self.verify(token)
        if scope not in claims.get("scope", "").split():
            raise Denied(403, f"expected the scope {scope}")
        return claims["sub"]

    def verify(self, token: str) -> dict:
        try:
            key = self.keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(token, key, algorithms=["ES256", "RS256"],
                                audience=self.audiences, issuer=self.issuer,
                                options={"require": ["exp", "sub"]})
        except (jwt.PyJWTError, KeyError) as error:
            raise Denied(401, "the token is not acceptable") from error
        if len(self.verified) >= 1024:
            self.verified.clear()
        self.verified[token] = claims
        return claims


def fetch(url: str) -> dict:
    with urlopen(url, timeout=2) as response:
        return json.load(response)
