-- The books. Double entry, append only: the application may insert and read, never change (see 0007-walls.sql).
CREATE TABLE journal_entries (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number bigint NOT NULL,
  -- One entry per fact: the kind, and the id of the object the fact is about (a Stripe object, never an event).
  fact_kind text NOT NULL,
  fact_id text NOT NULL,
  description text NOT NULL,
  -- When it happened in the world (Stripe's time for Stripe's facts); posted_at is when we wrote it down.
  occurred_at timestamptz NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reverses_entry_id uuid,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, fact_kind, fact_id),
  UNIQUE (company_id, number),
  FOREIGN KEY (company_id, reverses_entry_id) REFERENCES journal_entries
);
CREATE TABLE journal_lines (
  company_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  line_number integer NOT NULL,
  account text NOT NULL,
  -- Debit positive, credit negative.
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  customer_id uuid,
  location_id uuid,
  -- Which Stripe account's clearing money this is.
  stripe_account text,
  PRIMARY KEY (company_id, entry_id, line_number),
  FOREIGN KEY (company_id, entry_id) REFERENCES journal_entries,
  FOREIGN KEY (company_id, customer_id) REFERENCES customers,
  FOREIGN KEY (company_id, location_id) REFERENCES locations
);
CREATE INDEX journal_lines_by_account ON journal_lines (company_id, account, entry_id);

-- The database itself refuses an entry that does not sum to zero per currency, or has fewer than two lines.
CREATE FUNCTION entry_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM journal_lines l WHERE l.company_id = NEW.company_id AND l.entry_id = NEW.id) < 2
     OR EXISTS (SELECT 1 FROM journal_lines l WHERE l.company_id = NEW.company_id AND l.entry_id = NEW.id
                GROUP BY l.currency HAVING sum(l.amount_minor) <> 0) THEN
    RAISE EXCEPTION 'journal entry % does not balance', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON journal_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_must_balance();
-- Lines only come with their entry: adding one later would unbalance a balanced past.
CREATE FUNCTION line_must_be_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM journal_entries e WHERE e.company_id = NEW.company_id AND e.id = NEW.entry_id
                 AND e.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'journal entry % is closed', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER journal_line_is_new BEFORE INSERT ON journal_lines FOR EACH ROW EXECUTE FUNCTION line_must_be_new();

-- Balances kept in the transaction of the lines; always equal to their sum (an invariant checks it).
CREATE TABLE account_balances (
  company_id uuid NOT NULL,
  account text NOT NULL,
  currency text NOT NULL,
  -- The sub-ledger this balance belongs to: a customer, a Stripe account, or '' for none.
  party text NOT NULL,
  balance_minor bigint NOT NULL,
  PRIMARY KEY (company_id, account, currency, party)
);

CREATE TABLE invoices (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number text NOT NULL,
  order_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  goods_minor bigint NOT NULL,
  freight_minor bigint NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor = goods_minor + freight_minor + tax_minor),
  issued_at timestamptz NOT NULL DEFAULT now(),
  due_on date NOT NULL,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, number),
  UNIQUE (company_id, order_id),
  FOREIGN KEY (company_id, order_id) REFERENCES orders,
  FOREIGN KEY (company_id, customer_id) REFERENCES customers
);
