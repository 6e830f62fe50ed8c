-- What happened to sign-ins, passwords, second factors, roles and keys: for administrators, and for the person concerned.
--
-- Signing in comes before any company is known: an event of a person is written once for each company the person belongs to
-- at that moment, so that a company keeps what concerned it, sees nothing of the others, and nothing from after a person left.
CREATE TABLE security_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- NULL: of nobody's company (a sign-in tried with an address that has no account); the operator reads these.
  company_id uuid REFERENCES companies,
  -- The same in every company's row of one event; `copy` counts those rows from 0, so that the person reads it once.
  event uuid NOT NULL DEFAULT gen_random_uuid(),
  copy smallint NOT NULL DEFAULT 0,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- One of the closed list in app/identity/record-security-event.ts; likewise `how`.
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{1,40}$'),
  -- About whom. No account: only what was typed.
  person_user_id text,
  person_name text NOT NULL CHECK (length(person_name) <= 200),
  -- Who did it. NULL with the name of a stranger, or of Florin itself.
  by_user_id text,
  by_name text NOT NULL CHECK (length(by_name) <= 200),
  -- From where; NULL for a command on the server.
  address text CHECK (length(address) <= 64),
  user_agent text CHECK (length(user_agent) <= 300),
  how text CHECK (how ~ '^[a-z][a-z-]{1,40}$'),
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX security_events_of_company ON security_events (company_id, id DESC);
CREATE INDEX security_events_of_person ON security_events (person_user_id, id DESC) WHERE copy = 0;
CREATE INDEX security_events_by_age ON security_events (at);

-- Only ever added to: the application has no right to change or delete a line.
SELECT wall_in('security_events', 'SELECT, INSERT');
-- The operator's company also reads what is of nobody's.
CREATE POLICY operator_reads ON security_events FOR SELECT TO florin_app
  USING (company_id IS NULL AND EXISTS (SELECT FROM companies WHERE id = current_company() AND kind = 'platform'));

-- The platform's role writes for all companies of a person, reads none of it, and deletes what is past its time. How long that
-- is stands here and nowhere else: nobody can ask for less.
GRANT INSERT, DELETE ON security_events TO florin_platform;
GRANT SELECT (id, at) ON security_events TO florin_platform;
CREATE POLICY platform_writes ON security_events FOR INSERT TO florin_platform WITH CHECK (true);
CREATE POLICY platform_ages ON security_events FOR SELECT TO florin_platform USING (at < now() - interval '400 days');
CREATE POLICY platform_prunes ON security_events FOR DELETE TO florin_platform USING (at < now() - interval '400 days');

-- A person reads their own, each once.
GRANT USAGE ON SCHEMA public TO florin_identity;
GRANT SELECT ON security_events TO florin_identity;
CREATE POLICY own_events ON security_events FOR SELECT TO florin_identity USING (person_user_id IS NOT NULL AND copy = 0);
