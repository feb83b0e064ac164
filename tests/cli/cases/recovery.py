"""What the ledger keeps of a request that was sent."""

import json

from checks import check, has, same
from fake_server import gateway_error


def what_the_ledger_keeps_is_the_exact_request_and_the_raw_answer(stage):
    server = stage.server(lambda asked: gateway_error(400, "nein, “danke”", "invalid_request",
                                                      X_Oneapi_Request_Id="req-77"))
    stage.shots("one 夜市")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(1)
    attempt, = stage.attempts()
    same(attempt["body"], server.asked[0].body.decode(), "the request")
    same((attempt["server"], attempt["manifest"], attempt["row"]), (server.url, "shots", "a"),
         "of whom it is")
    row = stage.results()[0]
    same((attempt["fingerprint"], attempt["entry"]), (row["fingerprint"], row["entry"]), "its names")
    has(json.dumps(json.loads(attempt["reply"]), ensure_ascii=False), "nein, “danke”")
    same(row["request_id"], "req-77", "the provider's request id")
    for path in stage.directory.iterdir():
        check(b"Bearer" not in path.read_bytes(), f"a header is in {path.name}")
    same(oct(stage.path("shotlist.db").stat().st_mode & 0o777), "0o600", "the ledger's mode")
