-- What stands on papers: the seller's own address, which address of a customer gets its bills, which price list a new customer
-- is put on, and an invoice that keeps what it said when it was issued.

-- Where the seller is, and how to reach and pay it: printed on its invoices. The country is the company's own.
ALTER TABLE companies ADD COLUMN IF NOT EXISTS country text NOT NULL DEFAULT 'US' CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE companies
  ADD COLUMN line1 text NOT NULL DEFAULT '',
  ADD COLUMN line2 text NOT NULL DEFAULT '',
  ADD COLUMN city text NOT NULL DEFAULT '',
  ADD COLUMN region text NOT NULL DEFAULT '',
  ADD COLUMN postal_code text NOT NULL DEFAULT '',
  ADD COLUMN phone text NOT NULL DEFAULT '',
  ADD COLUMN email text NOT NULL DEFAULT '',
  ADD COLUMN tax_id text NOT NULL DEFAULT '',
  -- Bank details and whatever else a customer who does not pay online needs to know.
  ADD COLUMN payment_instructions text NOT NULL DEFAULT '';

-- One usual address and one for bills, whatever two people do at once. Goods may go elsewhere than bills.
ALTER TABLE ship_to_addresses ADD COLUMN is_bill_to boolean NOT NULL DEFAULT false;
CREATE INDEX ship_to_addresses_of_customer ON ship_to_addresses (company_id, customer_id);
CREATE UNIQUE INDEX ship_to_addresses_one_default ON ship_to_addresses (company_id, customer_id) WHERE is_default;
CREATE UNIQUE INDEX ship_to_addresses_one_bill_to ON ship_to_addresses (company_id, customer_id) WHERE is_bill_to;

-- The list a new customer is put on until somebody decides otherwise.
ALTER TABLE price_lists ADD COLUMN is_standard boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX price_lists_one_standard ON price_lists (company_id) WHERE is_standard;

-- Frozen when the invoice is issued: a paper does not change when an address does later.
ALTER TABLE invoices ADD COLUMN seller jsonb, ADD COLUMN bill_to jsonb;

-- The owner is behind the walls too: they stand aside for what follows. What came before this migration gets what is known now.
ALTER TABLE companies NO FORCE ROW LEVEL SECURITY;
ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ship_to_addresses NO FORCE ROW LEVEL SECURITY;
ALTER TABLE price_lists NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY;
ALTER TABLE allocations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE activity NO FORCE ROW LEVEL SECURITY;

UPDATE ship_to_addresses SET is_bill_to = true WHERE is_default;
-- The list called "Standard", else the one that most customers are on.
UPDATE price_lists p SET is_standard = true FROM (
  SELECT DISTINCT ON (l.company_id) l.company_id, l.id FROM price_lists l
  ORDER BY l.company_id, l.name = 'Standard' DESC,
    (SELECT count(*) FROM customers c WHERE c.company_id = l.company_id AND c.price_list_id = l.id) DESC, l.name
) chosen WHERE p.company_id = chosen.company_id AND p.id = chosen.id;

UPDATE invoices i SET
  seller = jsonb_build_object('name', k.name, 'address', NULL, 'phone', '', 'email', '', 'taxId', '', 'paymentInstructions', ''),
  bill_to = jsonb_build_object('number', c.number, 'name', c.name, 'contactName', c.contact_name, 'address', (
    SELECT jsonb_build_object('line1', a.line1, 'line2', a.line2, 'city', a.city, 'region', a.region, 'postalCode', a.postal_code,
      'country', a.country)
    FROM ship_to_addresses a WHERE a.company_id = i.company_id AND a.customer_id = i.customer_id AND a.is_bill_to))
FROM companies k, customers c WHERE k.id = i.company_id AND c.company_id = i.company_id AND c.id = i.customer_id;

-- An invoice has a history of its own: how it was issued, and every payment applied to it.
INSERT INTO activity (company_id, at, actor_kind, actor_user_id, actor_name, action, subject_type, subject_id, summary, details)
SELECT company_id, at, actor_kind, actor_user_id, actor_name, action, 'invoice', details ->> 'invoiceId', summary, details
FROM activity WHERE action = 'invoice.issued' AND subject_type = 'order' ORDER BY id;
INSERT INTO activity (company_id, at, actor_kind, actor_name, action, subject_type, subject_id, summary, details)
SELECT a.company_id, a.at, 'system', 'Florin', 'invoice.payment-applied', 'invoice', a.invoice_id::text,
  'Payment ' || p.control_number || ' applied.',
  jsonb_build_object('paymentId', p.id, 'controlNumber', p.control_number,
    'amount', jsonb_build_object('minor', a.amount_minor, 'currency', p.currency))
FROM allocations a JOIN payments p ON p.company_id = a.company_id AND p.id = a.payment_id
WHERE a.invoice_id IS NOT NULL ORDER BY a.at, a.id;

ALTER TABLE companies FORCE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
ALTER TABLE ship_to_addresses FORCE ROW LEVEL SECURITY;
ALTER TABLE price_lists FORCE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
ALTER TABLE allocations FORCE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;
ALTER TABLE activity FORCE ROW LEVEL SECURITY;

ALTER TABLE invoices ALTER COLUMN seller SET NOT NULL, ALTER COLUMN bill_to SET NOT NULL;

-- People sign in by their whole address: the sign-in library's own idea of an address is narrower than the post's.
ALTER TABLE identity."user" ADD COLUMN username text GENERATED ALWAYS AS (email) STORED UNIQUE;
