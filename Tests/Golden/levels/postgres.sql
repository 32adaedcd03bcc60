-- step journal-1
CREATE TABLE journal_entry (
    id TEXT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
    topic TEXT, basis TEXT, reason TEXT, detail TEXT NOT NULL, number BIGINT UNIQUE, hash TEXT,
    CHECK ((number IS NULL) = (hash IS NULL)));
CREATE INDEX journal_entry_tail ON journal_entry (at, id) WHERE number IS NULL;
CREATE INDEX journal_entry_topic ON journal_entry (topic, at, id);
CREATE INDEX journal_entry_subject ON journal_entry (subject, at, id);
CREATE TABLE journal_head (
    name TEXT PRIMARY KEY, number BIGINT NOT NULL, hash TEXT NOT NULL);
INSERT INTO journal_head (name, number, hash) VALUES ('chain', 0, '');
CREATE TABLE journal_key (
    key TEXT PRIMARY KEY, input TEXT NOT NULL, answer TEXT NOT NULL, at BIGINT NOT NULL)
-- step journal-keys-2
CREATE INDEX journal_key_at ON journal_key (at)
-- step jobs-1
CREATE TABLE job (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, due BIGINT NOT NULL, revision BIGINT NOT NULL,
    attempts BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')), last_error TEXT,
    lease_owner TEXT, lease_until BIGINT, asked_again BIGINT, UNIQUE (kind, subject),
    CHECK (state = 'waiting' OR lease_until IS NULL));
CREATE INDEX job_due ON job (due, id) WHERE state = 'waiting';
CREATE INDEX job_lease ON job (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX job_dead ON job (id) WHERE state = 'dead'
-- step jobs-2
ALTER TABLE job ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));
CREATE INDEX job_urgent ON job (due, id) WHERE state = 'waiting' AND urgent = 1
-- step jobs-worker-1
CREATE TABLE worker (name TEXT PRIMARY KEY, seen_at BIGINT NOT NULL)
-- step access-1
CREATE TABLE access_unit (
    code TEXT PRIMARY KEY, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('centre', 'bureau', 'station', 'bankLiaison')))
-- step access-units-2
ALTER TABLE access_unit ADD COLUMN telephone TEXT
-- step access-2
CREATE TABLE access_user (
    id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, staff_number TEXT NOT NULL,
    unit TEXT REFERENCES access_unit (code), bank TEXT, roles TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    must_change_password BIGINT NOT NULL CHECK (must_change_password IN (0, 1)), password TEXT NOT NULL,
    created_at BIGINT NOT NULL, CHECK ((unit IS NULL) <> (bank IS NULL)));
CREATE UNIQUE INDEX access_user_staff ON access_user (COALESCE(bank, ''), staff_number);
CREATE INDEX access_user_unit ON access_user (unit, login);
CREATE INDEX access_user_bank ON access_user (bank, login)
-- step access-3
CREATE TABLE access_attempt (
    name TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,
    locked_until BIGINT);
CREATE INDEX access_attempt_last ON access_attempt (last_at)
-- step access-4
CREATE TABLE access_session (
    id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL REFERENCES access_user (id),
    started_at BIGINT NOT NULL, last_used_at BIGINT NOT NULL, ends_at BIGINT NOT NULL,
    revoked_at BIGINT);
CREATE INDEX access_session_user ON access_session (user_id) WHERE revoked_at IS NULL
-- step access-sessions-2
CREATE INDEX access_session_end ON access_session (ends_at)
-- step access-5
CREATE TABLE access_client (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT REFERENCES access_unit (code), bank TEXT,
    roles TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL, revoked_at BIGINT, CHECK ((unit IS NULL) <> (bank IS NULL)))
-- step access-6
CREATE TABLE approval (
    id TEXT PRIMARY KEY, act TEXT NOT NULL, subject TEXT NOT NULL, topic TEXT, lines TEXT NOT NULL,
    maker TEXT NOT NULL, asked_by TEXT NOT NULL, unit TEXT, bank TEXT, lowest_level BIGINT, made_at BIGINT NOT NULL, lapses_at BIGINT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'returned', 'withdrawn', 'lapsed')),
    decided_by TEXT REFERENCES access_user (id), ended_at BIGINT, reason TEXT, left_out TEXT NOT NULL,
    CHECK ((unit IS NULL) <> (bank IS NULL)), CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((state IN ('approved', 'returned')) = (decided_by IS NOT NULL)),
    CHECK (state <> 'returned' OR reason IS NOT NULL),
    CHECK (decided_by IS NULL OR 'user:' || decided_by NOT IN (maker, asked_by)));
CREATE UNIQUE INDEX approval_one ON approval (subject, act) WHERE state = 'waiting';
CREATE INDEX approval_waiting ON approval (made_at, id) WHERE state = 'waiting';
CREATE INDEX approval_subject ON approval (subject, made_at, id);
CREATE INDEX approval_topic ON approval (topic, made_at, id) WHERE state = 'waiting'
-- step recovery-accounts-1
CREATE TABLE bank (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('bank', 'payment', 'acquirer', 'exchange')),
    link TEXT NOT NULL CHECK (link IN ('wire', 'hand')), address TEXT, contact TEXT,
    card_prefixes TEXT NOT NULL,
    CHECK (link <> 'wire' OR address IS NOT NULL));
CREATE TABLE account (
    id TEXT PRIMARY KEY, bank TEXT NOT NULL REFERENCES bank (code), number TEXT NOT NULL, name TEXT,
    UNIQUE (bank, number));
CREATE INDEX account_number ON account (number);
CREATE INDEX account_tail ON account (SUBSTR(number, LENGTH(number) - 3), id)
-- step recovery-accounts-2
ALTER TABLE bank ADD COLUMN is_operator BIGINT NOT NULL DEFAULT 0 CHECK (is_operator IN (0, 1))
-- step recovery-incidents-1
CREATE TABLE incident (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, unit TEXT NOT NULL, channel TEXT NOT NULL,
    reported_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, taker TEXT NOT NULL, fraud_type TEXT, narrative TEXT NOT NULL,
    clues TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'joined', 'closed')),
    joined_to TEXT REFERENCES incident (id), first_held_at BIGINT,
    defrauded BIGINT NOT NULL, held BIGINT NOT NULL, at_large BIGINT NOT NULL, exited BIGINT NOT NULL,
    deepest_tier BIGINT NOT NULL, CHECK (held + at_large + exited = defrauded),
    CHECK ((state = 'joined') = (joined_to IS NOT NULL)));
CREATE INDEX incident_newest ON incident (state, reported_at, id);
CREATE INDEX incident_tail ON incident (SUBSTR(number, LENGTH(number) - 3), id);
CREATE TABLE incident_day (day TEXT PRIMARY KEY, last BIGINT NOT NULL);
CREATE TABLE victim (
    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), name TEXT NOT NULL, id_number TEXT,
    phone TEXT, whereabouts TEXT);
CREATE INDEX victim_incident ON victim (incident, id);
CREATE INDEX victim_name ON victim (name, incident);
CREATE TABLE reported_transfer (
    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), victim TEXT NOT NULL REFERENCES victim (id),
    payer_account TEXT REFERENCES account (id), payee_account TEXT REFERENCES account (id), payee_name TEXT,
    payee_number TEXT, amount BIGINT CHECK (amount > 0), at BIGINT);
CREATE INDEX reported_transfer_incident ON reported_transfer (incident, id);
CREATE INDEX reported_transfer_payee ON reported_transfer (payee_account, id);
CREATE INDEX reported_transfer_number ON reported_transfer (payee_number, id);
CREATE INDEX reported_transfer_payer ON reported_transfer (payer_account, id)
-- step recovery-incidents-2
ALTER TABLE incident RENAME COLUMN held TO secured;
ALTER TABLE incident ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0)
-- step recovery-evidence-1
CREATE TABLE evidence (
    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incident (id), name TEXT NOT NULL, media_type TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0), hash TEXT NOT NULL, added_at BIGINT NOT NULL, added_by TEXT NOT NULL,
    content BYTEA NOT NULL);
CREATE INDEX evidence_incident ON evidence (incident, id)
-- step recovery-stops-1
CREATE TABLE stop_payment (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
    transfer_amount BIGINT NOT NULL CHECK (transfer_amount > 0), transfer_time BIGINT NOT NULL, tier BIGINT NOT NULL,
    requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'overdue', 'executed',
        'releasing', 'refused', 'expired', 'released', 'withdrawn')),
    uses BIGINT NOT NULL CHECK (uses BETWEEN 0 AND 2), executed_at BIGINT, ends_at BIGINT,
    held_balance BIGINT CHECK (held_balance >= 0), refusal_code TEXT, ended_at BIGINT,
    CHECK (state NOT IN ('executed', 'releasing', 'expired', 'released')
        OR (executed_at IS NOT NULL AND ends_at > executed_at AND held_balance IS NOT NULL)));
CREATE UNIQUE INDEX stop_payment_live ON stop_payment (account)
WHERE state IN ('draft', 'ordered', 'overdue', 'executed', 'releasing');
CREATE INDEX stop_payment_account ON stop_payment (account, requested_at);
CREATE INDEX stop_payment_state ON stop_payment (state, ends_at, id);
CREATE INDEX stop_payment_newest ON stop_payment (requested_at, id);
CREATE TABLE claim (
    stop TEXT NOT NULL REFERENCES stop_payment (id), incident TEXT NOT NULL REFERENCES incident (id),
    traced BIGINT NOT NULL CHECK (traced >= 0), live BIGINT NOT NULL CHECK (live IN (0, 1)),
    PRIMARY KEY (stop, incident));
CREATE INDEX claim_incident ON claim (incident, stop)
-- step recovery-stops-2
CREATE INDEX stop_payment_executed ON stop_payment (executed_at, held_balance) WHERE executed_at IS NOT NULL
-- step recovery-stops-3
ALTER TABLE stop_payment ADD COLUMN unit TEXT;
UPDATE stop_payment SET unit = (SELECT incident.unit FROM incident WHERE incident.id = stop_payment.incident);
CREATE INDEX stop_payment_running ON stop_payment (ends_at, id, unit, account)
WHERE state IN ('executed', 'releasing');
CREATE INDEX stop_payment_in_force ON stop_payment (id, ends_at, account)
WHERE state IN ('executed', 'releasing')
-- step recovery-inquiries-1
CREATE TABLE inquiry (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
    from_at BIGINT NOT NULL, requested_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'answered', 'refused', 'withdrawn')), approval_number TEXT,
    covered_until BIGINT, refusal_code TEXT,
    CHECK (state NOT IN ('ordered', 'answered', 'refused') OR approval_number IS NOT NULL));
CREATE UNIQUE INDEX inquiry_live ON inquiry (account) WHERE state IN ('draft', 'ordered');
CREATE INDEX inquiry_account ON inquiry (account, requested_at);
CREATE INDEX inquiry_incident ON inquiry (incident, id)
-- step recovery-protective-1
CREATE TABLE protective_hold (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
    reason TEXT NOT NULL, requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered',
        'executed', 'lifting', 'refused', 'expired', 'lifted', 'withdrawn')),
    executed_at BIGINT, ends_at BIGINT, refusal_code TEXT);
CREATE UNIQUE INDEX protective_hold_live ON protective_hold (account)
WHERE state IN ('draft', 'ordered', 'executed', 'lifting');
CREATE INDEX protective_hold_incident ON protective_hold (incident, id)
-- step recovery-acts-1
CREATE TABLE bank_act (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, bank TEXT NOT NULL REFERENCES bank (code),
    account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id), measure TEXT NOT NULL,
    bank_order TEXT NOT NULL, created_at BIGINT NOT NULL, answer_due BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dead', 'dropped')), first_sent_at BIGINT, answered_at BIGINT,
    tries BIGINT NOT NULL, last_error TEXT, answer TEXT, contradictions BIGINT NOT NULL,
    CHECK ((state = 'answered') = (answer IS NOT NULL)));
CREATE INDEX bank_act_bank ON bank_act (bank, state, created_at, id);
CREATE INDEX bank_act_state ON bank_act (state, created_at, id);
CREATE INDEX bank_act_measure ON bank_act (measure, id);
CREATE INDEX bank_act_incident ON bank_act (incident, id);
CREATE INDEX bank_act_answered ON bank_act (answered_at, id) WHERE state = 'answered';
CREATE INDEX bank_act_day ON bank_act (bank, answered_at, id) WHERE state = 'answered';
CREATE INDEX bank_act_contradicted ON bank_act (id) WHERE contradictions > 0;
CREATE TABLE bank_answer (
    act TEXT NOT NULL REFERENCES bank_act (id), content TEXT NOT NULL, received_at BIGINT NOT NULL, actor TEXT NOT NULL,
    agrees BIGINT NOT NULL CHECK (agrees IN (0, 1)), UNIQUE (act, content))
-- step recovery-acts-2
ALTER TABLE bank_answer DROP CONSTRAINT bank_answer_act_content_key;
CREATE UNIQUE INDEX bank_answer_once ON bank_answer (act, sha256(replace(content, '\', '\\')::BYTEA))
-- step recovery-acts-3
DROP INDEX bank_act_answered;
CREATE INDEX bank_act_times ON bank_act (answered_at, id, bank, kind, first_sent_at) WHERE state = 'answered';
DROP INDEX bank_act_day;
CREATE INDEX bank_act_week ON bank_act (bank, answered_at, id, kind, first_sent_at) WHERE state = 'answered';
CREATE INDEX bank_act_unanswered ON bank_act (incident, created_at, id, kind, bank, account, answer_due,
    state) WHERE state IN ('open', 'dead')
-- step recovery-bank-drafts-1
CREATE TABLE bank_draft (
    act TEXT NOT NULL REFERENCES bank_act (id), approval TEXT NOT NULL, answer TEXT NOT NULL,
    entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'returned')),
    PRIMARY KEY (act, approval));
CREATE UNIQUE INDEX bank_draft_waiting ON bank_draft (act) WHERE state = 'waiting';
CREATE INDEX bank_draft_approval ON bank_draft (approval, act)
-- step recovery-bank-drafts-2
CREATE INDEX bank_draft_returned ON bank_draft (entered_at) WHERE state = 'returned'
-- step recovery-entries-1
CREATE TABLE account_entry (
    arrival BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), serial TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('0', '1')), channel TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount > 0),
    at BIGINT NOT NULL, balance BIGINT, counterpart TEXT REFERENCES account (id), counterpart_number TEXT,
    counterpart_name TEXT, reference TEXT, act TEXT NOT NULL, UNIQUE (account, serial));
CREATE INDEX account_entry_order ON account_entry (account, at, serial, arrival);
CREATE INDEX account_entry_counterpart ON account_entry (counterpart, at)
-- step recovery-flow-1
CREATE TABLE flow_account (
    incident TEXT NOT NULL REFERENCES incident (id), account TEXT NOT NULL REFERENCES account (id), tier BIGINT NOT NULL,
    received BIGINT NOT NULL, held BIGINT NOT NULL, at_large BIGINT NOT NULL, PRIMARY KEY (incident, account));
CREATE INDEX flow_account_account ON flow_account (account, incident)
-- step recovery-flow-2
ALTER TABLE flow_account ADD COLUMN returned BIGINT NOT NULL DEFAULT 0
-- step recovery-authorities-1
CREATE TABLE standing_authority (
    id TEXT PRIMARY KEY, unit TEXT NOT NULL, basis TEXT NOT NULL, scope TEXT NOT NULL, valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL, review_within BIGINT NOT NULL, maker TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned', 'revoked')), approver TEXT,
    CHECK (valid_until > valid_from), CHECK (approver IS NULL OR approver <> maker),
    CHECK (state <> 'approved' OR approver IS NOT NULL));
CREATE INDEX standing_authority_state ON standing_authority (state, valid_until, id);
CREATE TABLE authority_review (
    id TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES standing_authority (id), measure TEXT NOT NULL UNIQUE,
    incident TEXT NOT NULL REFERENCES incident (id), officer TEXT NOT NULL, due BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'objected')), reviewer TEXT, reviewed_at BIGINT,
    reason TEXT, CHECK (reviewer IS NULL OR reviewer <> officer));
CREATE INDEX authority_review_state ON authority_review (state, due, id)
-- step recovery-authorities-2
ALTER TABLE authority_review ADD COLUMN unit TEXT;
UPDATE authority_review
SET unit = (SELECT incident.unit FROM incident WHERE incident.id = authority_review.incident);
CREATE INDEX authority_review_waiting ON authority_review (due, id, unit, officer) WHERE state = 'waiting'
-- step recovery-complaints-1
CREATE TABLE complaint (
    id TEXT PRIMARY KEY, measure TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incident (id), holder TEXT NOT NULL,
    contact TEXT NOT NULL, content TEXT NOT NULL, received_at BIGINT NOT NULL, due BIGINT NOT NULL,
    entered_by TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'upheld', 'rejected')), decided_by TEXT,
    decided_at BIGINT, answer TEXT);
CREATE INDEX complaint_state ON complaint (state, due, id);
CREATE INDEX complaint_measure ON complaint (measure, id)
-- step recovery-complaints-2
ALTER TABLE complaint ADD COLUMN escalated_at BIGINT;
ALTER TABLE complaint ADD COLUMN escalated_to TEXT;
CREATE INDEX complaint_received ON complaint (received_at, id)
-- step recovery-complaints-3
ALTER TABLE complaint ADD COLUMN freed BIGINT CHECK (freed IS NULL OR (freed > 0 AND state = 'upheld'))
-- step recovery-intake-drafts-1
CREATE TABLE intake_draft (
    owner TEXT PRIMARY KEY, form_key TEXT NOT NULL, content TEXT NOT NULL, saved_at BIGINT NOT NULL);
CREATE INDEX intake_draft_saved ON intake_draft (saved_at)
-- step recovery-filings-1
CREATE TABLE case_filing (
    incident TEXT PRIMARY KEY REFERENCES incident (id), number TEXT NOT NULL UNIQUE, organ TEXT NOT NULL,
    day TEXT NOT NULL, filed_by TEXT NOT NULL, recorded_at BIGINT NOT NULL)
-- step recovery-freezes-1
CREATE TABLE account_freeze (
    id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'major')), amount_limit BIGINT CHECK (amount_limit > 0),
    interest BIGINT NOT NULL CHECK (interest IN (0, 1)), reason TEXT NOT NULL, maker TEXT NOT NULL,
    requested_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'ordered', 'overdue', 'queued',
        'frozen', 'releasing', 'refused', 'lapsed', 'released', 'withdrawn')),
    started_at BIGINT, ends_at BIGINT, balance BIGINT CHECK (balance >= 0), prior TEXT, renewals BIGINT NOT NULL,
    refusal_code TEXT, ended_at BIGINT, unrelated_at BIGINT,
    CHECK (state NOT IN ('frozen', 'lapsed')
        OR (started_at IS NOT NULL AND ends_at > started_at AND balance IS NOT NULL)));
CREATE UNIQUE INDEX freeze_live ON account_freeze (account)
WHERE state IN ('draft', 'ordered', 'overdue', 'queued', 'frozen', 'releasing');
CREATE INDEX freeze_account ON account_freeze (account, requested_at);
CREATE INDEX freeze_end ON account_freeze (ends_at, id) WHERE state IN ('frozen', 'releasing');
CREATE TABLE freeze_claim (
    measure TEXT NOT NULL REFERENCES account_freeze (id), incident TEXT NOT NULL REFERENCES incident (id),
    traced BIGINT NOT NULL CHECK (traced >= 0), live BIGINT NOT NULL CHECK (live IN (0, 1)),
    PRIMARY KEY (measure, incident));
CREATE INDEX freeze_claim_incident ON freeze_claim (incident, measure)
-- step recovery-freezes-2
CREATE INDEX freeze_incident ON account_freeze (incident, ends_at) WHERE state IN ('frozen', 'releasing')
-- step recovery-freezes-3
ALTER TABLE account_freeze ADD COLUMN narrowing TEXT
-- step recovery-freezes-4
CREATE INDEX freeze_holding ON account_freeze (account) WHERE state IN ('frozen', 'releasing')
-- step recovery-returns-1
CREATE TABLE fund_return (
    id TEXT PRIMARY KEY, measure TEXT NOT NULL REFERENCES account_freeze (id),
    account TEXT NOT NULL REFERENCES account (id), incident TEXT NOT NULL REFERENCES incident (id),
    opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('collecting', 'computed', 'noticed', 'asked', 'decided', 'closed', 'withdrawn')),
    needs_notice BIGINT CHECK (needs_notice IN (0, 1)), noticed_at BIGINT, notice_until BIGINT,
    decision_number TEXT UNIQUE, decided_by TEXT, decided_at BIGINT, ended_at BIGINT,
    CHECK (state NOT IN ('decided', 'closed')
        OR (decision_number IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)),
    CHECK (state <> 'noticed' OR notice_until >= noticed_at),
    CHECK ((state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)));
CREATE UNIQUE INDEX fund_return_open ON fund_return (account)
WHERE state IN ('collecting', 'computed', 'noticed', 'asked', 'decided');
CREATE INDEX fund_return_account ON fund_return (account, id);
CREATE INDEX fund_return_incident ON fund_return (incident, id);
CREATE INDEX fund_return_notice ON fund_return (notice_until, id) WHERE state = 'noticed';
CREATE TABLE return_claim (
    fund_return TEXT NOT NULL REFERENCES fund_return (id), victim TEXT NOT NULL REFERENCES victim (id),
    incident TEXT NOT NULL REFERENCES incident (id), applied_at BIGINT, payee TEXT, agent TEXT, papers TEXT NOT NULL,
    loss BIGINT CHECK (loss >= 0), least BIGINT, most BIGINT, direct BIGINT CHECK (direct >= 0),
    pool BIGINT CHECK (pool >= 0), PRIMARY KEY (fund_return, victim),
    CHECK ((loss IS NULL) = (direct IS NULL)), CHECK (loss IS NULL OR direct + pool <= loss));
CREATE INDEX return_claim_incident ON return_claim (incident, fund_return);
CREATE TABLE return_computation (
    fund_return TEXT NOT NULL REFERENCES fund_return (id), computed_at BIGINT NOT NULL, rule TEXT NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY (fund_return, computed_at));
CREATE TABLE return_number (
    organ TEXT NOT NULL, year BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (organ, year));
CREATE TABLE return_outcome (
    fund_return TEXT NOT NULL REFERENCES fund_return (id), incident TEXT NOT NULL REFERENCES incident (id),
    account TEXT NOT NULL REFERENCES account (id), decided BIGINT NOT NULL CHECK (decided >= 0),
    held BIGINT NOT NULL, at_large BIGINT NOT NULL, exited BIGINT NOT NULL, PRIMARY KEY (fund_return, incident));
CREATE INDEX return_outcome_incident ON return_outcome (incident, fund_return)
-- step recovery-returns-2
ALTER TABLE fund_return ADD COLUMN rest BIGINT NOT NULL DEFAULT 0 CHECK (rest >= 0);
ALTER TABLE return_outcome ADD COLUMN cut_decided BIGINT CHECK (cut_decided >= 0);
ALTER TABLE return_outcome ADD COLUMN cut_held BIGINT;
ALTER TABLE return_outcome ADD COLUMN cut_at_large BIGINT;
ALTER TABLE return_outcome ADD COLUMN cut_exited BIGINT
-- step recovery-repayments-1
CREATE TABLE repayment (
    id TEXT PRIMARY KEY, fund_return TEXT NOT NULL REFERENCES fund_return (id), victim TEXT NOT NULL REFERENCES victim (id),
    incident TEXT NOT NULL REFERENCES incident (id), account TEXT NOT NULL REFERENCES account (id),
    amount BIGINT NOT NULL CHECK (amount > 0), payee TEXT NOT NULL, ordered_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ordered', 'paid', 'failed')), paid_at BIGINT, serial TEXT, failure TEXT,
    CHECK ((state = 'paid') = (paid_at IS NOT NULL)));
CREATE UNIQUE INDEX repayment_once ON repayment (fund_return, victim) WHERE state IN ('ordered', 'paid');
CREATE INDEX repayment_account ON repayment (account, id);
CREATE INDEX repayment_incident ON repayment (incident, id);
CREATE INDEX repayment_victim ON repayment (victim, id);
CREATE TABLE return_objection (
    id TEXT PRIMARY KEY, fund_return TEXT NOT NULL REFERENCES fund_return (id), objector TEXT NOT NULL,
    contact TEXT NOT NULL, content TEXT NOT NULL, received_at BIGINT NOT NULL, entered_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'upheld', 'rejected')), answered_by TEXT, answered_at BIGINT,
    answer TEXT);
CREATE INDEX return_objection_return ON return_objection (fund_return, id)
-- step recovery-documents-1
CREATE TABLE printed_document (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, serial TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
    incident TEXT NOT NULL REFERENCES incident (id), unit TEXT NOT NULL, facts TEXT NOT NULL,
    secret TEXT NOT NULL, issued_at BIGINT NOT NULL, issued_by TEXT NOT NULL);
CREATE INDEX printed_document_subject ON printed_document (subject, kind, issued_at, id);
CREATE INDEX printed_document_incident ON printed_document (incident, issued_at, id)
-- step recovery-deferrals-1
CREATE TABLE notice_deferral (
    id TEXT PRIMARY KEY, measure TEXT NOT NULL, incident TEXT NOT NULL REFERENCES incident (id), reason TEXT NOT NULL,
    review_at BIGINT NOT NULL, entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('standing', 'ended')), reminded_at BIGINT, ended_by TEXT, ended_at BIGINT,
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)));
CREATE UNIQUE INDEX notice_deferral_standing ON notice_deferral (measure) WHERE state = 'standing';
CREATE INDEX notice_deferral_review ON notice_deferral (review_at, id) WHERE state = 'standing'
-- step recovery-order-lists-1
CREATE INDEX bank_act_newest ON bank_act (bank, id);
CREATE INDEX incident_unit ON incident (unit, id)
-- step recovery-readings-1
CREATE TABLE incident_reading (
    incident TEXT PRIMARY KEY REFERENCES incident (id), outcomes TEXT NOT NULL,
    changed BIGINT NOT NULL CHECK (changed >= 0), read_at BIGINT NOT NULL)
-- step recovery-aids-1
CREATE TABLE hardship_aid (
    id TEXT PRIMARY KEY, victim TEXT NOT NULL REFERENCES victim (id), incident TEXT NOT NULL REFERENCES incident (id),
    hardship TEXT NOT NULL, applied_at BIGINT NOT NULL, entered_by TEXT NOT NULL, papers TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')), decided_by TEXT, decided_at BIGINT,
    reason TEXT, amount BIGINT CHECK (amount > 0), payer TEXT,
    CHECK ((state = 'waiting') = (decided_by IS NULL)), CHECK (decided_by IS NULL OR decided_by <> entered_by),
    CHECK ((state = 'granted') = (amount IS NOT NULL AND payer IS NOT NULL)));
CREATE UNIQUE INDEX hardship_aid_waiting ON hardship_aid (victim) WHERE state = 'waiting';
CREATE INDEX hardship_aid_state ON hardship_aid (state, applied_at, id);
CREATE INDEX hardship_aid_applied ON hardship_aid (applied_at, id);
CREATE INDEX hardship_aid_incident ON hardship_aid (incident, id)
-- step recovery-aids-2
ALTER TABLE hardship_aid ADD COLUMN paid_on BIGINT CHECK (paid_on IS NULL OR state = 'granted');
ALTER TABLE hardship_aid ADD COLUMN paid_noted_by TEXT
-- step gateways-keys-1
CREATE TABLE trusted_key (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, public_key BYTEA NOT NULL, valid_from BIGINT NOT NULL,
    valid_until BIGINT, revoked_at BIGINT);
CREATE INDEX trusted_key_owner ON trusted_key (owner, key)
-- step prevention-warnings-1
CREATE TABLE warning (
    id TEXT PRIMARY KEY, unit TEXT NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, identity_number TEXT, phone TEXT,
    home TEXT NOT NULL, whereabouts TEXT NOT NULL, relative TEXT NOT NULL, relative_phone TEXT,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'watched', 'ended', 'merged')),
    grade TEXT NOT NULL CHECK (grade IN ('LOW', 'MEDIUM', 'HIGH', 'EXTREME')),
    highest TEXT NOT NULL CHECK (highest IN ('LOW', 'MEDIUM', 'HIGH', 'EXTREME')),
    family TEXT NOT NULL CHECK (family IN ('fund', 'information')), fraud_type TEXT,
    outcome TEXT, closed_at BIGINT, watch_until BIGINT, merged_into TEXT REFERENCES warning (id),
    before_merge TEXT, incident TEXT,
    CHECK (identity_number IS NOT NULL OR phone IS NOT NULL),
    CHECK (state NOT IN ('watched', 'ended') OR (outcome IS NOT NULL AND closed_at IS NOT NULL)),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)));
CREATE INDEX warning_unit ON warning (unit, state, received_at, id);
CREATE INDEX warning_received ON warning (received_at, id);
CREATE INDEX warning_phone ON warning (phone) WHERE phone IS NOT NULL;
CREATE INDEX warning_identity ON warning (identity_number) WHERE identity_number IS NOT NULL;
CREATE INDEX warning_merged ON warning (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX warning_closed ON warning (closed_at) WHERE closed_at IS NOT NULL;
CREATE TABLE warning_key (
    key TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id));
CREATE INDEX warning_key_warning ON warning_key (warning)
-- step prevention-warnings-2
ALTER TABLE warning ADD COLUMN code TEXT;
CREATE INDEX warning_code ON warning (code) WHERE code IS NOT NULL;
CREATE INDEX warning_newest ON warning (state, received_at, id)
-- step prevention-warnings-3
ALTER TABLE warning ADD COLUMN hold_incident TEXT
-- step prevention-sightings-1
CREATE TABLE sighting (
    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), source TEXT NOT NULL,
    source_number TEXT NOT NULL, signs TEXT NOT NULL, seen_at BIGINT NOT NULL, received_at BIGINT NOT NULL,
    stake BIGINT NOT NULL CHECK (stake >= 0), payee TEXT NOT NULL, fraud_type TEXT, note TEXT NOT NULL,
    reported_by TEXT NOT NULL, UNIQUE (source, source_number));
CREATE INDEX sighting_warning ON sighting (warning, id)
-- step prevention-sightings-2
ALTER TABLE sighting ADD COLUMN partner TEXT;
ALTER TABLE sighting ADD COLUMN verification TEXT
    CHECK (verification IN ('waiting', 'confirmed', 'refuted'));
CREATE INDEX sighting_partner ON sighting (partner, received_at, id) WHERE partner IS NOT NULL
-- step prevention-tasks-1
CREATE TABLE dissuasion_task (
    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id),
    kind TEXT NOT NULL CHECK (kind IN ('dissuade', 'followUp')), starts_at BIGINT NOT NULL, unit TEXT NOT NULL,
    officer TEXT, state TEXT NOT NULL
        CHECK (state IN ('planned', 'waiting', 'assigned', 'signed', 'done', 'cancelled')),
    grade TEXT NOT NULL, next_due BIGINT, paused_until BIGINT, pause_reason TEXT, escalated_to TEXT,
    ended_at BIGINT,
    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL)),
    CHECK (state NOT IN ('assigned', 'signed') OR officer IS NOT NULL));
CREATE UNIQUE INDEX dissuasion_task_open ON dissuasion_task (warning)
WHERE kind = 'dissuade' AND state IN ('waiting', 'assigned', 'signed');
CREATE INDEX dissuasion_task_unit ON dissuasion_task (unit, next_due, id)
WHERE state IN ('waiting', 'assigned', 'signed');
CREATE INDEX dissuasion_task_due ON dissuasion_task (next_due, id)
WHERE state IN ('waiting', 'assigned', 'signed');
CREATE INDEX dissuasion_task_officer ON dissuasion_task (officer, next_due, id)
WHERE state IN ('waiting', 'assigned', 'signed') AND officer IS NOT NULL;
CREATE INDEX dissuasion_task_warning ON dissuasion_task (warning, id);
CREATE INDEX dissuasion_task_ended ON dissuasion_task (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE task_clock (
    task TEXT NOT NULL REFERENCES dissuasion_task (id),
    kind TEXT NOT NULL CHECK (kind IN ('sign', 'call', 'meet', 'report')), start BIGINT NOT NULL,
    due BIGINT NOT NULL, met_at BIGINT, rings BIGINT NOT NULL, PRIMARY KEY (task, kind),
    CHECK (due >= start))
-- step prevention-attempts-1
CREATE TABLE dissuasion_attempt (
    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id),
    task TEXT REFERENCES dissuasion_task (id), channel TEXT NOT NULL, target TEXT NOT NULL, at BIGINT NOT NULL,
    entered_at BIGINT NOT NULL, made_by TEXT NOT NULL, reached BIGINT NOT NULL CHECK (reached IN (0, 1)),
    result TEXT, loss BIGINT NOT NULL CHECK (loss >= 0), avoided BIGINT NOT NULL CHECK (avoided >= 0),
    held BIGINT NOT NULL CHECK (held >= 0), valid_visit BIGINT NOT NULL CHECK (valid_visit IN (0, 1)),
    photo TEXT NOT NULL, report TEXT NOT NULL);
CREATE INDEX dissuasion_attempt_warning ON dissuasion_attempt (warning, at, id);
CREATE INDEX dissuasion_attempt_maker ON dissuasion_attempt (made_by, at);
CREATE INDEX dissuasion_attempt_at ON dissuasion_attempt (at);
CREATE INDEX dissuasion_attempt_photo ON dissuasion_attempt (photo) WHERE photo <> ''
-- step prevention-handovers-1
CREATE TABLE handover (
    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), from_unit TEXT NOT NULL,
    to_unit TEXT NOT NULL, reason TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at BIGINT NOT NULL,
    due BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'withdrawn')),
    answered_by TEXT, answered_at BIGINT, answer TEXT, CHECK (from_unit <> to_unit));
CREATE UNIQUE INDEX handover_waiting ON handover (warning) WHERE state = 'waiting';
CREATE INDEX handover_to ON handover (to_unit, due) WHERE state = 'waiting';
CREATE INDEX handover_warning ON handover (warning, id)
-- step prevention-shifts-1
CREATE TABLE duty_shift (
    id TEXT PRIMARY KEY, unit TEXT NOT NULL, officer TEXT NOT NULL,
    post TEXT NOT NULL CHECK (post IN ('assess', 'call', 'visit', 'lead')), start BIGINT NOT NULL,
    ending BIGINT NOT NULL, cancelled_at BIGINT, CHECK (ending > start));
CREATE INDEX duty_shift_unit ON duty_shift (unit, ending);
CREATE INDEX duty_shift_officer ON duty_shift (officer, ending)
-- step prevention-lines-1
CREATE TABLE line_suspension (
    id TEXT PRIMARY KEY, warning TEXT NOT NULL REFERENCES warning (id), carrier TEXT NOT NULL, phone TEXT NOT NULL,
    reason TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at BIGINT NOT NULL, term BIGINT NOT NULL CHECK (term > 0),
    answer_limit BIGINT NOT NULL CHECK (answer_limit > 0),
    state TEXT NOT NULL CHECK (state IN ('asked', 'suspended', 'restoring', 'ended', 'refused', 'withdrawn', 'lapsed')),
    due BIGINT NOT NULL, is_overdue BIGINT NOT NULL CHECK (is_overdue IN (0, 1)), ends_at BIGINT,
    restored_at BIGINT, refusal TEXT, words TEXT NOT NULL, answered_by TEXT, answered_at BIGINT,
    CHECK (state <> 'refused' OR refusal IS NOT NULL),
    CHECK ((state IN ('suspended', 'restoring', 'ended')) = (ends_at IS NOT NULL)),
    CHECK (restored_at IS NULL OR state = 'ended'));
CREATE UNIQUE INDEX line_suspension_live ON line_suspension (phone)
WHERE state IN ('asked', 'suspended', 'restoring');
CREATE INDEX line_suspension_owed ON line_suspension (carrier, asked_at, id)
WHERE state IN ('asked', 'suspended', 'restoring', 'ended') AND restored_at IS NULL;
CREATE INDEX line_suspension_carrier ON line_suspension (carrier, asked_at, id);
CREATE INDEX line_suspension_warning ON line_suspension (warning, id);
CREATE INDEX line_suspension_overdue ON line_suspension (is_overdue, asked_at, id)
WHERE restored_at IS NULL AND state IN ('asked', 'restoring', 'ended')
-- step messaging-templates-1
CREATE TABLE message_template (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, version BIGINT NOT NULL CHECK (version > 0), unit TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')), sender TEXT NOT NULL, wording TEXT NOT NULL,
    maker TEXT NOT NULL, made_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned', 'retired')), decided_by TEXT,
    decided_at BIGINT, UNIQUE (unit, name, version), CHECK (decided_by IS NULL OR decided_by <> maker));
CREATE UNIQUE INDEX message_template_in_use ON message_template (unit, name) WHERE state = 'approved'
-- step messaging-messages-1
CREATE TABLE message (
    id TEXT PRIMARY KEY, lane TEXT NOT NULL, template TEXT NOT NULL REFERENCES message_template (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'flash')), recipient TEXT NOT NULL, content TEXT NOT NULL,
    parts BIGINT NOT NULL CHECK (parts > 0), topic TEXT, unit TEXT NOT NULL, reports_back BIGINT NOT NULL,
    queued_at BIGINT NOT NULL, not_after BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'handed', 'accepted', 'delivered', 'failed', 'expired', 'unknown',
        'cancelled')),
    due BIGINT NOT NULL, ask_at BIGINT, tries BIGINT NOT NULL, reference TEXT, code TEXT, handed_at BIGINT,
    accepted_at BIGINT, ended_at BIGINT,
    CHECK ((ended_at IS NULL) = (state IN ('queued', 'handed', 'accepted'))),
    CHECK ((ask_at IS NOT NULL) = (state IN ('handed', 'accepted'))));
CREATE INDEX message_queue ON message (lane, due, id) WHERE state = 'queued';
CREATE INDEX message_ask ON message (lane, ask_at, id) WHERE ask_at IS NOT NULL;
CREATE INDEX message_reference ON message (reference) WHERE reference IS NOT NULL;
CREATE INDEX message_state ON message (lane, state, id);
CREATE UNIQUE INDEX message_recipient ON message (recipient, lane) WHERE lane <> 'single';
CREATE INDEX message_single ON message (recipient, id) WHERE lane = 'single';
CREATE INDEX message_topic ON message (topic, id) WHERE topic IS NOT NULL;
CREATE TABLE message_stray_report (
    reference TEXT PRIMARY KEY, report TEXT NOT NULL, code TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX message_stray_report_at ON message_stray_report (at)
-- step messaging-messages-2
ALTER TABLE message ADD COLUMN is_spoken BIGINT NOT NULL DEFAULT 0 CHECK (is_spoken IN (0, 1));
CREATE INDEX message_singles ON message (lane, id) WHERE lane = 'single';
CREATE INDEX message_singles_of_unit ON message (unit, lane, id) WHERE lane = 'single';
DROP INDEX message_single;
CREATE INDEX message_single ON message (recipient, lane, id) WHERE lane = 'single'
-- step messaging-batches-1
CREATE TABLE message_batch (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, unit TEXT NOT NULL,
    template TEXT NOT NULL REFERENCES message_template (id), kind TEXT NOT NULL CHECK (kind IN ('text', 'flash')),
    purpose TEXT NOT NULL CHECK (purpose IN ('dissuasion', 'publicity')), rate BIGINT NOT NULL CHECK (rate > 0),
    maker TEXT NOT NULL, made_at BIGINT NOT NULL, not_after BIGINT NOT NULL, lines BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('loading', 'draft', 'waiting', 'running', 'paused', 'finished', 'cancelled')),
    tally TEXT NOT NULL, approver TEXT, started_at BIGINT, ended_at BIGINT,
    CHECK (approver IS NULL OR approver <> maker));
CREATE TABLE message_audience (
    batch TEXT NOT NULL REFERENCES message_batch (id), part BIGINT NOT NULL, first_line BIGINT NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY (batch, part));
CREATE TABLE message_count (
    batch TEXT NOT NULL REFERENCES message_batch (id), state TEXT NOT NULL, number BIGINT NOT NULL CHECK (number >= 0),
    PRIMARY KEY (batch, state))
-- step messaging-opt-outs-1
CREATE TABLE message_opt_out (
    number TEXT PRIMARY KEY, since BIGINT NOT NULL, via TEXT NOT NULL CHECK (via IN ('reply', 'desk')));
CREATE INDEX message_opt_out_since ON message_opt_out (since, number)
