-- Money without dead ends: an attempt nobody can look at any more, an order of nothing, a difference that grows again, and the
-- country a company does business in.

-- `unknown`: Stripe does not let us look any more. No longer live, so the order may be voided or paid anew; a person's task.
ALTER TABLE payment_attempts DROP CONSTRAINT payment_attempts_state_check;
ALTER TABLE payment_attempts ADD CONSTRAINT payment_attempts_state_check
  CHECK (state IN ('creating', 'open', 'processing', 'succeeded', 'expired', 'cancelled', 'failed', 'unknown'));
CREATE INDEX payment_attempts_unfinished_of_account ON payment_attempts (company_id, stripe_account)
  WHERE state IN ('creating', 'open', 'processing', 'unknown');

-- An order that comes to nothing (samples, replacements) is neither paid nor unpaid.
ALTER TABLE orders DROP CONSTRAINT orders_payment_state_check;
ALTER TABLE orders ADD CONSTRAINT orders_payment_state_check
  CHECK (payment_state IN ('unpaid', 'pending', 'authorised', 'partly_paid', 'paid', 'refunded', 'disputed', 'not_needed'));
-- The owner is behind the walls too: they stand aside for this one correction.
ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;
UPDATE orders SET payment_state = 'not_needed' WHERE total_minor = 0 AND payment_state = 'unpaid';
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
ALTER TABLE orders ADD CONSTRAINT orders_nothing_to_pay CHECK (payment_state <> 'not_needed' OR total_minor = 0);

-- A difference is a kind and facts; its sentence is made where it is read. While open it is kept up to date. Closed, it keeps
-- the facts that were closed, and other facts open a new row that names it.
ALTER TABLE breaks DROP COLUMN summary;
ALTER TABLE breaks RENAME COLUMN details TO facts;
ALTER TABLE breaks ADD COLUMN deadline timestamptz;
-- To the millisecond, as JSON carries it: who closes says what was seen.
ALTER TABLE breaks ADD COLUMN changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp();
ALTER TABLE breaks ADD COLUMN reopens_id uuid;
ALTER TABLE breaks ADD FOREIGN KEY (company_id, reopens_id) REFERENCES breaks;
ALTER TABLE breaks DROP CONSTRAINT breaks_company_id_kind_subject_id_key;
CREATE UNIQUE INDEX breaks_one_open ON breaks (company_id, kind, subject_id) WHERE closed_at IS NULL;
CREATE INDEX breaks_of_subject ON breaks (company_id, subject_id, opened_at DESC);

-- Where the company does business: Stripe opens its account there. For companies from before, the best guess; it is shown, and
-- can be changed, before an account is opened.
ALTER TABLE companies ADD COLUMN country text NOT NULL DEFAULT 'US' CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE companies NO FORCE ROW LEVEL SECURITY;
UPDATE companies SET country = CASE currency
  WHEN 'gbp' THEN 'GB' WHEN 'cad' THEN 'CA' WHEN 'aud' THEN 'AU' WHEN 'mxn' THEN 'MX' WHEN 'chf' THEN 'CH' WHEN 'nzd' THEN 'NZ'
  WHEN 'jpy' THEN 'JP' WHEN 'krw' THEN 'KR' WHEN 'clp' THEN 'CL' WHEN 'bhd' THEN 'BH' WHEN 'kwd' THEN 'KW' WHEN 'jod' THEN 'JO'
  WHEN 'eur' THEN CASE time_zone
    WHEN 'Europe/Paris' THEN 'FR' WHEN 'Europe/Madrid' THEN 'ES' WHEN 'Europe/Rome' THEN 'IT' WHEN 'Europe/Amsterdam' THEN 'NL'
    WHEN 'Europe/Brussels' THEN 'BE' WHEN 'Europe/Vienna' THEN 'AT' WHEN 'Europe/Dublin' THEN 'IE' WHEN 'Europe/Lisbon' THEN 'PT'
    WHEN 'Europe/Helsinki' THEN 'FI' WHEN 'Europe/Athens' THEN 'GR' ELSE 'DE' END
  ELSE 'US' END
WHERE currency <> 'usd';
ALTER TABLE companies FORCE ROW LEVEL SECURITY;
