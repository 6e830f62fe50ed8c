-- A day belongs to the business. Three times are never mixed: when something occurred, when it was written down, and its
-- accounting date: a calendar day of the seller, kept as a day, so that it reads the same from every time zone and stays what
-- it was when the company moves to another zone.

-- The one place where a moment becomes a day of a company. NULL for a moment that is none (not shipped yet).
CREATE FUNCTION seller_day(company uuid, moment timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT (moment AT TIME ZONE c.time_zone)::date FROM companies c WHERE c.id = company $$;
GRANT EXECUTE ON FUNCTION seller_day(uuid, timestamptz) TO florin_app, florin_platform;

ALTER TABLE orders ADD COLUMN placed_on date, ADD COLUMN shipped_on date;
ALTER TABLE invoices ADD COLUMN issued_on date;
ALTER TABLE payments ADD COLUMN received_on date;
ALTER TABLE journal_entries ADD COLUMN accounting_date date;
ALTER TABLE allocations ADD COLUMN accounting_date date;
ALTER TABLE platform_fees ADD COLUMN earned_on date;

-- The rows that are there get the day their company's zone gives them. An owner who is no superuser stands before the walls
-- like everybody: they are lowered for the owner in this transaction alone.
DO $$
DECLARE
  t text;
  walled text[] := ARRAY['companies', 'orders', 'invoices', 'payments', 'journal_entries', 'allocations', 'platform_fees'];
BEGIN
  FOREACH t IN ARRAY walled LOOP EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t); END LOOP;
  UPDATE orders SET placed_on = seller_day(company_id, placed_at), shipped_on = seller_day(company_id, shipped_at);
  -- Nothing was due before it was issued, also where the company has moved to another zone since.
  UPDATE invoices SET issued_on = least(seller_day(company_id, issued_at), due_on);
  UPDATE payments SET received_on = seller_day(company_id, received_at);
  UPDATE platform_fees SET earned_on = seller_day(company_id, earned_at);
  UPDATE allocations a SET accounting_date = greatest(
    (SELECT p.received_on FROM payments p WHERE p.company_id = a.company_id AND p.id = a.payment_id),
    (SELECT i.issued_on FROM invoices i WHERE i.company_id = a.company_id AND i.id = a.invoice_id),
    -- What an order's deposit lost went to its invoice on the invoice's day.
    (SELECT i.issued_on FROM invoices i WHERE i.company_id = a.company_id AND i.order_id = a.order_id AND a.amount_minor < 0));
  UPDATE journal_entries e SET accounting_date = coalesce(
    (SELECT a.accounting_date FROM allocations a
     WHERE e.fact_kind = 'application' AND a.company_id = e.company_id AND a.id::text = e.fact_id),
    seller_day(e.company_id, e.occurred_at));
  FOREACH t IN ARRAY walled LOOP EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t); END LOOP;
END $$;

ALTER TABLE orders ALTER COLUMN placed_on SET NOT NULL,
  ADD CONSTRAINT orders_shipped_on_a_day CHECK ((shipped_at IS NULL) = (shipped_on IS NULL));
ALTER TABLE invoices ALTER COLUMN issued_on SET NOT NULL,
  ADD CONSTRAINT invoices_due_once_issued CHECK (due_on >= issued_on);
ALTER TABLE payments ALTER COLUMN received_on SET NOT NULL;
ALTER TABLE journal_entries ALTER COLUMN accounting_date SET NOT NULL;
ALTER TABLE allocations ALTER COLUMN accounting_date SET NOT NULL;
ALTER TABLE platform_fees ALTER COLUMN earned_on SET NOT NULL;

-- Money received per day: the chart on the office's home page, and the list of one of its days.
CREATE INDEX payments_by_day ON payments (company_id, received_on);
CREATE INDEX journal_entries_by_day ON journal_entries (company_id, accounting_date);
