-- The walls between companies, and who may do what. Runs last: it covers every table created before it.

-- Forced row-level security on every table that carries a company: the owner is bound by it too.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_company ON public.%I TO florin_app USING (company_id = current_company())
                    WITH CHECK (company_id = current_company())', t);
  END LOOP;
END $$;
ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;
CREATE POLICY own_company ON companies TO florin_app USING (id = current_company()) WITH CHECK (id = current_company());
-- A seller reads the schedule that applies to it: its own or the general one.
DROP POLICY own_company ON fee_schedules;
CREATE POLICY applies_to_company ON fee_schedules FOR SELECT TO florin_app
  USING (company_id IS NULL OR company_id = current_company());

GRANT USAGE ON SCHEMA public TO florin_app, florin_platform;
GRANT EXECUTE ON FUNCTION current_company() TO florin_app, florin_platform;

-- florin_app: everything of one company, except that history is only ever added to.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO florin_app;
REVOKE UPDATE, DELETE ON journal_entries, journal_lines, allocations, activity, invoices, platform_fees FROM florin_app;
REVOKE DELETE ON account_balances, payments, payment_attempts, orders, order_lines, breaks, stripe_accounts, inbox, outbox FROM florin_app;
REVOKE INSERT, DELETE ON companies FROM florin_app;
REVOKE INSERT, UPDATE, DELETE ON fee_schedules, sweeps FROM florin_app;
REVOKE INSERT ON inbox FROM florin_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO florin_app, florin_platform;

-- florin_platform: what lies above companies, and only that. It reads no order, no payment and no ledger.
GRANT SELECT, INSERT, UPDATE ON companies, fee_schedules, inbox, outbox, sweeps TO florin_platform;
GRANT SELECT ON stripe_accounts TO florin_platform;
CREATE POLICY platform ON companies TO florin_platform USING (true) WITH CHECK (true);
CREATE POLICY platform ON fee_schedules TO florin_platform USING (true) WITH CHECK (true);
CREATE POLICY platform ON inbox TO florin_platform USING (true) WITH CHECK (true);
CREATE POLICY platform ON outbox TO florin_platform USING (true) WITH CHECK (true);
CREATE POLICY platform ON stripe_accounts FOR SELECT TO florin_platform USING (true);
-- The janitor looks for unfinished attempts of every company; it learns which, and observes them company by company.
GRANT SELECT (company_id, id, order_id, state, state_changed_at, stripe_account, checkout_session, expires_at) ON payment_attempts TO florin_platform;
CREATE POLICY platform ON payment_attempts FOR SELECT TO florin_platform USING (true);
