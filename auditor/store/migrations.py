"""The vault's tables, as an ordered list of migrations. Knows nothing of who reads or writes them.

Each runs in one transaction with the record that it ran; a released migration never changes again.
"""

from __future__ import annotations

import secrets

from auditor.store.database import Database, Migrations

vault_migrations = Migrations("vault")


def applied(db: Database) -> list[str]:
    """The names of the migrations that this file has seen, oldest first; empty where it is no vault."""
    return [one.name for one in vault_migrations.applied(db)]


def pending(db: Database) -> list[str]:
    """The names of those still to run."""
    return [one.name for one in vault_migrations.pending(db)]


def known() -> set[str]:
    """The names of all that this version knows."""
    return {one.name for one in vault_migrations._migrations}


@vault_migrations()
def m001_owner_accounts_items(db: Database) -> None:
    """Who posts, where, and what."""
    db.executescript(
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

        CREATE TABLE owner (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL, role TEXT NOT NULL, employers TEXT NOT NULL, city TEXT NOT NULL,
            conflicts TEXT NOT NULL, extra TEXT NOT NULL
        );

        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            platform TEXT NOT NULL, handle TEXT NOT NULL, handle_key TEXT NOT NULL, use TEXT NOT NULL,
            remote_id TEXT, source TEXT NOT NULL, extra TEXT NOT NULL,
            profile_id INTEGER REFERENCES profiles (id) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE INDEX accounts_by_handle ON accounts (platform, handle_key);
        CREATE UNIQUE INDEX accounts_by_remote_id ON accounts (platform, remote_id)
            WHERE remote_id IS NOT NULL;

        CREATE TABLE profiles (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            display_name TEXT NOT NULL, bio TEXT NOT NULL, location TEXT NOT NULL, website TEXT NOT NULL,
            observed_at TEXT, recorded_at TEXT NOT NULL
        );
        CREATE INDEX profiles_by_account ON profiles (account_id);

        CREATE TABLE imports (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL,
            started_at TEXT NOT NULL, finished_at TEXT,
            added INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0,
            unread INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX imports_by_digest ON imports (digest);

        CREATE TABLE items (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            remote_id TEXT NOT NULL, kind TEXT NOT NULL, created_at TEXT,
            digest BLOB NOT NULL, row_digest BLOB NOT NULL,
            import_id INTEGER NOT NULL, has_platform_id INTEGER NOT NULL, deleted_at TEXT, vanished_at TEXT,
            parent_id TEXT, url TEXT, has_media INTEGER NOT NULL,
            text TEXT NOT NULL, parent_text TEXT, extra TEXT NOT NULL
        );
        CREATE UNIQUE INDEX items_by_remote_id ON items (account_id, remote_id);
        CREATE INDEX items_by_account ON items (account_id);
        CREATE INDEX items_by_kind ON items (account_id, kind, created_at, vanished_at);

        CREATE TABLE media (
            item_id INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
            position INTEGER NOT NULL, path TEXT, url TEXT, alt TEXT NOT NULL,
            PRIMARY KEY (item_id, position)
        ) WITHOUT ROWID;

        CREATE VIRTUAL TABLE items_text USING fts5 (
            text, content = 'items', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
        );
        INSERT INTO items_text (items_text, rank) VALUES ('secure-delete', 1);
        CREATE TRIGGER items_text_added AFTER INSERT ON items BEGIN
            INSERT INTO items_text (rowid, text) VALUES (new.id, new.text);
        END;
        CREATE TRIGGER items_text_removed AFTER DELETE ON items BEGIN
            INSERT INTO items_text (items_text, rowid, text) VALUES ('delete', old.id, old.text);
        END;
        CREATE TRIGGER items_text_changed AFTER UPDATE OF text ON items WHEN old.text IS NOT new.text BEGIN
            INSERT INTO items_text (items_text, rowid, text) VALUES ('delete', old.id, old.text);
            INSERT INTO items_text (rowid, text) VALUES (new.id, new.text);
        END;
        """
    )
    db.execute("INSERT INTO meta VALUES ('fingerprint_key', ?)", [secrets.token_bytes(32)])


@vault_migrations()
def m002_audits_findings_decisions(db: Database) -> None:
    """What the engine said, and what the owner said to that."""
    db.executescript(
        """
        CREATE TABLE audits (
            id INTEGER PRIMARY KEY,
            started_at TEXT NOT NULL, finished_at TEXT, ruleset TEXT NOT NULL,
            items_read INTEGER NOT NULL DEFAULT 0, items_skipped INTEGER NOT NULL DEFAULT 0
        );

        -- Under which context an item was last audited; apart from `items`, whose rows are wide.
        CREATE TABLE readings (
            item_id INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
            context TEXT NOT NULL
        );

        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            batch INTEGER NOT NULL, fingerprint TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
            decided_at TEXT NOT NULL, undone_at TEXT
        );
        CREATE INDEX decisions_by_fingerprint ON decisions (fingerprint);
        CREATE INDEX decisions_by_batch ON decisions (batch);

        CREATE TABLE findings (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            item_id INTEGER REFERENCES items (id) ON DELETE CASCADE,
            created_at TEXT,
            category TEXT NOT NULL, severity INTEGER NOT NULL, tier TEXT NOT NULL,
            rule TEXT NOT NULL, rule_version INTEGER NOT NULL, confidence REAL NOT NULL,
            audit_id INTEGER NOT NULL, first_seen TEXT NOT NULL, resolved_at TEXT,
            decision_id INTEGER REFERENCES decisions (id), outcome TEXT,
            status TEXT GENERATED ALWAYS AS (
                CASE WHEN resolved_at IS NOT NULL THEN 'resolved'
                     WHEN outcome IS NULL OR outcome = 'later' THEN 'open'
                     ELSE 'decided' END
            ) VIRTUAL,
            reason TEXT NOT NULL, remedy TEXT NOT NULL,
            spans TEXT NOT NULL, citations TEXT NOT NULL, terms TEXT NOT NULL
        );
        CREATE INDEX findings_by_item ON findings (item_id);
        -- The order in which findings are listed, with everything that a list filters by.
        CREATE INDEX findings_by_severity
            ON findings (status, severity DESC, created_at DESC, category, account_id, item_id, first_seen);
        CREATE INDEX findings_by_account ON findings (account_id);

        CREATE VIRTUAL TABLE findings_text USING fts5 (
            reason, rule, content = 'findings', content_rowid = 'id',
            tokenize = 'unicode61 remove_diacritics 2'
        );
        INSERT INTO findings_text (findings_text, rank) VALUES ('secure-delete', 1);
        CREATE TRIGGER findings_text_added AFTER INSERT ON findings BEGIN
            INSERT INTO findings_text (rowid, reason, rule) VALUES (new.id, new.reason, new.rule);
        END;
        CREATE TRIGGER findings_text_removed AFTER DELETE ON findings BEGIN
            INSERT INTO findings_text (findings_text, rowid, reason, rule)
            VALUES ('delete', old.id, old.reason, old.rule);
        END;
        CREATE TRIGGER findings_text_changed AFTER UPDATE OF reason, rule ON findings
        WHEN old.reason IS NOT new.reason OR old.rule IS NOT new.rule BEGIN
            INSERT INTO findings_text (findings_text, rowid, reason, rule)
            VALUES ('delete', old.id, old.reason, old.rule);
            INSERT INTO findings_text (rowid, reason, rule) VALUES (new.id, new.reason, new.rule);
        END;

        -- When a finding was no longer found, and found again: the past of `resolved_at`.
        CREATE TABLE lapses (
            finding_id INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
            resolved_at TEXT NOT NULL, found_again_at TEXT,
            PRIMARY KEY (finding_id, resolved_at)
        ) WITHOUT ROWID;
        """
    )


@vault_migrations()
def m003_log_plans_cycles(db: Database) -> None:
    """What was done, what is to go, and the periods of it."""
    db.executescript(
        """
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, digest TEXT NOT NULL
        );
        CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
            SELECT RAISE (ABORT, 'events are never changed');
        END;
        CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN
            SELECT RAISE (ABORT, 'events are never removed');
        END;

        -- Plans and copies outlive the items and accounts that they name: they are the proof.
        CREATE TABLE plans (
            id TEXT PRIMARY KEY,
            made_at TEXT NOT NULL, confirmed_at TEXT,
            hold_is_pending INTEGER, hold_note TEXT, hold_answered_at TEXT
        );
        CREATE TABLE plan_entries (
            plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
            item_row INTEGER NOT NULL, position INTEGER NOT NULL, account_id INTEGER NOT NULL,
            platform TEXT NOT NULL, handle TEXT NOT NULL, item_id TEXT NOT NULL, digest TEXT NOT NULL,
            kind TEXT NOT NULL, created_at TEXT, url TEXT, state TEXT NOT NULL, by_hand TEXT NOT NULL,
            severity INTEGER NOT NULL, rules TEXT NOT NULL,
            PRIMARY KEY (plan_id, item_row)
        );
        CREATE TABLE entry_states (
            id INTEGER PRIMARY KEY,
            plan_id TEXT NOT NULL, item_row INTEGER NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL
        );
        CREATE TABLE copies (
            id INTEGER PRIMARY KEY,
            item_row INTEGER NOT NULL, item_digest TEXT NOT NULL, content TEXT NOT NULL,
            digest TEXT NOT NULL, made_at TEXT NOT NULL
        );
        CREATE UNIQUE INDEX copies_by_item ON copies (item_row, digest);

        CREATE TABLE cycles (
            name TEXT PRIMARY KEY,
            started_at TEXT NOT NULL, closed_at TEXT, signed_by TEXT NOT NULL, statement TEXT NOT NULL
        );
        """
    )


@vault_migrations()
def m004_traces(db: Database) -> None:
    """What posts leave for being read beside others, and the findings that rest on several."""
    db.executescript(
        """
        -- Weights and keyed digests, as the engine packs them: no text.
        CREATE TABLE traces (
            item_id INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
            trace TEXT NOT NULL
        );
        ALTER TABLE findings ADD COLUMN is_joint INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX findings_joint ON findings (item_id) WHERE is_joint;
        """
    )


@vault_migrations()
def m005_answers(db: Database) -> None:
    """What the reader answered about items, so that it is asked once about the same words."""
    db.executescript(
        """
        -- A keyed digest of what was asked, and numbers as the engine packs them: no text.
        CREATE TABLE answers (
            item_id INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
            question BLOB NOT NULL, answer BLOB NOT NULL
        );
        """
    )


@vault_migrations()
def m006_readings_of_sources(db: Database) -> None:
    """What a source told when it was read, of which age it is, and by which one an item vanished."""
    db.executescript(
        """
        -- When the platform made it, and the import that first read the same source: its age.
        ALTER TABLE imports ADD COLUMN made_at TEXT;
        ALTER TABLE imports ADD COLUMN first_id INTEGER;
        -- A digest of what a reading depends on beside the source; what it told, as JSON, no text of a post.
        ALTER TABLE imports ADD COLUMN scope TEXT NOT NULL DEFAULT '';
        ALTER TABLE imports ADD COLUMN told TEXT;
        UPDATE imports SET first_id = (
            SELECT min(same.id) FROM imports same
            WHERE same.digest = imports.digest AND same.kind = imports.kind
        );

        -- Of which accounts a source told, from the moment on when it first did.
        CREATE TABLE import_accounts (
            import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            PRIMARY KEY (import_id, account_id)
        ) WITHOUT ROWID;
        CREATE INDEX import_accounts_by_account ON import_accounts (account_id, import_id);
        INSERT INTO import_accounts
            SELECT DISTINCT i.import_id, i.account_id FROM items i JOIN imports ON imports.id = i.import_id;

        ALTER TABLE items ADD COLUMN vanished_by INTEGER;
        -- The newest source that told an item just as it stands; apart from `items`, whose rows are wide.
        CREATE TABLE confirmations (
            item_id INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
            import_id INTEGER NOT NULL
        );
        """
    )


@vault_migrations()
def m007_connected_accounts(db: Database) -> None:
    """Which accounts are signed in, how far each of their lists is read, and the platform's ids of items that
    an export without ids told first."""
    db.executescript(
        """
        -- No secret is in it: `name` says under which entry the system's keyring holds the token.
        CREATE TABLE connections (
            account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            name TEXT NOT NULL, server TEXT NOT NULL, scopes TEXT NOT NULL, may_delete INTEGER NOT NULL,
            deletes TEXT NOT NULL, connected_at TEXT NOT NULL, expires_at TEXT
        );

        -- How far each list of an account is read. `walk_id`: the import as which the present reading of the
        -- list began, NULL where none is under way; `known_until`: the newest row of `items` at that moment;
        -- `is_read`: read to its end, and only what has vanished is still to be told; `lacking`: how much
        -- could not be read when the list was last read whole; `billed`: reads that were ever paid for.
        CREATE TABLE streams (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            stream TEXT NOT NULL,
            walk_id INTEGER, begun_at TEXT, cursor TEXT, known_until INTEGER NOT NULL DEFAULT 0,
            is_whole INTEGER NOT NULL DEFAULT 0, is_read INTEGER NOT NULL DEFAULT 0,
            lacking INTEGER NOT NULL DEFAULT 0,
            read_at TEXT, whole_at TEXT, billed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (account_id, stream)
        ) WITHOUT ROWID;
        -- What a reading of a whole list has shown so far; outlives a killed sync, dropped at the list's end.
        CREATE TABLE walk_seen (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            stream TEXT NOT NULL,
            item_id INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
            PRIMARY KEY (account_id, stream, item_id)
        ) WITHOUT ROWID;
        CREATE INDEX walk_seen_by_item ON walk_seen (item_id);

        -- The ids of an item that sources know by different ones. `is_platform_id`: its own on the platform,
        -- for deleting it; `likeness`: a digest of the kind, time and text that was told under this id.
        CREATE TABLE item_ids (
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            remote_id TEXT NOT NULL,
            item_id INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
            is_platform_id INTEGER NOT NULL, likeness BLOB NOT NULL,
            PRIMARY KEY (account_id, remote_id)
        ) WITHOUT ROWID;
        CREATE INDEX item_ids_by_item ON item_ids (item_id);

        -- Told first by a connected account; only such an item may be joined by one of an export without ids.
        ALTER TABLE items ADD COLUMN is_from_sync INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX items_from_syncs ON items (account_id, kind, created_at) WHERE is_from_sync;
        CREATE INDEX items_without_ids ON items (account_id, kind, created_at) WHERE NOT has_platform_id;
        ALTER TABLE profiles ADD COLUMN is_from_sync INTEGER NOT NULL DEFAULT 0;
        """
    )


@vault_migrations()
def m008_carried_out_deletions(db: Database) -> None:
    """Why an entry's state changed, and from when on a plan may be carried out."""
    db.executescript(
        """
        -- In our words; nothing of a post.
        ALTER TABLE entry_states ADD COLUMN reason TEXT NOT NULL DEFAULT '';
        CREATE INDEX entry_states_by_plan ON entry_states (plan_id, item_row, id);
        ALTER TABLE plans ADD COLUMN not_before TEXT;
        CREATE INDEX plan_entries_by_account ON plan_entries (account_id, state);
        """
    )
