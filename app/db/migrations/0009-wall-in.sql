-- Walls for one table: a migration that makes a table with a company calls this, so that no new table can be without.
-- `rights` is what the application may do with the rows of its own company; leave out UPDATE and DELETE where history is kept.
CREATE FUNCTION wall_in(t regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY own_company ON %s TO florin_app USING (company_id = current_company())
                  WITH CHECK (company_id = current_company())', t);
  EXECUTE format('GRANT %s ON %s TO florin_app', rights, t);
END $$;
REVOKE EXECUTE ON FUNCTION wall_in FROM PUBLIC;
