"""A manifest to start from, and what an editor needs for it."""

import json

from checks import check, has, same


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
    has(stage.shotlist("init", "a.csv", key=None).must_be(2).err, "end it in .yaml")


def schema_is_json_and_nothing_else(stage):
    ended = stage.shotlist("schema", key=None).must_be(0)
    same(ended.err, "", "standard error")
    schema = json.loads(ended.out)
    same(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "draft")
    check("shots" in schema["properties"], "no shots")
