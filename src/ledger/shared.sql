-- What a ledger in PostgreSQL has beyond schema.sql: many runs write to it at once.
--
-- A run holds an advisory lock of its session while it lives. What it sends next is decided by one
-- statement, `claim`, so that a machine that stops in the middle keeps nobody waiting, and so that
-- no two runs send the same: the database decides. Times are those of the database alone.

-- Which version of this file made these tables and functions.
CREATE TABLE rules (
  digest TEXT NOT NULL
);

-- The first half of the keys of all advisory locks of runs; the second half is the run's number.
CREATE FUNCTION lock_of_runs() RETURNS INTEGER LANGUAGE sql IMMUTABLE AS 'SELECT 1399353204';

-- The runs that are at work, and when each last took its lock.
CREATE TABLE session (
  run   BIGINT      NOT NULL PRIMARY KEY,
  since TIMESTAMPTZ NOT NULL
);

-- When the server was first used since it began: a crash empties this table.
CREATE UNLOGGED TABLE first_use (
  at TIMESTAMPTZ NOT NULL
);

CREATE FUNCTION note_first_use() RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO first_use SELECT clock_timestamp() WHERE NOT EXISTS (SELECT FROM first_use);
EXCEPTION WHEN OTHERS THEN
  NULL;  -- on a standby, or by a user who may only read
END $$;

-- When all sessions were last lost together, or now, if nobody was there since.
CREATE FUNCTION sessions_began() RETURNS TIMESTAMPTZ LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN greatest(pg_postmaster_start_time(),
                  coalesce((SELECT max(at) FROM first_use), clock_timestamp()));
EXCEPTION WHEN OTHERS THEN
  RETURN pg_postmaster_start_time();  -- on a standby
END $$;

-- The runs whose sessions hold their locks.
CREATE VIEW held AS
  SELECT objid::BIGINT AS run, pid FROM pg_locks
   WHERE locktype = 'advisory' AND objsubid = 2 AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND classid = lock_of_runs()::oid;

-- The runs that lost their sessions with the server, and had no time to come back yet.
CREATE VIEW cut_off AS
  WITH server AS MATERIALIZED (SELECT sessions_began() AS began)  -- once, not for each run
  SELECT s.run FROM server JOIN session s ON s.since < server.began JOIN run u ON u.number = s.run
   WHERE u.ended_at IS NULL AND clock_timestamp() < server.began + INTERVAL '15 seconds'
     AND s.run NOT IN (SELECT run FROM held);

-- The runs at work, and the sessions that hold them.
CREATE VIEW at_work AS
  SELECT run, pid FROM held UNION ALL SELECT run, NULL FROM cut_off;

-- Takes the lock of a run for this session; false while another session holds it.
CREATE FUNCTION begin_session(of_run BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_lock(lock_of_runs(), of_run::INTEGER) THEN
    RETURN FALSE;
  END IF;
  PERFORM note_first_use();
  DELETE FROM session WHERE run NOT IN (SELECT run FROM at_work);
  INSERT INTO session AS s VALUES (of_run, clock_timestamp())
  ON CONFLICT (run) DO UPDATE SET since = excluded.since;
  RETURN TRUE;
END $$;

CREATE FUNCTION end_session(of_run BIGINT) RETURNS VOID LANGUAGE sql AS $$
  DELETE FROM session WHERE run = of_run;
  SELECT pg_advisory_unlock(lock_of_runs(), of_run::INTEGER)
$$;

-- The session that holds a run; null once the run is over.
CREATE FUNCTION holder_of(run BIGINT) RETURNS INTEGER LANGUAGE sql VOLATILE AS $$
  SELECT pid FROM held WHERE held.run = holder_of.run
$$;

-- The server and its line of history, which is another one after a failover, a restored backup or a
-- move. Empty where this user may not ask, and on a standby.
CREATE FUNCTION place() RETURNS TEXT LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT system_identifier FROM pg_control_system()) || '/' ||
         substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);
EXCEPTION WHEN OTHERS THEN
  RETURN '';
END $$;

-- Those that write take turns, as in a file: what they decide depends on what they read. A turn ends
-- with its transaction.
CREATE FUNCTION take_turn() RETURNS VOID LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtext('shotlist writes'))
$$;

-- One pace for all runs with the same server and key. Of the key there is a digest.
CREATE TABLE pace (
  server     TEXT        NOT NULL,
  key        TEXT        NOT NULL,
  due        TIMESTAMPTZ NOT NULL DEFAULT '-infinity',  -- GCRA's theoretical arrival time
  held_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity',  -- the server asked for a pause

  -- The limit of the server, as far as it was found: what one run learns holds for all. Rates are
  -- per second, of all runs together.
  rate         DOUBLE PRECISION,                            -- none unless a rate was too high
  refused_rate DOUBLE PRECISION NOT NULL DEFAULT 0,         -- that one
  refused_at   TIMESTAMPTZ      NOT NULL DEFAULT '-infinity',
  climb        DOUBLE PRECISION NOT NULL DEFAULT 0,         -- with each accepted request
  climbs       BIGINT           NOT NULL DEFAULT 0,         -- since that was last doubled
  accepted     BIGINT           NOT NULL DEFAULT 0,         -- since the last refusal or pause
  counted_from TIMESTAMPTZ      NOT NULL DEFAULT '-infinity',  -- the first of these
  counted_to   TIMESTAMPTZ      NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (server, key)
);

-- Counts accepted requests. With each of them a rate that was too high climbs: at first so that it
-- is back after a hundred, then twice as fast, and so on. Well above that it is none any more.
CREATE FUNCTION count_accepted(of_server TEXT, key_digest TEXT, answers JSONB) RETURNS VOID
  LANGUAGE plpgsql AS $$
DECLARE
  line      pace%ROWTYPE;
  this_time TIMESTAMPTZ := clock_timestamp();
  more      BIGINT;
BEGIN
  SELECT count(*) INTO more FROM jsonb_array_elements(answers) a
   WHERE a ->> 'status' = 'submitted';
  SELECT * INTO line FROM pace p WHERE p.server = of_server AND p.key = key_digest;
  IF more = 0 OR NOT FOUND THEN
    RETURN;
  END IF;
  IF line.accepted = 0 OR line.counted_to < this_time - INTERVAL '5 seconds' THEN
    line.accepted := 1;
    line.counted_from := this_time;
  ELSE
    line.accepted := line.accepted + more;
  END IF;
  IF line.rate IS NOT NULL THEN
    line.rate := line.rate + more * line.climb;
    line.climbs := line.climbs + more;
    IF line.climbs >= 100 THEN
      line.climb := 2 * line.climb;
      line.climbs := 0;
    END IF;
    IF line.rate > 2 * line.refused_rate THEN
      line.rate := NULL;
    END IF;
  END IF;
  UPDATE pace p SET rate = line.rate, climb = line.climb, climbs = line.climbs,
         accepted = line.accepted, counted_from = line.counted_from, counted_to = this_time
   WHERE p.server = of_server AND p.key = key_digest;
END $$;

-- A request that left so long ago was refused, because the rate is too high: it becomes a tenth
-- less than what was accepted since the last refusal, but never less than half. As all that had left
-- by then was refused for the same reason, only one of them counts. Where refusals follow closely,
-- they are chance, or their limit is not one of the rate.
CREATE FUNCTION slow_down(of_server TEXT, key_digest TEXT, left_ago_us BIGINT) RETURNS VOID
  LANGUAGE plpgsql AS $$
DECLARE
  line      pace%ROWTYPE;
  this_time TIMESTAMPTZ;
  refused   DOUBLE PRECISION;
  allowed   DOUBLE PRECISION;
BEGIN
  PERFORM take_turn();
  this_time := clock_timestamp();
  SELECT * INTO line FROM pace p WHERE p.server = of_server AND p.key = key_digest;
  IF NOT FOUND OR this_time - make_interval(secs => left_ago_us / 1e6) <= line.refused_at
     OR line.accepted < 20 THEN
    RETURN;
  END IF;
  allowed := line.accepted / greatest(extract(epoch FROM line.counted_to - line.counted_from), 0.001);
  refused := coalesce(line.rate, allowed);
  line.rate := 0.9 * greatest(least(refused, allowed), refused / 2);
  UPDATE pace p SET rate = line.rate, refused_rate = refused, refused_at = this_time,
         climb = (refused - line.rate) / 100, climbs = 0, accepted = 0, counted_to = this_time
   WHERE p.server = of_server AND p.key = key_digest;
END $$;

-- The rate was not the cause after all.
CREATE FUNCTION speed_up(of_server TEXT, key_digest TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  PERFORM take_turn();
  UPDATE pace SET rate = NULL WHERE server = of_server AND key = key_digest;
END $$;

-- The time between two requests: that of the runs, or what the server was found to allow; by now,
-- it may allow more.
CREATE FUNCTION interval_of(line pace, interval_us BIGINT) RETURNS INTERVAL LANGUAGE sql STABLE AS $$
  SELECT make_interval(secs => CASE
    WHEN clock_timestamp() > line.counted_to + INTERVAL '10 minutes' THEN interval_us / 1e6
    ELSE greatest(interval_us / 1e6, coalesce(1 / line.rate, 0)) END)
$$;

-- What was or may have been paid, so that a limit need not add up all attempts. Kept by triggers.
CREATE TABLE spent (
  manifest TEXT    NOT NULL,
  currency TEXT    NOT NULL,
  amount   NUMERIC NOT NULL,
  PRIMARY KEY (manifest, currency)
);

CREATE FUNCTION amount_of(a attempt) RETURNS NUMERIC LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN a.status IN ('submitted', 'in_doubt') AND a.rehearsal = 0
              THEN coalesce(a.price, 0) ELSE 0 END
$$;

CREATE FUNCTION count_spent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spent AS s
  SELECT manifest, currency, sum(amount)
    FROM (SELECT n.manifest, n.currency, amount_of(n) AS amount FROM new_rows n) AS added
   GROUP BY manifest, currency
  ON CONFLICT (manifest, currency) DO UPDATE SET amount = s.amount + excluded.amount;
  RETURN NULL;
END $$;

CREATE FUNCTION recount_spent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO spent AS s
  SELECT manifest, currency, sum(amount)
    FROM (SELECT n.manifest, n.currency, amount_of(n) AS amount FROM new_rows n
          UNION ALL
          SELECT o.manifest, o.currency, -amount_of(o) FROM old_rows o) AS changed
   GROUP BY manifest, currency
  ON CONFLICT (manifest, currency) DO UPDATE SET amount = s.amount + excluded.amount;
  RETURN NULL;
END $$;

CREATE TRIGGER attempt_added AFTER INSERT ON attempt
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_spent();
CREATE TRIGGER attempt_changed AFTER UPDATE ON attempt
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION recount_spent();

-- For what a run has sent.
CREATE INDEX attempt_run ON attempt (run);

-- Records answers; returns how many. Those are left out whose attempt is not as the run left it
-- (`was`): a person may have decided about it meanwhile. What is recorded again counts.
CREATE FUNCTION settle(of_server TEXT, key_digest TEXT, answers JSONB) RETURNS BIGINT
  LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
  SET enable_mergejoin = off AS $$
DECLARE
  changed BIGINT;
BEGIN
  PERFORM take_turn();
  UPDATE attempt a SET
         status = r.status, verdict = r.verdict, error_class = r.error_class,
         http_status = r.http_status, task_id = r.task_id, named_task = r.named_task,
         error = r.error, request_id = r.request_id, latency_ms = r.latency_ms,
         reply = coalesce(decode(r.reply, 'hex'), a.reply), settled_at = r.settled_at,
         rehearsal = r.rehearsal, sent_at = r.sent_at, checksum = r.checksum
    FROM jsonb_to_recordset(answers) AS r (
         entry TEXT, status TEXT, verdict TEXT, error_class TEXT, http_status BIGINT, task_id TEXT,
         named_task TEXT, error TEXT, request_id TEXT, latency_ms BIGINT, reply TEXT,
         settled_at TEXT, rehearsal BIGINT, sent_at TEXT, checksum BIGINT, was TEXT)
   WHERE a.entry = r.entry AND (a.status = r.was OR a.checksum = r.checksum);
  GET DIAGNOSTICS changed = ROW_COUNT;
  PERFORM count_accepted(of_server, key_digest, answers);
  RETURN changed;
END $$;

-- Records answers, as `settle` does, then asks to send rows, in their order; all of them are of one
-- server, manifest and currency. `me` is the run that asks, whose lock this very session must hold.
-- The answer for each row is
--
--   mine     it is recorded, and leaves at `leaves`
--   theirs   another run has sent it since it was planned
--   busy     another run is trying it: ask again at `leaves`
--   cut_off  so is one that lost its session with the server, and may be dead: ask again
--   again    its last try, by a run that is dead, failed: ask again with the try after `known_try`
--   paid     one of its tries has a task, of which the run that asks does not know
--   later    it may not leave within `ahead_us`: ask again at `leaves`
--   budget   it would cost more than `max_cost` allows
--
-- No row leaves before `lead_us` from now, because the answer must arrive first: a row that leaves
-- late comes too close to the next one. Asked again with the same entries, as after a lost
-- connection, it answers the same but for the times.
--
-- Each statement is for all rows: one for each row would take several times as long. A plan that
-- was made while the tables were small must still be good when they are large, so it is made once,
-- and uses the indexes.
CREATE FUNCTION claim(me BIGINT, key_digest TEXT, rows JSONB, interval_us BIGINT, burst BIGINT,
                      lead_us BIGINT, ahead_us BIGINT, max_cost NUMERIC, answers JSONB DEFAULT NULL)
  RETURNS TABLE (answer TEXT, leaves TIMESTAMPTZ, known_try BIGINT, settled BIGINT)
  LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  to_server  TEXT     := rows -> 0 ->> 'server';
  step       INTERVAL;
  tolerance  INTERVAL := make_interval(secs => interval_us / 1e6 * (burst - 1));
  alive      BIGINT[];
  lost       BIGINT[];
  is_held    BOOLEAN;
  line       pace%ROWTYPE;
  total      NUMERIC;
  this_time  TIMESTAMPTZ;
  soonest    TIMESTAMPTZ;
  latest     TIMESTAMPTZ;
  asked      RECORD;
  granted    BIGINT[];
BEGIN
  PERFORM take_turn();
  SELECT array_agg(w.run), array_agg(w.run) FILTER (WHERE w.pid IS NULL),
         bool_or(w.run = me AND w.pid = pg_backend_pid())
    INTO alive, lost, is_held FROM at_work w;
  IF is_held IS NOT TRUE THEN
    RAISE EXCEPTION 'run % is not held by this session', me USING ERRCODE = 'SL001';
  END IF;
  IF answers IS NOT NULL THEN
    settled := settle(to_server, key_digest, answers);
  END IF;
  SELECT * INTO line FROM pace p WHERE p.server = to_server AND p.key = key_digest;
  IF NOT FOUND THEN
    INSERT INTO pace AS p (server, key) VALUES (to_server, key_digest)
    ON CONFLICT (server, key) DO UPDATE SET key = p.key RETURNING p.* INTO line;
  END IF;
  IF max_cost IS NOT NULL THEN
    SELECT coalesce(sum(s.amount), 0) INTO total FROM spent s
     WHERE s.manifest = rows -> 0 ->> 'manifest' AND s.currency = rows -> 0 ->> 'currency';
  END IF;
  step := interval_of(line, interval_us);
  this_time := clock_timestamp();  -- now() would be that of the begin, before all waiting
  soonest := greatest(this_time + make_interval(secs => lead_us / 1e6), line.held_until);
  latest := this_time + make_interval(secs => ahead_us / 1e6);
  FOR asked IN
    SELECT r.ordinality, r.try, coalesce(r.price, 0) AS price, last.status, last.try AS known_try,
           (SELECT TRUE FROM attempt a WHERE a.entry = r.entry) AS is_recorded,
           last.run <> me AND last.run = ANY (alive) AS is_theirs,
           last.run = ANY (lost) AS is_cut_off,
           last.status IN ('failed', 'not_sent') AS is_free,
           last.is_paid AND NOT (r.knows_task AND last.try < r.try) AS is_paid,
           last.status = 'in_doubt' AND last.verdict IS NULL AS is_on_its_way,
           last.run <> me AND (SELECT u.ended_at IS NULL FROM run u WHERE u.number = last.run)
             AS is_open  -- or dead
      FROM ROWS FROM (jsonb_to_recordset(rows) AS (
             entry TEXT, fingerprint TEXT, copy BIGINT, try BIGINT, price NUMERIC,
             knows_task BOOLEAN))
           WITH ORDINALITY AS r
           LEFT JOIN LATERAL (
             SELECT a.status, a.verdict, a.run, a.try,
                    bool_or(a.status = 'submitted') OVER () AS is_paid
               FROM attempt a
              WHERE a.request = (SELECT q.number FROM request q
                                  WHERE q.fingerprint = r.fingerprint)
                AND a.server = to_server AND a.copy = r.copy
              ORDER BY a.try DESC LIMIT 1) AS last ON TRUE
  LOOP
    leaves := greatest(soonest, line.due - tolerance);
    known_try := asked.known_try;
    answer := CASE
      WHEN asked.is_recorded THEN 'mine'  -- before the connection was lost
      WHEN leaves > latest THEN 'later'
      WHEN asked.known_try IS NULL THEN NULL
      WHEN asked.is_paid THEN 'paid'
      WHEN asked.is_cut_off AND (asked.is_free OR asked.is_on_its_way) THEN 'cut_off'
      WHEN asked.is_theirs AND asked.is_open AND (asked.is_free OR asked.is_on_its_way)
        THEN 'busy'
      WHEN asked.is_theirs THEN 'theirs'
      WHEN asked.known_try < asked.try THEN NULL
      WHEN asked.is_free AND asked.is_open THEN 'again'
      ELSE 'theirs' END;
    IF answer IS NULL AND total + asked.price > max_cost THEN
      answer := 'budget';
    END IF;
    IF answer IS NULL THEN
      answer := 'mine';
      granted := granted || asked.ordinality;
      line.due := greatest(leaves, line.due) + step;
      total := total + asked.price;
    ELSIF answer <> 'later' THEN
      leaves := this_time + INTERVAL '1 second' * (answer IN ('busy', 'cut_off'))::INTEGER;
    END IF;
    RETURN NEXT;
  END LOOP;
  IF granted IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO request (fingerprint, prompt, body, checksum)
  SELECT r.fingerprint, r.prompt, r.body, r.request_checksum
    FROM ROWS FROM (jsonb_to_recordset(rows) AS (
           fingerprint TEXT, prompt TEXT, body TEXT, request_checksum BIGINT)) WITH ORDINALITY AS r
   WHERE r.ordinality = ANY (granted)
  ON CONFLICT (fingerprint) DO NOTHING;
  INSERT INTO attempt (number, entry, run, request, server, copy, try, manifest, row, price,
                       currency, sent_at, status, rehearsal, checksum)
  SELECT (SELECT coalesce(max(a.number), 0) FROM attempt a) + row_number() OVER (), r.entry, me,
         (SELECT q.number FROM request q WHERE q.fingerprint = r.fingerprint), to_server, r.copy,
         r.try, r.manifest, r.row, r.price, r.currency, r.sent_at, 'in_doubt', 0, r.checksum
    FROM ROWS FROM (jsonb_to_recordset(rows) AS (
           entry TEXT, fingerprint TEXT, copy BIGINT, try BIGINT, manifest TEXT, row TEXT,
           price NUMERIC, currency TEXT, sent_at TEXT, checksum BIGINT)) WITH ORDINALITY AS r
   WHERE r.ordinality = ANY (granted);
  UPDATE pace p SET due = line.due WHERE p.server = to_server AND p.key = key_digest;
END $$;

-- What other runs of a manifest have paid for, among the attempts after `since`.
CREATE FUNCTION paid_elsewhere(me BIGINT, at_server TEXT, for_manifest TEXT, since BIGINT)
  RETURNS TABLE (number BIGINT, fingerprint TEXT, copy BIGINT)
  LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
  SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.number, q.fingerprint, a.copy
    FROM attempt a JOIN request q ON q.number = a.request
   WHERE a.manifest = for_manifest AND a.number > since AND a.server = at_server AND a.run <> me
     AND a.status = 'submitted';
END $$;

-- How long until then, by the clock of the database; 0 where it does not matter.
CREATE FUNCTION wait_us(leaves TIMESTAMPTZ) RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  SELECT coalesce((extract(epoch FROM leaves - clock_timestamp()) * 1e6)::BIGINT, 0)
$$;

-- For what other runs have on the wire, or may try again.
CREATE INDEX attempt_unfinished ON attempt (manifest)
  WHERE (status = 'in_doubt' AND verdict IS NULL) OR status IN ('failed', 'not_sent');

-- The server asked for a pause: nobody with this key sends until it is over.
CREATE FUNCTION hold(of_server TEXT, key_digest TEXT, for_us BIGINT) RETURNS VOID
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM take_turn();
  INSERT INTO pace AS p (server, key, held_until)
  VALUES (of_server, key_digest, clock_timestamp() + make_interval(secs => for_us / 1e6))
  ON CONFLICT (server, key) DO UPDATE SET held_until = greatest(p.held_until, excluded.held_until),
         accepted = 0;
END $$;

-- When a task was last looked at, by whichever run: the next look need not follow soon.
CREATE TABLE look (
  entry     TEXT        NOT NULL PRIMARY KEY,
  looked_at TIMESTAMPTZ NOT NULL
);

-- A session holds a task from its look until the video is fetched. That it has both halves of the
-- key in common with another task is as unlikely as harmless: they take turns.
CREATE FUNCTION lock_of_tasks() RETURNS INTEGER LANGUAGE sql IMMUTABLE AS 'SELECT 1399353205';

CREATE FUNCTION holds_task(entry TEXT) RETURNS BOOLEAN LANGUAGE sql VOLATILE AS $$
  SELECT EXISTS (
    SELECT 1 FROM pg_locks
     WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND pid = pg_backend_pid()
       AND classid = lock_of_tasks()::oid AND objid = (hashtext(entry)::BIGINT & 4294967295)::oid)
$$;

CREATE FUNCTION release_tasks(entries JSONB) RETURNS VOID LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_unlock(lock_of_tasks(), hashtext(e)) FROM jsonb_array_elements_text(entries) e
   WHERE holds_task(e)
$$;

-- How much is known of a video: a file that is there beats everything, and an end beats none, as in
-- Ledger::learn (src/ledger/ledger.cpp).
CREATE FUNCTION rank_of(status TEXT, path TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN status = 'completed' AND path IS NOT NULL THEN 3 WHEN status = 'completed' THEN 2
              WHEN status = 'running' THEN 0 ELSE 1 END
$$;

-- Records what became of tasks, each as it is known now. Of a task that this session does not hold
-- any more, because it was lost, only what is more than is known.
CREATE FUNCTION note_videos(videos JSONB) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  PERFORM take_turn();
  INSERT INTO video AS v
  SELECT n.entry, n.status, n.url, n.error, n.asked_at, n.ended_at, n.host, n.path, n.bytes,
         n.sha256, n.etag, decode(n.reply, 'hex'), n.checksum
    FROM jsonb_to_recordset(videos) AS n (
         entry TEXT, status TEXT, url TEXT, error TEXT, asked_at TEXT, ended_at TEXT, host TEXT,
         path TEXT, bytes BIGINT, sha256 TEXT, etag TEXT, reply TEXT, checksum BIGINT)
  ON CONFLICT (entry) DO UPDATE SET
         status = excluded.status, url = excluded.url, error = excluded.error,
         asked_at = excluded.asked_at, ended_at = excluded.ended_at, host = excluded.host,
         path = excluded.path, bytes = excluded.bytes, sha256 = excluded.sha256,
         etag = excluded.etag, reply = coalesce(excluded.reply, v.reply),
         checksum = excluded.checksum
   WHERE holds_task(v.entry)
      OR rank_of(excluded.status, excluded.path) > rank_of(v.status, v.path);
END $$;

-- Asks to look at the tasks of these attempts, in their order. The answer for each is
--
--   mine     this session holds it, and the look leaves at `leaves`
--   theirs   another run looks at it, fetches its video, or did so within `every_us`: ask again at
--            `leaves`
--   later    it may not leave within `ahead_us`: ask again at `leaves`
CREATE FUNCTION claim_looks(of_server TEXT, key_digest TEXT, entries JSONB, interval_us BIGINT,
                            burst BIGINT, lead_us BIGINT, ahead_us BIGINT, every_us BIGINT)
  RETURNS TABLE (answer TEXT, leaves TIMESTAMPTZ) LANGUAGE plpgsql AS $$
DECLARE
  asked     TEXT;
  line      pace%ROWTYPE;
  last      TIMESTAMPTZ;
  this_time TIMESTAMPTZ;
  step      INTERVAL;
  every     INTERVAL := make_interval(secs => every_us / 1e6);
BEGIN
  PERFORM take_turn();
  INSERT INTO pace (server, key) VALUES (of_server, key_digest) ON CONFLICT DO NOTHING;
  SELECT * INTO line FROM pace p WHERE p.server = of_server AND p.key = key_digest;
  step := interval_of(line, interval_us);
  FOR asked IN SELECT * FROM jsonb_array_elements_text(entries) LOOP
    this_time := clock_timestamp();
    leaves := greatest(this_time + make_interval(secs => lead_us / 1e6), line.held_until,
                       line.due - make_interval(secs => interval_us / 1e6 * (burst - 1)));
    answer := 'later';
    IF leaves <= this_time + make_interval(secs => ahead_us / 1e6) THEN
      answer := 'mine';
      IF NOT holds_task(asked) THEN
        SELECT l.looked_at INTO last FROM look l WHERE l.entry = asked;
        IF last > this_time - every THEN
          answer := 'theirs';
          leaves := last + every;
        ELSIF NOT pg_try_advisory_lock(lock_of_tasks(), hashtext(asked)) THEN
          answer := 'theirs';
          leaves := this_time + every;
        END IF;
      END IF;
    END IF;
    IF answer = 'mine' THEN
      INSERT INTO look AS l VALUES (asked, this_time)
      ON CONFLICT (entry) DO UPDATE SET looked_at = excluded.looked_at;
      line.due := greatest(leaves, line.due) + step;
    END IF;
    RETURN NEXT;
  END LOOP;
  UPDATE pace p SET due = line.due WHERE p.server = of_server AND p.key = key_digest;
END $$;
