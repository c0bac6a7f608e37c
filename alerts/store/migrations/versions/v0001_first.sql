-- The first shape, as it was released. Never edited: what comes later is a migration of its own.

CREATE TABLE answered (
    key TEXT NOT NULL,
    authority_id UUID NOT NULL,
    request_digest BYTEA NOT NULL,
    status TEXT NOT NULL,
    body JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_answered PRIMARY KEY (key, authority_id)
);

COMMENT ON TABLE answered IS 'Idempotency-Key of POST requests and the answers they got';

CREATE TABLE attempt (
    delivery_id UUID NOT NULL,
    number INTEGER NOT NULL,
    authority_id UUID NOT NULL,
    started TIMESTAMP WITH TIME ZONE NOT NULL,
    ended TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    gateway_id TEXT,
    CONSTRAINT pk_attempt PRIMARY KEY (delivery_id, number)
);

COMMENT ON COLUMN attempt.number IS 'the fence under which it was made';

CREATE TABLE authority (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    sender TEXT NOT NULL,
    alerting_level TEXT NOT NULL,
    hotline JSONB,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_authority PRIMARY KEY (id),
    CONSTRAINT uq_authority_slug UNIQUE (slug),
    CONSTRAINT uq_authority_sender UNIQUE (sender)
);

CREATE TABLE edition (
    level TEXT NOT NULL,
    scheme TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    valid_from DATE NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    credit TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    loaded TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_edition PRIMARY KEY (level, scheme, name, scope)
);

COMMENT ON TABLE edition IS 'scope: key of the parent that the edition covers (''land:ars:12''), or ''de''';

CREATE TABLE guess (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    digest BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_guess PRIMARY KEY (id)
);

CREATE INDEX ix_guess_digest ON guess (digest);

CREATE TABLE published (
    identifier TEXT NOT NULL,
    code TEXT NOT NULL,
    alert_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    authority_id UUID NOT NULL,
    authority_name TEXT NOT NULL,
    status TEXT NOT NULL,
    msg_type TEXT NOT NULL,
    severity TEXT NOT NULL,
    event TEXT NOT NULL,
    headline TEXT NOT NULL,
    sent TIMESTAMP WITH TIME ZONE NOT NULL,
    expires TIMESTAMP WITH TIME ZONE NOT NULL,
    all_clear BOOLEAN DEFAULT 'false' NOT NULL,
    succeeded_by TEXT,
    document JSONB NOT NULL,
    cap TEXT NOT NULL,
    geom geometry(MULTIPOLYGON,4326) NOT NULL,
    CONSTRAINT pk_published PRIMARY KEY (identifier),
    CONSTRAINT uq_published_code UNIQUE (code)
);

CREATE INDEX ix_published_authority_id ON published (authority_id);

CREATE INDEX ix_published_geom ON published USING gist (geom);

CREATE INDEX ix_published_sent ON published (sent DESC);

CREATE INDEX ix_published_thread_id ON published (thread_id);

COMMENT ON COLUMN published.succeeded_by IS 'identifier of the update, all-clear or cancel that replaced it';

COMMENT ON COLUMN published.document IS 'the alert for pages and feeds: infos, zones, places';

CREATE TABLE successor (
    old_key TEXT NOT NULL,
    new_key TEXT NOT NULL,
    since DATE NOT NULL,
    CONSTRAINT pk_successor PRIMARY KEY (old_key, new_key)
);

CREATE TABLE account (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT DEFAULT '' NOT NULL,
    settings JSONB DEFAULT '{}' NOT NULL,
    secret BYTEA,
    per_second FLOAT DEFAULT '20' NOT NULL,
    burst INTEGER DEFAULT '20' NOT NULL,
    sandbox BOOLEAN DEFAULT 'false' NOT NULL,
    tokens FLOAT DEFAULT '0' NOT NULL,
    tokens_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    failures INTEGER DEFAULT '0' NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    blocked_reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_authority_id_name UNIQUE (authority_id, name),
    CONSTRAINT fk_account_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_account_authority_id ON account (authority_id);

COMMENT ON COLUMN account.secret IS 'AES-GCM, associated data: the row''s id';

CREATE TABLE audit (
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    authority_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    person_id UUID,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail JSONB DEFAULT '{}' NOT NULL,
    previous BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (number),
    CONSTRAINT fk_audit_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_audit_authority_id ON audit (authority_id);

CREATE TABLE district (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    key TEXT NOT NULL,
    level TEXT NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT DEFAULT '' NOT NULL,
    search TEXT NOT NULL,
    parent_key TEXT,
    lineage TEXT[] NOT NULL,
    finest BOOLEAN DEFAULT 'false' NOT NULL,
    edition TEXT NOT NULL,
    scope TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ars TEXT,
    contested BOOLEAN DEFAULT 'false' NOT NULL,
    geom geometry(MULTIPOLYGON,4326) NOT NULL,
    shape geometry(MULTIPOLYGON,3035) NOT NULL,
    outline geometry(MULTIPOLYGON,4326) NOT NULL,
    label geometry(POINT,4326) NOT NULL,
    area_m2 FLOAT NOT NULL,
    population INTEGER,
    population_as_of DATE,
    population_source TEXT,
    population_method TEXT,
    CONSTRAINT pk_district PRIMARY KEY (id),
    CONSTRAINT fk_district_level_scheme_edition_scope FOREIGN KEY(level, scheme, edition, scope) REFERENCES edition (level, scheme, name, scope),
    CONSTRAINT uq_district_key_edition_scope UNIQUE (key, edition, scope)
);

CREATE INDEX ix_district_geom ON district USING gist (geom);

CREATE UNIQUE INDEX ix_district_key_current ON district (key) WHERE valid_to IS NULL;

CREATE INDEX ix_district_level ON district (level);

CREATE INDEX ix_district_lineage ON district USING gin (lineage) WITH (fastupdate = off);

CREATE INDEX ix_district_parent_key ON district (parent_key);

CREATE INDEX ix_district_search ON district USING gin (search gin_trgm_ops) WITH (fastupdate = off);

CREATE INDEX ix_district_shape ON district USING gist (shape);

COMMENT ON COLUMN district.search IS 'name, aliases and code, folded for the search';

COMMENT ON COLUMN district.lineage IS 'own key, then the ancestors by parent link, nearest first';

COMMENT ON COLUMN district.finest IS 'leaf of ground that nobody claims';

COMMENT ON COLUMN district.ars IS '12-digit ARS where there is one, for CAP and NINA';

COMMENT ON COLUMN district.contested IS 'another layer claims some of it';

CREATE TABLE district_setting (
    authority_id UUID NOT NULL,
    district_key TEXT NOT NULL,
    carries_alone BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT pk_district_setting PRIMARY KEY (authority_id, district_key),
    CONSTRAINT fk_district_setting_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE TABLE entry (
    digest BYTEA NOT NULL,
    kind TEXT NOT NULL,
    authority_id UUID NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (digest),
    CONSTRAINT fk_entry_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id) ON DELETE CASCADE
);

CREATE TABLE jurisdiction (
    authority_id UUID NOT NULL,
    district_key TEXT NOT NULL,
    CONSTRAINT pk_jurisdiction PRIMARY KEY (authority_id, district_key),
    CONSTRAINT fk_jurisdiction_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_jurisdiction_district_key ON jurisdiction (district_key);

CREATE TABLE kill_switch (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID,
    thrown_by UUID NOT NULL,
    reason TEXT NOT NULL,
    thrown TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    lifted TIMESTAMP WITH TIME ZONE,
    lifted_by UUID,
    CONSTRAINT pk_kill_switch PRIMARY KEY (id),
    CONSTRAINT fk_kill_switch_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

COMMENT ON COLUMN kill_switch.authority_id IS 'null: the whole installation';

CREATE TABLE office (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    name TEXT NOT NULL,
    hotline JSONB,
    CONSTRAINT pk_office PRIMARY KEY (id),
    CONSTRAINT uq_office_authority_id_name UNIQUE (authority_id, name),
    CONSTRAINT fk_office_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_office_authority_id ON office (authority_id);

CREATE TABLE published_district (
    identifier TEXT NOT NULL,
    district_key TEXT NOT NULL,
    edition TEXT NOT NULL,
    name TEXT NOT NULL,
    share FLOAT NOT NULL,
    people INTEGER NOT NULL,
    CONSTRAINT pk_published_district PRIMARY KEY (identifier, district_key),
    CONSTRAINT fk_published_district_identifier FOREIGN KEY(identifier) REFERENCES published (identifier) ON DELETE CASCADE
);

CREATE INDEX ix_published_district_district_key ON published_district (district_key);

CREATE TABLE thread (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    incident_id UUID,
    drill BOOLEAN NOT NULL,
    highest_severity INTEGER DEFAULT '0' NOT NULL,
    ended TIMESTAMP WITH TIME ZONE,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_thread PRIMARY KEY (id),
    CONSTRAINT fk_thread_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_thread_authority_id ON thread (authority_id);

CREATE TABLE channel (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    office_id UUID,
    parent_id UUID,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT DEFAULT 'de' NOT NULL,
    purpose TEXT DEFAULT 'warnings' NOT NULL,
    state TEXT DEFAULT 'active' NOT NULL,
    join_url TEXT DEFAULT '' NOT NULL,
    drawn geometry(MULTIPOLYGON,4326),
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    archived TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_channel PRIMARY KEY (id),
    CONSTRAINT uq_channel_authority_id_name UNIQUE (authority_id, name),
    CONSTRAINT fk_channel_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_channel_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT fk_channel_parent_id FOREIGN KEY(parent_id) REFERENCES channel (id)
);

CREATE INDEX ix_channel_authority_id ON channel (authority_id);

CREATE TABLE office_district (
    office_id UUID NOT NULL,
    district_key TEXT NOT NULL,
    authority_id UUID NOT NULL,
    CONSTRAINT pk_office_district PRIMARY KEY (office_id, district_key),
    CONSTRAINT fk_office_district_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE CASCADE,
    CONSTRAINT fk_office_district_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_office_district_authority_id ON office_district (authority_id);

CREATE TABLE person (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    office_id UUID,
    name TEXT NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    language TEXT DEFAULT 'de' NOT NULL,
    active BOOLEAN DEFAULT 'true' NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_person_office_id FOREIGN KEY(office_id) REFERENCES office (id),
    CONSTRAINT uq_person_login UNIQUE (login)
);

CREATE INDEX ix_person_authority_id ON person (authority_id);

CREATE TABLE alert (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT DEFAULT 'draft' NOT NULL,
    msg_type TEXT NOT NULL,
    status TEXT NOT NULL,
    author_id UUID NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    current_version INTEGER DEFAULT '1' NOT NULL,
    submitted_version INTEGER,
    submitted_hash TEXT,
    submitted_by UUID,
    submitted TIMESTAMP WITH TIME ZONE,
    acknowledged_gaps JSONB DEFAULT '[]' NOT NULL,
    frozen_plan JSONB,
    return_reason TEXT,
    identifier TEXT,
    code TEXT,
    released_by UUID,
    break_glass_reason TEXT,
    sent TIMESTAMP WITH TIME ZONE,
    expires TIMESTAMP WITH TIME ZONE,
    cap TEXT,
    CONSTRAINT pk_alert PRIMARY KEY (id),
    CONSTRAINT uq_alert_thread_id_sequence UNIQUE (thread_id, sequence),
    CONSTRAINT fk_alert_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_alert_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id),
    CONSTRAINT fk_alert_author_id FOREIGN KEY(author_id) REFERENCES person (id),
    CONSTRAINT fk_alert_submitted_by FOREIGN KEY(submitted_by) REFERENCES person (id),
    CONSTRAINT uq_alert_identifier UNIQUE (identifier),
    CONSTRAINT uq_alert_code UNIQUE (code),
    CONSTRAINT fk_alert_released_by FOREIGN KEY(released_by) REFERENCES person (id)
);

CREATE INDEX ix_alert_authority_id ON alert (authority_id);

CREATE INDEX ix_alert_open ON alert (authority_id, state) WHERE state <> 'released';

CREATE INDEX ix_alert_thread_id ON alert (thread_id);

COMMENT ON COLUMN alert.sequence IS '1 for the first of its thread, then counting up';

CREATE TABLE api_key (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    name TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    person_id UUID NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_api_key PRIMARY KEY (id),
    CONSTRAINT fk_api_key_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT uq_api_key_digest UNIQUE (digest),
    CONSTRAINT fk_api_key_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_api_key_authority_id ON api_key (authority_id);

CREATE TABLE channel_account (
    channel_id UUID NOT NULL,
    position INTEGER NOT NULL,
    account_id UUID NOT NULL,
    authority_id UUID NOT NULL,
    CONSTRAINT pk_channel_account PRIMARY KEY (channel_id, position),
    CONSTRAINT fk_channel_account_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE,
    CONSTRAINT fk_channel_account_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT fk_channel_account_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_channel_account_account_id ON channel_account (account_id);

CREATE INDEX ix_channel_account_authority_id ON channel_account (authority_id);

CREATE TABLE channel_district (
    channel_id UUID NOT NULL,
    district_key TEXT NOT NULL,
    authority_id UUID NOT NULL,
    CONSTRAINT pk_channel_district PRIMARY KEY (channel_id, district_key),
    CONSTRAINT fk_channel_district_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE,
    CONSTRAINT fk_channel_district_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_channel_district_authority_id ON channel_district (authority_id);

CREATE INDEX ix_channel_district_district_key ON channel_district (district_key);

CREATE TABLE directory (
    channel_id UUID NOT NULL,
    authority_id UUID NOT NULL,
    authority_name TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    purpose TEXT NOT NULL,
    join_url TEXT NOT NULL,
    districts JSONB NOT NULL,
    sandbox BOOLEAN NOT NULL,
    CONSTRAINT pk_directory PRIMARY KEY (channel_id),
    CONSTRAINT fk_directory_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE TABLE followers (
    channel_id UUID NOT NULL,
    day DATE NOT NULL,
    count INTEGER NOT NULL,
    authority_id UUID NOT NULL,
    CONSTRAINT pk_followers PRIMARY KEY (channel_id, day),
    CONSTRAINT fk_followers_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id) ON DELETE CASCADE,
    CONSTRAINT fk_followers_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id)
);

CREATE INDEX ix_followers_authority_id ON followers (authority_id);

CREATE TABLE session (
    digest BYTEA NOT NULL,
    authority_id UUID NOT NULL,
    person_id UUID NOT NULL,
    csrf TEXT NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    signed_in TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (digest),
    CONSTRAINT fk_session_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_session_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_session_authority_id ON session (authority_id);

CREATE INDEX ix_session_person_id ON session (person_id);

CREATE TABLE delivery (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    sequence INTEGER NOT NULL,
    channel_id UUID NOT NULL,
    account_id UUID NOT NULL,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    state TEXT DEFAULT 'queued' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    link TEXT NOT NULL,
    language TEXT NOT NULL,
    payload JSONB,
    role TEXT DEFAULT 'enters' NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    due TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    not_after TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    fence INTEGER DEFAULT '0' NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    repeat BOOLEAN DEFAULT 'false' NOT NULL,
    accepted TIMESTAMP WITH TIME ZONE,
    confirmed TIMESTAMP WITH TIME ZONE,
    gateway_id TEXT,
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT uq_delivery_alert_id_channel_id UNIQUE (alert_id, channel_id),
    CONSTRAINT fk_delivery_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_delivery_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id),
    CONSTRAINT fk_delivery_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
    CONSTRAINT fk_delivery_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_delivery_channel_thread ON delivery (channel_id, thread_id, sequence) WHERE state IN ('queued', 'waiting');

CREATE INDEX ix_delivery_expiring ON delivery (not_after) WHERE state IN ('queued', 'waiting');

CREATE INDEX ix_delivery_held ON delivery (created) WHERE state = 'held';

CREATE INDEX ix_delivery_open ON delivery (account_id, lane, due) WHERE state IN ('queued', 'waiting', 'unknown');

CREATE INDEX ix_delivery_unconfirmed ON delivery (account_id, due) WHERE state = 'accepted';

CREATE UNIQUE INDEX uq_delivery_sending_channel ON delivery (channel_id) WHERE state = 'sending';

COMMENT ON COLUMN delivery.sequence IS 'the alert''s place in its thread: the newest wins';

COMMENT ON COLUMN delivery.role IS 'enters, stays, leaves, ends';

CREATE TABLE task (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    authority_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    kind TEXT NOT NULL,
    delivery_id UUID,
    district_key TEXT,
    title TEXT NOT NULL,
    people INTEGER,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    done TIMESTAMP WITH TIME ZONE,
    done_by UUID,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT fk_task_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_task_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id),
    CONSTRAINT uq_task_delivery_id UNIQUE (delivery_id),
    CONSTRAINT fk_task_done_by FOREIGN KEY(done_by) REFERENCES person (id)
);

CREATE INDEX ix_task_alert_id ON task (alert_id);

CREATE INDEX ix_task_authority_id ON task (authority_id);

COMMENT ON COLUMN task.kind IS 'gap or manual-post';

COMMENT ON COLUMN task.delivery_id IS 'the post to make by hand';

CREATE TABLE version (
    alert_id UUID NOT NULL,
    number INTEGER NOT NULL,
    authority_id UUID NOT NULL,
    author_id UUID NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    content JSONB NOT NULL,
    area BYTEA,
    CONSTRAINT pk_version PRIMARY KEY (alert_id, number),
    CONSTRAINT fk_version_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id) ON DELETE CASCADE,
    CONSTRAINT fk_version_authority_id FOREIGN KEY(authority_id) REFERENCES authority (id),
    CONSTRAINT fk_version_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_version_authority_id ON version (authority_id);

COMMENT ON COLUMN version.area IS 'WKB of the resolved area, EPSG:4326; null while nothing is drawn';
