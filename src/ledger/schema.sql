-- What was paid for: the ledger of shotlist, version 1.
--
-- SQLite and PostgreSQL both load this file. Times are text, RFC 3339 in UTC with milliseconds, which
-- sorts by time. Amounts have at most six decimals. The views at the end are for people:
--
--     sqlite3 shotlist.db 'SELECT * FROM purchases'
--     sqlite3 shotlist.db 'SELECT * FROM doubts'
--
-- Read it as you like; write to it only with shotlist: a row that was changed otherwise no longer has
-- its checksum, and the ledger counts as damaged. To back it up while a run is on:
--
--     sqlite3 shotlist.db '.backup shotlist-backup.db'

-- The ledger itself: one row.
CREATE TABLE ledger (
  id       TEXT    NOT NULL PRIMARY KEY,  -- random; stays with it wherever it is moved
  version  INTEGER NOT NULL,              -- of this schema
  path     TEXT,                          -- where it was last used, symbolic links resolved
  host     TEXT,                          -- on which machine
  file     TEXT,                          -- the device and number of the file there
  open_run INTEGER                        -- the run that writes to it; or that was killed
);

-- One run of `run` or `retry`, or one import.
CREATE TABLE run (
  number        INTEGER NOT NULL PRIMARY KEY,
  id            TEXT    NOT NULL UNIQUE,  -- random, the same in every ledger that knows the run
  version       TEXT    NOT NULL,         -- of the program
  manifest      TEXT    NOT NULL,         -- its name
  manifest_path TEXT,                     -- symbolic links resolved; none for standard input
  base_url      TEXT    NOT NULL,         -- as it was given
  host          TEXT    NOT NULL,
  process       INTEGER NOT NULL,
  options       TEXT    NOT NULL,         -- that shape bodies, spending or the destination: JSON
  imported      INTEGER NOT NULL,         -- 1: of another ledger, or a results file
  started_at    TEXT    NOT NULL,
  ended_at      TEXT,
  checksum      BIGINT  NOT NULL          -- of what is above, but for the end (src/ledger/checksum.h)
);

-- What was asked for, or was to be when a run ended: requests are written down some rows ahead.
-- Requests that differ only in Unicode normalization or line ends are one.
CREATE TABLE request (
  number      INTEGER NOT NULL PRIMARY KEY,
  fingerprint TEXT    NOT NULL UNIQUE,    -- 32 hexadecimal digits
  prompt      TEXT    NOT NULL,
  body        TEXT    NOT NULL,           -- JSON, as it was first sent
  checksum    BIGINT  NOT NULL            -- of what is above, but for the number
);

-- One payment that was tried. A slot is one video that somebody asked for: a server, a request and a
-- copy. Its tries are its attempts. It stands as its latest submitted try does, else as its last.
CREATE TABLE attempt (
  number       INTEGER NOT NULL PRIMARY KEY,
  entry        TEXT    NOT NULL UNIQUE,   -- random, twelve consonants; the same in every ledger
  run          INTEGER NOT NULL REFERENCES run (number),
  request      INTEGER NOT NULL REFERENCES request (number),
  server       TEXT    NOT NULL,          -- scheme, host and port; or sandbox
  copy         INTEGER NOT NULL,          -- from 1
  try          INTEGER NOT NULL,          -- from 1
  manifest     TEXT    NOT NULL,          -- whose it is now,
  row          TEXT    NOT NULL,          -- and the id of the row there
  price        NUMERIC,                   -- when it was sent; none: not known
  currency     TEXT    NOT NULL,
  sent_at      TEXT    NOT NULL,          -- committed before a byte left; made exact by the answer
  status       TEXT    NOT NULL,          -- in_doubt until there is an answer or a person's word
  verdict      TEXT,                      -- the answer from here on; none: there was none
  error_class  TEXT,
  http_status  INTEGER,                   -- none: there was no answer
  task_id      TEXT,
  named_task   TEXT,                      -- named by an answer that is in doubt all the same
  error        TEXT,
  request_id   TEXT,                      -- the provider's
  latency_ms   INTEGER,
  reply        BYTEA,                     -- as it came, 64 KiB at most
  settled_at   TEXT,
  rehearsal    INTEGER NOT NULL,          -- 1: a rehearsal server answered, nothing was paid
  absent_since INTEGER,                   -- the first run whose manifest no longer asked for it
  checksum     BIGINT  NOT NULL,          -- of all of it but the reply, and of the fingerprint
  UNIQUE (request, server, copy, try)
);

CREATE INDEX attempt_manifest ON attempt (manifest, number);
CREATE INDEX attempt_rehearsal ON attempt (run, server) WHERE rehearsal = 1;

-- A person's word about an attempt.
CREATE TABLE decision (
  number      INTEGER NOT NULL PRIMARY KEY,
  entry       TEXT    NOT NULL,
  word        TEXT    NOT NULL,           -- created, not_created, retry, resubmit, keep
  task_id     TEXT,                       -- of created
  row         TEXT    NOT NULL,           -- the row it was given for
  fingerprint TEXT,                       -- of retry, resubmit and keep: what that row asks for,
  manifest    TEXT,                       -- in which manifest
  server      TEXT,                       -- and at which server
  after       BIGINT  NOT NULL,           -- the last attempt when it was said; 0: not known here
  decided_by  TEXT    NOT NULL,
  decided_at  TEXT    NOT NULL,
  checksum    BIGINT  NOT NULL            -- of what is above, but for the number
);

CREATE INDEX decision_entry ON decision (entry);

-- The results files that were written, by their digests, so that an edited one is noticed.
CREATE TABLE output (
  path     TEXT NOT NULL PRIMARY KEY,     -- symbolic links resolved
  manifest TEXT NOT NULL,
  digest   TEXT NOT NULL,
  previous TEXT                           -- of the file before, should the last one not be there
);

-- The runs of this ledger, and the servers at which they were rehearsals: whoever answered there, and
-- somebody did, said so. Of an attempt without an answer its run tells.
CREATE VIEW rehearsal AS
  SELECT a.run, a.server
    FROM attempt a JOIN run ON run.number = a.run
   WHERE run.imported = 0 AND a.http_status IS NOT NULL
   GROUP BY a.run, a.server
  HAVING min(a.rehearsal) = 1;

-- Everything that was paid for, or may have been, with what was asked. Rehearsals were not: neither the
-- tasks that a rehearsal server gave, nor what else was sent to one.
CREATE VIEW purchases AS
  SELECT a.sent_at, a.manifest, a.row, a.status, a.task_id, a.price, a.currency, a.server, r.prompt,
         a.copy, a.try, a.entry, r.fingerprint
    FROM attempt a JOIN request r ON r.number = a.request
   WHERE a.status IN ('submitted', 'in_doubt') AND a.rehearsal = 0 AND a.server <> 'sandbox'
     AND (a.status = 'submitted' OR NOT EXISTS
          (SELECT 1 FROM rehearsal WHERE rehearsal.run = a.run AND rehearsal.server = a.server))
   ORDER BY a.number;

-- What a person has to look up; of rehearsals there is nothing.
CREATE VIEW doubts AS
  SELECT a.sent_at, a.manifest, a.row, a.server, a.error, a.named_task, a.request_id, a.price,
         a.currency, r.prompt, a.entry
    FROM attempt a JOIN request r ON r.number = a.request
   WHERE a.status = 'in_doubt' AND a.server <> 'sandbox'
     AND NOT EXISTS
         (SELECT 1 FROM rehearsal WHERE rehearsal.run = a.run AND rehearsal.server = a.server)
   ORDER BY a.number;
