-- What was paid for: the ledger of shotlist, version 2.
--
-- SQLite and PostgreSQL both load this file. Times are text, RFC 3339 in UTC with milliseconds, and
-- sort by time. Amounts have at most six decimals. The views at the end are for people:
--
--     sqlite3 shotlist.db 'SELECT * FROM purchases'
--     sqlite3 shotlist.db 'SELECT * FROM doubts'
--
-- Read it freely; write to it only with shotlist: a row changed in any other way no longer matches
-- its checksum, and the ledger counts as damaged. To back it up during a run:
--
--     sqlite3 shotlist.db '.backup shotlist-backup.db'

-- The ledger itself: one row.
CREATE TABLE ledger (
  id       TEXT    NOT NULL PRIMARY KEY,  -- random; kept wherever the ledger is moved
  version  INTEGER NOT NULL,              -- of this schema
  path     TEXT,                          -- where it was last used, symbolic links resolved
  host     TEXT,                          -- the machine it was last used on
  file     TEXT,                          -- the device and inode number of that file
  open_run INTEGER                        -- the run that writes to it, or that was killed
);

-- One run of `run` or `retry`, or one import.
CREATE TABLE run (
  number        INTEGER NOT NULL PRIMARY KEY,
  id            TEXT    NOT NULL UNIQUE,  -- random; the same in every ledger that knows the run
  version       TEXT    NOT NULL,         -- of the program
  manifest      TEXT    NOT NULL,         -- its name
  manifest_path TEXT,                     -- symbolic links resolved; none for standard input
  base_url      TEXT    NOT NULL,         -- as given
  host          TEXT    NOT NULL,
  process       INTEGER NOT NULL,
  options       TEXT    NOT NULL,         -- JSON: those that affect bodies, spending or the destination
  imported      INTEGER NOT NULL,         -- 1: from another ledger or a results file
  started_at    TEXT    NOT NULL,
  ended_at      TEXT,
  checksum      BIGINT  NOT NULL          -- of the above except ended_at (src/ledger/checksum.h)
);

-- What was asked for, or was about to be when a run ended: requests are written some rows ahead.
-- Requests that differ only in Unicode normalization or line ends are one.
CREATE TABLE request (
  number      INTEGER NOT NULL PRIMARY KEY,
  fingerprint TEXT    NOT NULL UNIQUE,    -- 32 hexadecimal digits
  prompt      TEXT    NOT NULL,
  body        TEXT    NOT NULL,           -- JSON, as it was first sent
  checksum    BIGINT  NOT NULL            -- of the above except the number
);

-- One attempted payment. A slot is one requested video: a server, a request and a copy. Its tries are
-- attempts. The latest submitted try decides its state, otherwise the last try.
CREATE TABLE attempt (
  number       INTEGER NOT NULL PRIMARY KEY,
  entry        TEXT    NOT NULL UNIQUE,   -- random: twelve consonants; the same in every ledger
  run          INTEGER NOT NULL REFERENCES run (number),
  request      INTEGER NOT NULL REFERENCES request (number),
  server       TEXT    NOT NULL,          -- scheme, host and port; or sandbox
  copy         INTEGER NOT NULL,          -- from 1
  try          INTEGER NOT NULL,          -- from 1
  manifest     TEXT    NOT NULL,          -- the manifest that owns it now
  row          TEXT    NOT NULL,          -- the id of its row in that manifest
  price        NUMERIC,                   -- at the time of sending; none if unknown
  currency     TEXT    NOT NULL,
  sent_at      TEXT    NOT NULL,          -- committed before a byte left; made exact with the answer
  status       TEXT    NOT NULL,          -- in_doubt until there is an answer or the user's decision
  verdict      TEXT,                      -- the answer starts here; none if there was none
  error_class  TEXT,
  http_status  INTEGER,                   -- none if there was no answer
  task_id      TEXT,
  named_task   TEXT,                      -- named by the answer of an attempt still in doubt
  error        TEXT,
  request_id   TEXT,                      -- the provider's
  latency_ms   INTEGER,
  reply        BYTEA,                     -- as received, 64 KiB at most
  settled_at   TEXT,
  rehearsal    INTEGER NOT NULL,          -- 1: a rehearsal server answered, nothing was paid
  absent_since INTEGER,                   -- the first run whose manifest no longer asked for it
  checksum     BIGINT  NOT NULL,          -- of everything except the reply, and of the fingerprint
  UNIQUE (request, server, copy, try)
);

CREATE INDEX attempt_manifest ON attempt (manifest, number);
CREATE INDEX attempt_rehearsal ON attempt (run, server) WHERE rehearsal = 1;

-- The user's decision about an attempt.
CREATE TABLE decision (
  number      INTEGER NOT NULL PRIMARY KEY,
  entry       TEXT    NOT NULL,
  word        TEXT    NOT NULL,           -- created, not_created, retry, resubmit, keep
  task_id     TEXT,                       -- for created
  row         TEXT    NOT NULL,           -- the row it was made for
  fingerprint TEXT,                       -- for retry, resubmit and keep: the row's request,
  manifest    TEXT,                       -- its manifest
  server      TEXT,                       -- and its server
  after       BIGINT  NOT NULL,           -- the last attempt at that time; 0 if unknown here
  decided_by  TEXT    NOT NULL,
  decided_at  TEXT    NOT NULL,
  checksum    BIGINT  NOT NULL            -- of the above except the number
);

CREATE INDEX decision_entry ON decision (entry);

-- What became of a task: the last answer about it, and the file of its video.
CREATE TABLE video (
  entry    TEXT   NOT NULL PRIMARY KEY,   -- the attempt that created the task
  status   TEXT   NOT NULL,               -- running, completed, failed, expired, lost
  url      TEXT,                          -- of the last answer
  error    TEXT,                          -- why the task failed, or why there is no file
  asked_at TEXT,                          -- the last time the server knew the task
  ended_at TEXT,                          -- when it ended
  host     TEXT,                          -- the machine that has the file
  path     TEXT,                          -- of the whole file; none until it is there
  bytes    BIGINT NOT NULL,               -- its size; of a part, the size that was announced
  sha256   TEXT,                          -- of the whole file
  etag     TEXT,                          -- of what was fetched in part
  reply    BYTEA,                         -- the last answer about it, 64 KiB at most
  checksum BIGINT NOT NULL                -- of everything except the reply
);

-- The digests of the results files that were written, so that an edited one is noticed.
CREATE TABLE output (
  path     TEXT NOT NULL PRIMARY KEY,     -- symbolic links resolved
  manifest TEXT NOT NULL,
  digest   TEXT NOT NULL,
  previous TEXT                           -- digest of the file before, in case the last one is missing
);

-- The runs of this ledger that were rehearsals, with their servers: at least one answer came, and
-- every answer said so. For an attempt without an answer, its run decides.
CREATE VIEW rehearsal AS
  SELECT a.run, a.server
    FROM attempt a JOIN run ON run.number = a.run
   WHERE run.imported = 0 AND a.http_status IS NOT NULL
   GROUP BY a.run, a.server
  HAVING min(a.rehearsal) = 1;

-- Everything that was or may have been paid for, with its request. Excludes rehearsals: both the tasks
-- from a rehearsal server and everything else sent to one.
CREATE VIEW purchases AS
  SELECT a.sent_at, a.manifest, a.row, a.status, a.task_id, a.price, a.currency, a.server, r.prompt,
         a.copy, a.try, a.entry, r.fingerprint
    FROM attempt a JOIN request r ON r.number = a.request
   WHERE a.status IN ('submitted', 'in_doubt') AND a.rehearsal = 0 AND a.server <> 'sandbox'
     AND (a.status = 'submitted' OR NOT EXISTS
          (SELECT 1 FROM rehearsal WHERE rehearsal.run = a.run AND rehearsal.server = a.server))
   ORDER BY a.number;

-- What the user has to look up. Excludes rehearsals.
CREATE VIEW doubts AS
  SELECT a.sent_at, a.manifest, a.row, a.server, a.error, a.named_task, a.request_id, a.price,
         a.currency, r.prompt, a.entry
    FROM attempt a JOIN request r ON r.number = a.request
   WHERE a.status = 'in_doubt' AND a.server <> 'sandbox'
     AND NOT EXISTS
         (SELECT 1 FROM rehearsal WHERE rehearsal.run = a.run AND rehearsal.server = a.server)
   ORDER BY a.number;
