-- How far a sweep has walked is the platform's matter: no company's transaction sees it.
ALTER TABLE sweeps ENABLE ROW LEVEL SECURITY;
ALTER TABLE sweeps FORCE ROW LEVEL SECURITY;
CREATE POLICY platform ON sweeps TO florin_platform USING (true) WITH CHECK (true);
REVOKE ALL ON sweeps FROM florin_app;
