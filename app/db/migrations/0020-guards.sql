-- How far a sweep has walked is the platform's matter: no company's transaction sees it.
ALTER TABLE sweeps ENABLE ROW LEVEL SECURITY;
ALTER TABLE sweeps FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON sweeps TO florin_platform USING (true) WITH CHECK (true);
REVOKE ALL ON sweeps FROM florin_app;

-- Secrets of the installation that a rotation put out of use, each encrypted with the one after it: cookies signed with them
-- are honoured until they have run out.
CREATE TABLE identity.retired_secrets (
  version text PRIMARY KEY,
  sealed text NOT NULL,
  until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.retired_secrets TO florin_identity;

-- Security events are found by whom they are about, who did it, from where and with what.
GRANT EXECUTE ON FUNCTION fold TO florin_platform;
ALTER TABLE security_events ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  person_name || ' ' || by_name || ' ' || coalesce(address, '') || ' ' || coalesce(user_agent, ''))) STORED;
