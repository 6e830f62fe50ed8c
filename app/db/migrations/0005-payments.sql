-- Attempts to collect, what was collected, and how it was applied.
CREATE TABLE stripe_accounts (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- NULL: the account of every location that has none of its own.
  location_id uuid,
  stripe_account text NOT NULL CHECK (stripe_account ~ '^acct_[A-Za-z0-9]+$'),
  livemode boolean NOT NULL,
  linked_by text NOT NULL CHECK (linked_by IN ('onboarding', 'oauth')),
  -- Stripe's current answer, as last read; judged by stripe-account-standing.ts.
  details_submitted boolean NOT NULL DEFAULT false,
  charges_enabled boolean NOT NULL DEFAULT false,
  payouts_enabled boolean NOT NULL DEFAULT false,
  requirements jsonb NOT NULL DEFAULT '{}',
  business_name text,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz NOT NULL DEFAULT now(),
  disconnected_at timestamptz,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, location_id) REFERENCES locations
);
-- A Stripe account belongs to one company, ever: this is how a verified event finds its company.
CREATE UNIQUE INDEX stripe_accounts_owner ON stripe_accounts (stripe_account);
CREATE UNIQUE INDEX stripe_accounts_one_per_location ON stripe_accounts
  (company_id, coalesce(location_id, '00000000-0000-0000-0000-000000000000')) WHERE disconnected_at IS NULL;

-- The operator's convenience fee: dated, never retroactive. NULL company: every seller without a row of its own.
CREATE TABLE fee_schedules (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id uuid REFERENCES companies,
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  basis_points integer NOT NULL CHECK (basis_points BETWEEN 0 AND 1000),
  fixed_minor bigint NOT NULL CHECK (fixed_minor >= 0),
  minimum_minor bigint NOT NULL DEFAULT 0 CHECK (minimum_minor >= 0),
  cap_minor bigint CHECK (cap_minor >= minimum_minor),
  effective_from timestamptz NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One attempt to collect an order's money by card: one hosted Checkout session. State moves by the table in attempt-states.ts.
CREATE TABLE payment_attempts (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('creating', 'open', 'processing', 'succeeded', 'expired', 'cancelled', 'failed')),
  -- Agreed with the buyer when the attempt began, and frozen.
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  application_fee_minor bigint NOT NULL CHECK (application_fee_minor BETWEEN 0 AND amount_minor),
  fee_schedule_id uuid REFERENCES fee_schedules,
  stripe_account text NOT NULL,
  -- Sent with every create of this attempt's session: stored before the first call.
  idempotency_key text NOT NULL UNIQUE,
  -- What is sent to Stripe, frozen too: a repeated create must carry the same parameters.
  request jsonb NOT NULL,
  first_sent_at timestamptz,
  checkout_session text UNIQUE,
  checkout_url text,
  expires_at timestamptz,
  payment_intent text,
  last_decline text,
  started_by_user_id text,
  started_by_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  state_changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, order_id) REFERENCES orders,
  FOREIGN KEY (company_id, customer_id) REFERENCES customers,
  FOREIGN KEY (stripe_account) REFERENCES stripe_accounts (stripe_account)
);
-- P3: never two live attempts for one order, whatever two tabs or two buyers do.
CREATE UNIQUE INDEX payment_attempts_one_live ON payment_attempts (company_id, order_id)
  WHERE state IN ('creating', 'open', 'processing');
CREATE INDEX payment_attempts_live ON payment_attempts (state_changed_at) WHERE state IN ('creating', 'open', 'processing');
CREATE INDEX payment_attempts_by_intent ON payment_attempts (company_id, payment_intent) WHERE payment_intent IS NOT NULL;

CREATE TABLE payments (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  control_number text NOT NULL,
  method text NOT NULL CHECK (method IN ('card')),
  -- NULL: money with no known home, booked to suspense.
  customer_id uuid,
  attempt_id uuid,
  location_id uuid,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  received_at timestamptz NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  stripe_account text NOT NULL,
  charge text NOT NULL,
  payment_intent text,
  checkout_session text,
  card_brand text,
  card_last4 text CHECK (card_last4 ~ '^[0-9]{4}$'),
  card_expiry text,
  card_funding text,
  authorisation_code text,
  receipt_url text,
  statement_descriptor text,
  -- NULL until Stripe has told its fees (the balance transaction may follow the charge).
  balance_transaction text,
  stripe_fee_minor bigint,
  convenience_fee_minor bigint,
  application_fee text,
  payout text,
  available_on date,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, control_number),
  UNIQUE (company_id, charge),
  FOREIGN KEY (company_id, customer_id) REFERENCES customers,
  FOREIGN KEY (company_id, attempt_id) REFERENCES payment_attempts,
  CHECK ((balance_transaction IS NULL) = (stripe_fee_minor IS NULL)),
  CHECK ((balance_transaction IS NULL) = (convenience_fee_minor IS NULL))
);
CREATE INDEX payments_recent ON payments (company_id, received_at DESC, id);

-- How a payment was applied: append only. A negative row takes back what an earlier row applied.
CREATE TABLE allocations (
  company_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  payment_id uuid NOT NULL,
  order_id uuid,
  invoice_id uuid,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, payment_id) REFERENCES payments,
  FOREIGN KEY (company_id, order_id) REFERENCES orders,
  FOREIGN KEY (company_id, invoice_id) REFERENCES invoices,
  CHECK (num_nonnulls(order_id, invoice_id) = 1)
);
CREATE INDEX allocations_of_payment ON allocations (company_id, payment_id);
CREATE INDEX allocations_of_order ON allocations (company_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX allocations_of_invoice ON allocations (company_id, invoice_id) WHERE invoice_id IS NOT NULL;

-- A difference a person has to look at and close.
CREATE TABLE breaks (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  summary text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  closed_by_name text,
  closing_note text,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, kind, subject_id)
);

-- The operator's side of a convenience fee: Stripe's application_fee object, once.
CREATE TABLE platform_fees (
  company_id uuid NOT NULL REFERENCES companies,
  application_fee text NOT NULL,
  seller_company_id uuid NOT NULL REFERENCES companies,
  stripe_account text NOT NULL,
  charge text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  earned_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, application_fee)
);
