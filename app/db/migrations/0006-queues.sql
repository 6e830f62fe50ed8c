-- What Stripe told us, what we still have to tell, and what callers asked twice.

-- A verified webhook, kept before it is answered. The inbox is its own queue: a row is leased, the current objects are read
-- from Stripe, and it is marked done in the transaction of its effects.
CREATE TABLE inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL CHECK (endpoint IN ('platform', 'connect')),
  event text NOT NULL,
  type text NOT NULL,
  -- The connected account of a verified event; NULL on the platform endpoint.
  stripe_account text,
  -- Found from the account; NULL on the platform endpoint and for an account nobody here has linked.
  company_id uuid REFERENCES companies,
  livemode boolean NOT NULL,
  object_type text NOT NULL,
  object_id text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'ignored', 'unknown_account', 'given_up')),
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz,
  last_error text,
  finished_at timestamptz,
  UNIQUE (endpoint, event)
);
CREATE INDEX inbox_due ON inbox (due_at, id) WHERE state = 'waiting';
CREATE INDEX inbox_recent_of_company ON inbox (company_id, id DESC);

-- Things to do after a commit (mails, following up at Stripe): written in the transaction that caused them.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES companies,
  kind text NOT NULL,
  -- At most one per fact.
  fact_id text NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'given_up')),
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz,
  last_error text,
  finished_at timestamptz,
  UNIQUE (company_id, kind, fact_id)
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';

-- The same request key returns the same bytes.
CREATE TABLE idempotency_keys (
  company_id uuid NOT NULL REFERENCES companies,
  user_id text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 255),
  request_hash text NOT NULL,
  -- NULL while the first request is still under way.
  response_status integer,
  response_body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, user_id, key)
);

-- How far a sweep has walked, per Stripe account ('platform' for the platform's own).
CREATE TABLE sweeps (
  kind text NOT NULL,
  stripe_account text NOT NULL,
  walked_to timestamptz NOT NULL,
  PRIMARY KEY (kind, stripe_account)
);
