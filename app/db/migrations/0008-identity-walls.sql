-- Who may touch the sign-in tables, and what finding a person's companies may read across them.
ALTER TABLE memberships ADD FOREIGN KEY (company_id, customer_id) REFERENCES customers;
ALTER TABLE invitations ADD FOREIGN KEY (company_id, customer_id) REFERENCES customers;

GRANT USAGE ON SCHEMA identity TO florin_identity;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO florin_identity;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA identity TO florin_identity;

-- Signing in comes before any company is known: the platform's role finds where a person belongs, by what name, and nothing more.
GRANT SELECT (company_id, id, user_id, roles, customer_id) ON memberships TO florin_platform;
CREATE POLICY platform ON memberships FOR SELECT TO florin_platform USING (true);
GRANT SELECT (company_id, id, name) ON customers TO florin_platform;
CREATE POLICY platform ON customers FOR SELECT TO florin_platform USING (true);
-- Likewise an invitation is found by the hash of its token.
GRANT SELECT (company_id, id, email, roles, customer_id, token_hash, expires_at, accepted_at, revoked_at) ON invitations TO florin_platform;
CREATE POLICY platform ON invitations FOR SELECT TO florin_platform USING (true);

-- Which migrations have run: read by the readiness check, changed by no serving role.
REVOKE ALL ON kysely_migration, kysely_migration_lock FROM florin_app;
GRANT SELECT ON kysely_migration TO florin_platform;

-- Fee schedules are only ever added: by the operator, whose company is the platform's, together with the audit line.
REVOKE UPDATE ON fee_schedules FROM florin_platform;
GRANT INSERT ON fee_schedules TO florin_app;
CREATE POLICY operator_adds ON fee_schedules FOR INSERT TO florin_app
  WITH CHECK (EXISTS (SELECT FROM companies WHERE id = current_company() AND kind = 'platform'));
