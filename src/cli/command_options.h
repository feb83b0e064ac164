#pragma once
// Which options each command has.

#include "cli/command_line.h"
#include "cli/option.h"

namespace shotlist::cli {

/// The options of a command, writing into `command`.
Options options_of(InitCommand& command);
Options options_of(CheckCommand& command);
Options options_of(PlanCommand& command);
Options options_of(RunCommand& command);  ///< those of `retry` if it is one
Options options_of(CollectCommand& command);
Options options_of(ResolveCommand& command);
Options options_of(ReviewCommand& command);
Options options_of(ImportCommand& command);
Options options_of(LogCommand& command);
Options options_of(RunsCommand& command);
Options options_of(SandboxCommand& command);
Options options_of(ModelsCommand& command);
Options options_of(SchemaCommand& command);
Options options_of(CompletionCommand& command);

/// One of each command, with its defaults: what options write into.
class Drafts {
 public:
  Drafts() {
    retry.retry = true;
    retry.consent.fresh = false;
  }

  /// Calls `visit(name, command)` for each, in the order of the help.
  template <typename Visit>
  void each(Visit&& visit) {
    visit("init", init);
    visit("check", check);
    visit("plan", plan);
    visit("run", run);
    visit("retry", retry);
    visit("collect", collect);
    visit("resolve", resolve);
    visit("review", review);
    visit("import", import);
    visit("log", log);
    visit("runs", runs);
    visit("sandbox", sandbox);
    visit("models", models);
    visit("schema", schema);
    visit("completion", completion);
  }

  InitCommand init;
  CheckCommand check;
  PlanCommand plan;
  RunCommand run;
  RunCommand retry;
  CollectCommand collect;
  ResolveCommand resolve;
  ReviewCommand review;
  ImportCommand import;
  LogCommand log;
  RunsCommand runs;
  SandboxCommand sandbox;
  ModelsCommand models;
  SchemaCommand schema;
  CompletionCommand completion;
};

}  // namespace shotlist::cli
