-- Companies (the tenants), the roles of the database, and what every other table leans on.
--
-- Four roles: the migrating role owns everything; florin_app serves one company at a time under forced row-level security;
-- florin_platform serves what lies above companies (inbox, fee schedules, who may enter where); florin_identity serves the
-- sign-in tables alone. None of the three can bypass the walls or change the schema. A transaction picks its role.
DO $$
DECLARE wanted text;
BEGIN
  -- Roles belong to the whole cluster: two databases may migrate at the same moment.
  PERFORM pg_advisory_xact_lock(7133102);
  FOREACH wanted IN ARRAY ARRAY['florin_app', 'florin_platform', 'florin_identity'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    -- Whoever migrates may also serve (one login for both is allowed); a superuser needs no grant.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
      EXECUTE format('GRANT %I TO %I', wanted, session_user);
    END IF;
  END LOOP;
END $$;

-- The company of this transaction. An unset or empty setting is no company at all: policies then match nothing.
CREATE FUNCTION current_company() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('florin.company', true), '')::uuid $$;

CREATE TABLE companies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('platform', 'seller')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  time_zone text NOT NULL,
  locale text NOT NULL DEFAULT 'en-US',
  -- Last moment of a day at which an order for that day's dispatch is taken, in the company's time zone.
  order_cut_off time NOT NULL DEFAULT '15:00',
  accent_colour text CHECK (accent_colour ~ '^#[0-9a-f]{6}$'),
  tax_basis_points integer NOT NULL DEFAULT 0 CHECK (tax_basis_points BETWEEN 0 AND 10000),
  freight_minor bigint NOT NULL DEFAULT 0 CHECK (freight_minor >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
-- One platform company per installation: it books the convenience fees it earns in a ledger of its own.
CREATE UNIQUE INDEX companies_one_platform ON companies (kind) WHERE kind = 'platform';

CREATE TABLE locations (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  code text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, code)
);

-- Gapless numbers a bookkeeper reads: orders, invoices, control numbers. The row lock serialises one series of one company.
CREATE TABLE number_series (
  company_id uuid NOT NULL REFERENCES companies,
  kind text NOT NULL CHECK (kind IN ('order', 'invoice', 'payment', 'customer', 'journal')),
  next_number bigint NOT NULL,
  PRIMARY KEY (company_id, kind)
);

-- What happened, when, by whom: the audit trail, and the timeline on every detail screen. Append only.
CREATE TABLE activity (
  company_id uuid NOT NULL REFERENCES companies,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'stripe', 'system')),
  actor_user_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  summary text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (company_id, id)
);
CREATE INDEX activity_by_subject ON activity (company_id, subject_type, subject_id, id);
