-- What people type to find something, and what they may mean by it: without accents, capitals and punctuation.
-- unaccent comes with PostgreSQL and is trusted: the schema's owner may install it.
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

-- Text as it is compared in searches: "Café  Fleurs & Söhne" → "cafe fleurs sohne". An underscore belongs to Stripe's ids and stays.
-- The dictionary is named, so that nothing but the argument decides: this may stand in a stored column.
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFKC))),
    '[]\s!"#$%&''()*+,./:;<=>?@[\\^`{|}~¡¿«»“”‘’·–—-]+', ' ', 'g'))
$$;
GRANT EXECUTE ON FUNCTION fold TO florin_app;

-- Each row carries what it may be found by, folded once, when it is written. An index would not help: under row-level security
-- a company's own rows are picked first, and only then looked through. The words before the numbers are what people say with
-- them ("PO 4711", "pedido 10132").
ALTER TABLE customers ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  'customer ' || number || ' cliente ' || number || ' ' || name || ' ' || contact_name || ' ' || email || ' ' || phone || ' '
  || regexp_replace(phone, '\D', '', 'g'))) STORED;
ALTER TABLE products ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  'sku ' || sku || ' ' || name || ' ' || category || ' ' || description)) STORED;
ALTER TABLE orders ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  'order ' || number || ' pedido ' || number || CASE po_number WHEN '' THEN '' ELSE ' po ' || po_number || ' oc ' || po_number END
  || ' ' || placed_by_name)) STORED;
ALTER TABLE invoices ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  'invoice ' || number || ' inv ' || number || ' factura ' || number)) STORED;
ALTER TABLE payments ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(
  'payment ' || control_number || ' pago ' || control_number || ' ' || coalesce(charge, '') || ' ' || coalesce(payment_intent, '') || ' '
  || coalesce(checkout_session, '') || ' ' || coalesce(balance_transaction, '') || ' ' || coalesce(application_fee, '') || ' '
  || coalesce(payout, '') || ' ' || coalesce(card_brand, '') || ' ' || coalesce(card_last4, '') || ' '
  || coalesce(authorisation_code, '') || ' ' || coalesce(statement_descriptor, ''))) STORED;
