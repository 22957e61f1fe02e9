"""A small OpenID provider that really listens, signs and remembers, and that can be told to lie."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "vliegwiel", "a secret of the two"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`who` logs in next. `claims` replace what the ID token says; None leaves a claim out."""

    who: str = "anna-1"
    claims: dict = field(default_factory=dict)
    userinfo: dict = field(default_factory=dict)
    configuration: dict = field(default_factory=dict)
    algorithm: str = "RS256"
    key: object = field(default_factory=new_key)
    signing_key: object = None
    deny: bool = False
    asked: list = field(default_factory=list)
    codes: dict = field(default_factory=dict)

    def __enter__(self) -> "Provider":
        provider = self

        class Handler(_Handler):
            it = provider

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    # --- What it answers ---------------------------------------------------------------------
    def discovery(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.configuration

    def keys(self) -> dict:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: dict) -> str:
        self.asked.append(query)
        if self.deny:
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = f"code-{len(self.asked)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict) -> dict | None:
        """A code works once, for the client that asked for it, with the verifier behind its challenge (RFC 7636)."""
        query = self.codes.pop(form.get("code"), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        right = query and challenge == query["code_challenge"] and form["client_secret"] == SECRET
        return (
            {"access_token": "of no use", "token_type": "Bearer", "id_token": self.sign(query)}
            if right
            else None
        )

    def sign(self, query: dict) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.who, "aud": CLIENT, "iat": now, "exp": now + 300,
                  "nonce": query["nonce"]} | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key = {"none": None, "HS256": "x" * 64}.get(self.algorithm, self.signing_key or self.key)
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})


class _Handler(BaseHTTPRequestHandler):
    it: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.it.authorize(query))
            self.end_headers()
        else:
            documents = {"/.well-known/openid-configuration": self.it.discovery, "/keys": self.it.keys}
            self.say(documents.get(parts.path, lambda: {"sub": self.it.who, **self.it.userinfo})())

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.it.token({name: values[0] for name, values in parse_qs(form).items()})
        self.say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def say(self, document: dict, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *_) -> None:
        """Says nothing."""
