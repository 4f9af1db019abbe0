"""The headers of every answer: what production sends, the local server sends too.

`wasm-unsafe-eval` stands only where the runtime runs: a worker's policy comes with the worker's own script.
"""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_OTHERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WORKER = "/assets/precheck/worker.mjs"
# The one page that may ask for the camera, to read a code, in each language.
CAMERA = ("/de/fragen/", "/fr/questions/")
_FOR_EVER = ("/assets/runtime/",)


def policy(path: str) -> str:
    """The Content-Security-Policy for a path below the site's root, such as `/de/`."""
    parts = dict(_POLICY)
    if path.endswith(WORKER):  # a preview holds two sites, each in a folder of its own
        parts["script-src"] += " 'wasm-unsafe-eval'"
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def meta_policy() -> str:
    """The policy of a page as its own `<meta>`, a second lock; browsers read frame-ancestors in headers only."""
    return "; ".join(f"{name} {value}" for name, value in _POLICY.items() if name != "frame-ancestors")


def headers(path: str) -> dict[str, str]:
    """All headers for a path. Files under `assets/runtime/<hash>/` never change; all others are asked for again."""
    cache = "public, max-age=31536000, immutable" if path.startswith(_FOR_EVER) else "no-cache"
    others = {**_OTHERS, "Permissions-Policy": permissions(path)}
    return {"Content-Security-Policy": policy(path), **others, "Cache-Control": cache}


def permissions(path: str) -> str:
    """The Permissions-Policy for a path: nothing, but the camera where a code can be read."""
    everywhere = _OTHERS["Permissions-Policy"]
    return everywhere.replace("camera=()", "camera=(self)") if path in CAMERA else everywhere


def headers_file() -> str:
    """The same as a `_headers` file, the form that several static hosts read."""
    blocks = []
    others = [(path, path) for path in (WORKER, *CAMERA)]
    for pattern, path in (("/*", "/"), *others, ("/assets/runtime/*", "/assets/runtime/x")):
        named = headers(path)
        if pattern != "/*":
            # Such hosts add the headers of all patterns that fit; what differs must first be taken away.
            named = {name: value for name, value in named.items() if value != headers("/")[name]}
        lines = [f"  ! {name}" for name in named if pattern != "/*"] + [f"  {name}: {value}" for name, value in named.items()]
        blocks.append("\n".join([pattern, *lines]))
    return "\n\n".join(blocks) + "\n"
