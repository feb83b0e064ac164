"""Servers whose certificate nobody vouches for."""

from checks import has, same
from fake_server import CERTIFICATE


def exit_4_at_once_where_a_certificate_is_not_trusted_and_nothing_is_sent(stage):
    server = stage.server(certificate=CERTIFICATE)
    stage.shots("one", "two")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(4)
    same(stage.statuses(), ["failed", "not_sent"], "statuses")
    row = stage.results()[0]
    # A server that cannot be reached is tried again; here that would change nothing.
    same((row["error_class"], row["attempts"]), ("connect", "1"), "the row")
    for part in ("stopped: the certificate is not trusted", "self-signed", "--ca-file"):
        has(" ".join(ended.err.split()).replace("self signed", "self-signed"), part)
    same(len(server.asked), 0, "requests")


def a_certificate_that_is_named_is_trusted(stage):
    server = stage.server(certificate=CERTIFICATE)
    stage.write("ca.pem", CERTIFICATE.read_text(encoding="utf-8"))
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1, "--limit", 1]
    stage.shotlist(*run, "--ca-file", "ca.pem").must_be(5)
    stage.shotlist(*run, environment={"SSL_CERT_FILE": "ca.pem"}).must_be(5)
    stage.shotlist(*run, environment={"CURL_CA_BUNDLE": "ca.pem"}).must_be(0)
    same(stage.statuses(), ["submitted"] * 3, "statuses")
    same([asked.prompt for asked in server.asked], ["one", "two", "three"], "requests")
