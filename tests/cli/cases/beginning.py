"""A manifest to start from, and what an editor needs for it."""

import json

from checks import check, has, lacks, same


def init_writes_a_manifest_that_check_and_a_rehearsal_take(stage):
    ended = stage.shotlist("init", key=None).must_be(0)
    has(ended.err, "next: edit it, then  shotlist check shotlist.yaml\n")
    same(ended.out, "", "standard output")
    has(stage.shotlist("check", "shotlist.yaml", key=None).must_be(0).out, "2 requests, no mistakes")
    stage.shotlist("run", "shotlist.yaml", "--sandbox", key=None).must_be(0)
    same(stage.statuses("shotlist.rehearsal.csv"), ["submitted", "submitted"], "statuses")


def init_never_replaces_a_file_unless_told_to(stage):
    stage.write("mine.yaml", "mine")
    ended = stage.shotlist("init", "mine.yaml", key=None).must_be(2)
    has(ended.err, "mine.yaml is there already; choose another name, or replace it with --force")
    same(stage.read("mine.yaml"), "mine", "what was there")
    stage.shotlist("init", "mine.yaml", "--force", key=None).must_be(0)
    has(stage.read("mine.yaml"), "shotlist: 1")
    same(sorted(path.name for path in stage.directory.iterdir()), ["mine.yaml"], "files")


def init_says_where_it_can_not_write(stage):
    has(stage.shotlist("init", "gone/a.yaml", key=None).must_be(8).err, "cannot write gone/a.yaml")
    has(stage.shotlist("init", "a.txt", key=None).must_be(2).err, "end it in .yaml or .csv")


def init_writes_a_table_too(stage):
    ended = stage.shotlist("init", "my.csv", key=None).must_be(0)
    has(ended.err, "next: edit it, then  shotlist check my.csv\n")
    lacks(ended.err, "schema")
    has(stage.shotlist("check", "my.csv", key=None).must_be(0).out, "2 requests, no mistakes")
    stage.shotlist("run", "my.csv", "--sandbox", key=None).must_be(0)
    stage.shotlist("init", "my.csv", key=None).must_be(2)


def models_are_told_as_data(stage):
    lines = stage.shotlist("models", "--json", key=None).must_be(0).out.splitlines()
    models = {model["model"]: model for model in map(json.loads, lines)}
    duration, = [field for field in models["sora-2-pro"]["fields"] if field["name"] == "duration"]
    same((duration["type"], duration["required"], duration["allowed"]),
         ("integer", True, ["15", "25"]), "duration")


def a_ledger_in_a_missing_folder_or_at_a_url_is_refused_with_a_remedy(stage):
    stage.shots("one")
    secret = "postgresql://u:hushhush@h/db"
    for command in (["plan", "shots.yaml"], ["run", "shots.yaml"], ["review", "shots.yaml"],
                    ["log"], ["import", "--complete"]):
        for words, environment in (["--ledger", secret], {}), ([], {"SHOTLIST_LEDGER": secret}):
            ended = stage.shotlist(*command, *words, environment=environment).must_be(2)
            has(ended.err, "this build has no shared ledger; name a file")
            lacks(ended.err + ended.out, "hushhush")
    has(stage.shotlist("run", "shots.yaml", "--ledger", "gone/l.db").must_be(3).err, "gone for the ledger; make it")
    stage.write("shots.yaml", stage.read("shots.yaml") + "ledger: gone/l.db\n")
    has(stage.shotlist("run", "shots.yaml").must_be(3).err, "gone for the ledger; make it")


def schema_is_json_and_nothing_else(stage):
    ended = stage.shotlist("schema", key=None).must_be(0)
    same(ended.err, "", "standard error")
    schema = json.loads(ended.out)
    same(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "draft")
    check("shots" in schema["properties"], "no shots")
