"""What requests cost: told before and after, and never more than was allowed."""

import itertools
import json

from checks import check, has, lacks, same
from fake_server import HANG_UP, by_prompt, task

_SMALL = "{model: sora-2-pro, size: small, price: 2}"
_PRICES = f"prices: {{currency: CNY, each: [{{model: sora-2-pro, price: 4.8}}, {_SMALL}]}}\n"
_ONLY_SMALL = f"prices: {{currency: CNY, each: [{_SMALL}]}}\n"


def _manifest(prices=_PRICES, shots="abcd"):
    """One large video, then small ones."""
    rows = "".join(f"  - {{id: {id}, prompt: {id}{', size: small' if id != 'a' else ''}}}\n"
                   for id in shots)
    return (f"shotlist: 1\n{prices}defaults: {{model: sora-2-pro, orientation: portrait, "
            f"size: large, duration: 15}}\nshots:\n{rows}")


def _run(stage, *words, server):
    return stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, *words)


def the_estimate_is_told_before_and_after(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    planned = stage.shotlist("plan", "shots.yaml").must_be(0)
    has(planned.err, "shots: 4 requests, 4 would be sent to https://api.jxincm.cn, est. CNY 10.80\n"
                     "  sora-2-pro: 4 rows, CNY 10.80\n")
    ended = _run(stage, server=server).must_be(0)
    has(ended.err, f"shots: 4 requests to {server.url} (key from SHOTLIST_API_KEY) · ledger "
                   "shotlist.db\n0 submitted before · 4 to send · est. CNY 10.80\n")
    has(ended.err, "cost: est. CNY 10.80\n")
    has(stage.shotlist("plan", "shots.yaml").must_be(0).err, "0 would be sent to https://api.jxincm.cn, est. CNY 0.00")


def a_plan_as_json_has_the_price_of_each_request_or_null(stage):
    stage.write("shots.yaml", _manifest(prices=_ONLY_SMALL))
    lines = stage.shotlist("plan", "shots.yaml", "--json").must_be(0).out.splitlines()
    same([json.loads(line)["price"] for line in lines], [None, "2.00", "2.00", "2.00"], "prices")
    same(json.loads(lines[0])["currency"], "CNY", "currency")
    stage.write("plain.yaml", _manifest(prices=""))
    lacks(stage.shotlist("plan", "plain.yaml", "--json").must_be(0).out, "price")


def max_cost_is_never_passed_over_several_runs(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    ended = _run(stage, "--max-cost", "7", server=server).must_be(5)
    has(ended.err, "2 to send · est. CNY 6.80")
    has(ended.err, "stopped: --max-cost is reached")
    same(len(server.asked), 2, "requests")
    _run(stage, "--max-cost", "8.79", server=server).must_be(5)
    same(len(server.asked), 2, "requests")
    _run(stage, "--max-cost", "8.80", server=server).must_be(5)
    same(len(server.asked), 3, "requests")
    _run(stage, server=server).must_be(0)
    same(len(server.asked), 4, "requests")


def doubt_counts_as_spent_and_is_told_as_possible(stage):
    server = stage.server(by_prompt({"a": HANG_UP}))
    stage.write("shots.yaml", _manifest())
    ended = _run(stage, "--limit", 2, server=server).must_be(6)
    has(ended.err, "cost: est. CNY 2.00, or up to CNY 6.80 with what is in doubt")
    server.asked.clear()
    _run(stage, "--max-cost", "8", server=server).must_be(6)
    same(len(server.asked), 0, "requests")
    ended = _run(stage, "--max-cost", "8.8", server=server).must_be(6)
    same(len(server.asked), 1, "requests")
    has(ended.err, "1 to send · est. CNY 2.00 (before: est. CNY 2.00, or up to CNY 6.80 with what")


def a_row_that_was_edited_costs_what_was_sent(stage):
    numbers = itertools.count()
    server = stage.server(lambda _: task(next(numbers)))
    stage.write("shots.yaml", _manifest(shots="a"))
    _run(stage, server=server).must_be(0)
    stage.write("shots.yaml", _manifest(shots="a").replace("id: a,", "id: a, size: small,"))
    ended = _run(stage, server=server).must_be(6)
    has(ended.err, "--held resubmit:1  (CNY 2.00)")
    ended = _run(stage, "--held", "resubmit:1", server=server).must_be(0)
    has(ended.err, "1 row is sent again as you asked, and may be paid for twice: CNY 2.00")
    has(ended.err, "cost: est. CNY 6.80\n")


def an_unknown_price_is_refused_under_max_cost(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest(prices=_ONLY_SMALL))
    for words in (["run", "shots.yaml", "--base-url", server.url], ["plan", "shots.yaml"]):
        ended = stage.shotlist(*words, "--max-cost", "100").must_be(3)
        has(ended.err, "1 row to send has no price, so --max-cost cannot be kept; the first is a")
    same(len(server.asked), 0, "requests")
    same(stage.attempts() if stage.path("shotlist.db").exists() else [], [], "attempts")
    ended = _run(stage, server=server).must_be(0)
    has(ended.err, "est. CNY 6.00 + 1 row of unknown price")
    ended = _run(stage, "--max-cost", "100", server=server).must_be(3)
    has(ended.err, "1 row was sent before without a price, so --max-cost cannot be kept; give --price")
    # Which does help.
    _run(stage, "--max-cost", "100", "--price", "4.8", server=server).must_be(0)


def max_cost_without_prices_is_a_mistake(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest(prices=""))
    for words in (["run", "shots.yaml", "--base-url", server.url], ["plan", "shots.yaml"],
                  ["retry", "shots.yaml", "--base-url", server.url]):
        has(stage.shotlist(*words, "--max-cost", "5").must_be(3).err, "--max-cost needs to know")
    same(len(server.asked), 0, "requests")
    lacks(stage.shotlist("plan", "shots.yaml").must_be(0).err, "est.")


def a_price_is_given_to_rows_without_one(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest(prices=_ONLY_SMALL))
    for price in ("4.8", "4.8/CNY", "4.8/cny"):
        planned = stage.shotlist("plan", "shots.yaml", "--price", price).must_be(0)
        has(planned.err, "4 would be sent to https://api.jxincm.cn, est. CNY 10.80\n  sora-2-pro: 4 rows, CNY 10.80\n")
    lines = stage.shotlist("plan", "shots.yaml", "--price", "4.8", "--json").must_be(0).out
    same([json.loads(line)["price"] for line in lines.splitlines()],
         ["4.80", "2.00", "2.00", "2.00"], "prices")
    ended = _run(stage, "--price", "4.8", "--max-cost", "7", server=server).must_be(5)
    has(ended.err, "2 to send · est. CNY 6.80")
    has(ended.err, f"shotlist run shots.yaml --base-url {server.url} -j 1 --price 4.8 --max-cost 10.80")
    same(len(server.asked), 2, "requests")
    has(stage.shotlist("review", "shots.yaml", "--price", "4.8").must_be(0).out, "est. CNY 6.80")


def a_manifest_without_prices_has_the_price_that_is_given(stage):
    server = stage.server(by_prompt({"b": HANG_UP}))
    stage.write("shots.yaml", _manifest(prices=""))
    has(stage.shotlist("plan", "shots.yaml", "--price", "0.5/USD").must_be(0).err,
        "4 would be sent to https://api.jxincm.cn, est. USD 2.00\n")
    planned = stage.shotlist("plan", "shots.yaml", "--price", "0.5").must_be(0)
    has(planned.err, "4 would be sent to https://api.jxincm.cn, est. 2.00\n  sora-2-pro: 4 rows, 2.00\n")
    line = json.loads(stage.shotlist("plan", "shots.yaml", "--price", "0.5",
                                     "--json").must_be(0).out.splitlines()[0])
    same((line["price"], "currency" in line), ("0.50", False), "price and currency")
    ended = _run(stage, "--price", "0.5", "--max-cost", "1", server=server).must_be(6)
    same(len(server.asked), 2, "requests")
    has(ended.err, "· 2 to send · est. 1.00\n")
    has(ended.err, "cost: est. 0.50, or up to 1.00 with what is in doubt")
    # What was sent before counts at the price of its time, which is in no other currency.
    ended = _run(stage, "--price", "0.1/USD", "--max-cost", "9", server=server).must_be(3)
    has(ended.err, "2 rows were paid for in no named currency, and --max-cost is in USD")
    _run(stage, "--price", "0.1", "--max-cost", "1.09", server=server).must_be(6)
    same(len(server.asked), 2, "requests")
    ended = _run(stage, "--price", "0.5", "--max-cost", "1.5", server=server).must_be(6)
    same(len(server.asked), 3, "requests")
    has(ended.err, "1 to send · est. 0.50 (before: est. 0.50, or up to 1.00 with what")
    json_review = json.loads(stage.shotlist("review", "shots.yaml", "--price", "9",
                                            "--json").must_be(0).out)
    same(json_review["cost"]["at_most"], "1.50", "cost")
    stage.shotlist("retry", "shots.yaml", "--price", "0.5", "--max-cost", "1.5", "--base-url",
                   server.url).must_be(6)
    same(len(server.asked), 3, "requests")


def what_a_table_sent_without_a_price_counts_at_the_price_that_is_given(stage):
    server = stage.server(by_prompt({}))
    table = "id,prompt,model,orientation,size,duration\n"
    rows = [f"{id},{id} here,sora-2-pro,landscape,large,15\n" for id in ("one", "two", "three")]
    stage.write("shots.csv", table + "".join(rows))
    words = ["run", "shots.csv", "--base-url", server.url, "-j", 1]
    stage.shotlist(*words, "--limit", 1).must_be(5)
    stage.shotlist(*words, "--max-cost", 9, "--price", "4/CNY").must_be(5)
    same(len(server.asked), 2, "requests")
    # One of them has a price now.
    ended = stage.shotlist(*words, "--max-cost", 100, "--price", "4/USD").must_be(3)
    has(ended.err, "1 row was paid for in CNY, and --max-cost is in USD, so it cannot be kept; give "
                   "--max-cost and --price in CNY, such as --price AMOUNT/CNY")
    same(len(server.asked), 2, "requests")
    stage.shotlist(*words, "--max-cost", 100, "--price", "4/CNY").must_be(0)
    same(len(server.asked), 3, "requests")


def a_table_has_the_price_that_is_given(stage):
    stage.write("shots.csv", "id,prompt,model,orientation,size,duration\n"
                             "a,x,sora-2-pro,portrait,large,15\nb,y,sora-2-pro,portrait,large,15\n")
    planned = stage.shotlist("plan", "shots.csv", "--price", "4.8/CNY", "--max-cost", 5).must_be(0)
    has(planned.err, "1 would be sent to https://api.jxincm.cn, est. CNY 4.80; 1 row kept back by --max-cost")


def two_currencies_are_a_mistake_that_names_both(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    for words in (["plan"], ["run", "--base-url", server.url], ["retry", "--base-url", server.url],
                  ["review"]):
        ended = stage.shotlist(words[0], "shots.yaml", *words[1:], "--price", "1/USD").must_be(2)
        has(ended.err, "--price is in USD, and the prices of shots.yaml are in CNY")
    same(len(server.asked), 0, "requests")
    for price in ("", "CNY", "4.8/", "4.8 CNY", "-1"):
        has(stage.shotlist("plan", "shots.yaml", f"--price={price}").must_be(2).err, "--price")


def a_results_file_takes_no_price(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    _run(stage, server=server).must_be(0)
    has(stage.shotlist("review", "shots.results.csv", "--price", "1").must_be(2).err,
        "--price is for a manifest")


def a_cap_that_is_reached_is_raised_by_the_next_command_to_what_the_rest_costs(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    for ended in (_run(stage, "--max-cost", "7", server=server).must_be(5),
                  stage.shotlist("review", "shots.yaml").must_be(0),
                  stage.shotlist("resolve", "shots.yaml", "a", "--task-id", "sora-2:task_a").must_be(0)):
        said = " ".join((ended.out + ended.err).split())
        has(said, "to send the rest as well, raise --max-cost: shotlist run shots.yaml")
        has(said, "--max-cost 10.80")
        has(said, "(sends 2 rows not sent yet)")
    lacks(_run(stage, "--max-cost", "100", "--limit", 1, server=server).must_be(5).err, "(sends")
    _run(stage, "--max-cost", "10.80", server=server).must_be(0)
    same(len(server.asked), 4, "requests")


def no_number_is_told_of_a_command_that_leaves_rows_alone(stage):
    server = stage.server(by_prompt({}))
    stage.write("shots.yaml", _manifest())
    ended = _run(stage, "--where", "size=small", "--limit", 1, server=server).must_be(5)
    has(ended.err, "--where size=small")
    lacks(ended.err, "(sends")
    lacks(stage.shotlist("review", "shots.yaml").must_be(0).out, "(sends")
    lacks(stage.shotlist("review", "shots.results.csv").must_be(0).out, "(sends")


def who_looks_back_uses_the_price_of_the_last_run(stage):
    said = {"c": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.write("shots.yaml", _manifest(prices=""))
    _run(stage, "--price", "3/CNY", "--set", "watermark=true", "--set", "private=true",
         server=server).must_be(6)
    ended = stage.shotlist("review", "shots.yaml").must_be(0)
    has(ended.out, "cost: est. CNY 9.00, or up to CNY 12.00 with what is in doubt")
    same(ended.err, "as in the last run: --set watermark=true --set private=true --price 3.00/CNY\n",
         "what is reused, on one line")
    cost = json.loads(stage.shotlist("review", "shots.yaml", "--json").must_be(0).out)["cost"]
    same(cost["at_most"], "12.00", "the cost")
    ended = stage.shotlist("review", "shots.yaml", "--price", "5/CNY").must_be(0)
    lacks(ended.err, "--price")  # the one that is given counts
