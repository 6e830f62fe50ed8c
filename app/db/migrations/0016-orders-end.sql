-- Orders that do not wait for ever, shipping that can be taken back, and mails that are kept until somebody has them.

-- How long an order that must be paid first may stay unpaid. NULL: until the cut-off of its ship date. A number: so many hours
-- after it was placed, and never beyond that cut-off.
ALTER TABLE companies ADD COLUMN unpaid_order_hours integer CHECK (unpaid_order_hours BETWEEN 1 AND 720);

ALTER TABLE orders
  -- Frozen when the order is placed, and told to its buyer: unpaid by then, it ends. NULL: nothing has to be paid first.
  ADD COLUMN pay_by timestamptz,
  ADD COLUMN voided_because text CHECK (voided_because IN ('asked', 'expired')),
  -- Somebody has said that the goods leave. Until this moment it can be taken back; then it is posted.
  ADD COLUMN shipping_id uuid,
  ADD COLUMN shipping_at timestamptz,
  ADD COLUMN shipping_by_user_id text,
  ADD COLUMN shipping_by_name text;

-- A mail waits for days, is sent to one person, and may turn out to be for nobody.
ALTER TABLE outbox
  ADD COLUMN recipient_user_id text,
  -- Where it went, or was last tried.
  ADD COLUMN recipient text,
  -- What kind of fault the last one was, for people; last_error is for engineers.
  ADD COLUMN last_fault text;
ALTER TABLE outbox DROP CONSTRAINT outbox_state_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_state_check CHECK (state IN ('waiting', 'done', 'skipped', 'given_up'));
CREATE INDEX outbox_mails ON outbox (company_id, id DESC) WHERE kind LIKE 'mail.%';

-- The owner is behind the walls too: they stand aside for what follows.
ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;
ALTER TABLE companies NO FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY;
UPDATE orders SET voided_because = 'asked' WHERE order_state = 'voided';
-- Orders that wait already get a day at least, so that no buyer is surprised by this version.
UPDATE orders o SET pay_by = greatest((o.ship_date + c.order_cut_off) AT TIME ZONE c.time_zone, now() + interval '1 day')
  FROM companies c WHERE c.id = o.company_id AND o.hold = 'awaiting_payment' AND o.order_state = 'pending';
INSERT INTO outbox (company_id, kind, fact_id, payload, due_at)
  SELECT company_id, 'order.expire', id::text, jsonb_build_object('orderId', id), pay_by FROM orders WHERE pay_by IS NOT NULL;
-- Who placed the order, or paid: until now found when the mail was sent.
ALTER TABLE payments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payment_attempts NO FORCE ROW LEVEL SECURITY;
UPDATE outbox m SET recipient_user_id = o.placed_by_user_id FROM orders o
  WHERE m.kind = 'mail.order-placed' AND o.company_id = m.company_id AND o.id::text = m.payload ->> 'orderId';
UPDATE outbox m SET recipient_user_id = a.started_by_user_id FROM payments p, payment_attempts a
  WHERE m.kind = 'mail.payment-received' AND p.company_id = m.company_id AND p.id::text = m.payload ->> 'paymentId'
    AND a.company_id = p.company_id AND a.id = p.attempt_id;
ALTER TABLE payment_attempts FORCE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
ALTER TABLE orders
  ADD CONSTRAINT orders_void_has_a_cause CHECK ((order_state = 'voided') = (voided_because IS NOT NULL)),
  ADD CONSTRAINT orders_shipping_whole CHECK (num_nonnulls(shipping_id, shipping_at, shipping_by_name) IN (0, 3)),
  ADD CONSTRAINT orders_shipping_ends CHECK (shipping_id IS NULL OR (order_state = 'confirmed' AND fulfilment_state = 'unfulfilled'));
