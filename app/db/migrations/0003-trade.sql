-- What is sold, to whom, and what was promised.
CREATE TABLE products (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 40),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 160),
  description text NOT NULL DEFAULT '',
  category text NOT NULL,
  unit text NOT NULL,
  pack_size integer NOT NULL DEFAULT 1 CHECK (pack_size > 0),
  -- Drawn by the shop as a picture (a glyph and a hue); no remote images.
  picture jsonb NOT NULL DEFAULT '{}',
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, sku)
);
CREATE TABLE stock (
  company_id uuid NOT NULL,
  location_id uuid NOT NULL,
  product_id uuid NOT NULL,
  on_hand integer NOT NULL CHECK (on_hand >= 0),
  -- Promised to orders that are neither shipped nor voided.
  committed integer NOT NULL DEFAULT 0 CHECK (committed >= 0 AND committed <= on_hand),
  PRIMARY KEY (company_id, location_id, product_id),
  FOREIGN KEY (company_id, location_id) REFERENCES locations,
  FOREIGN KEY (company_id, product_id) REFERENCES products
);
CREATE TABLE price_lists (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, name)
);
CREATE TABLE prices (
  company_id uuid NOT NULL,
  price_list_id uuid NOT NULL,
  product_id uuid NOT NULL,
  -- For one unit of sale (a pack, a bunch), in minor units of the list's currency.
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  PRIMARY KEY (company_id, price_list_id, product_id),
  FOREIGN KEY (company_id, price_list_id) REFERENCES price_lists,
  FOREIGN KEY (company_id, product_id) REFERENCES products
);

CREATE TABLE customers (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 160),
  contact_name text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  location_id uuid NOT NULL,
  price_list_id uuid NOT NULL,
  terms text NOT NULL CHECK (terms IN ('cod', 'prepaid', 'net', 'eom')),
  terms_days integer NOT NULL DEFAULT 0 CHECK (terms_days BETWEEN 0 AND 365),
  -- NULL: no limit set.
  credit_limit_minor bigint CHECK (credit_limit_minor >= 0),
  pay_online boolean NOT NULL DEFAULT false,
  payment_required_at_checkout boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, number),
  FOREIGN KEY (company_id, location_id) REFERENCES locations,
  FOREIGN KEY (company_id, price_list_id) REFERENCES price_lists,
  CHECK (pay_online OR NOT payment_required_at_checkout)
);
CREATE TABLE ship_to_addresses (
  company_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid NOT NULL,
  label text NOT NULL,
  line1 text NOT NULL,
  line2 text NOT NULL DEFAULT '',
  city text NOT NULL,
  region text NOT NULL DEFAULT '',
  postal_code text NOT NULL,
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  is_default boolean NOT NULL DEFAULT false,
  PRIMARY KEY (company_id, id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customers
);

-- A person's cart for a customer; it survives log-out and moves with the person between devices.
CREATE TABLE cart_lines (
  company_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  user_id text NOT NULL,
  product_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, customer_id, user_id, product_id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customers,
  FOREIGN KEY (company_id, product_id) REFERENCES products
);

-- Five independent facts of an order, never one status.
CREATE TABLE orders (
  company_id uuid NOT NULL REFERENCES companies,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number text NOT NULL,
  customer_id uuid NOT NULL,
  location_id uuid NOT NULL,
  placed_by_user_id text,
  placed_by_name text NOT NULL,
  ship_to jsonb NOT NULL,
  ship_date date NOT NULL,
  po_number text NOT NULL DEFAULT '' CHECK (length(po_number) <= 60),
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  terms text NOT NULL CHECK (terms IN ('cod', 'prepaid', 'net', 'eom')),
  terms_days integer NOT NULL DEFAULT 0,
  -- Frozen from the customer's settings when the order was placed: must be paid before it may ship.
  payment_required boolean NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  goods_minor bigint NOT NULL CHECK (goods_minor >= 0),
  freight_minor bigint NOT NULL CHECK (freight_minor >= 0),
  tax_minor bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor bigint NOT NULL CHECK (total_minor = goods_minor + freight_minor + tax_minor),
  order_state text NOT NULL CHECK (order_state IN ('draft', 'pending', 'confirmed', 'voided')),
  fulfilment_state text NOT NULL CHECK (fulfilment_state IN ('unfulfilled', 'shipped')),
  payment_state text NOT NULL
    CHECK (payment_state IN ('unpaid', 'pending', 'authorised', 'partly_paid', 'paid', 'refunded', 'disputed')),
  approval_state text NOT NULL DEFAULT 'not_needed' CHECK (approval_state IN ('not_needed', 'needed', 'approved')),
  hold text CHECK (hold IN ('awaiting_payment', 'credit_limit')),
  placed_at timestamptz NOT NULL DEFAULT now(),
  shipped_at timestamptz,
  voided_at timestamptz,
  PRIMARY KEY (company_id, id),
  UNIQUE (company_id, number),
  FOREIGN KEY (company_id, customer_id) REFERENCES customers,
  FOREIGN KEY (company_id, location_id) REFERENCES locations,
  CHECK (NOT (fulfilment_state = 'shipped' AND hold IS NOT NULL)),
  CHECK (NOT (fulfilment_state = 'shipped' AND order_state <> 'confirmed'))
);
CREATE INDEX orders_recent ON orders (company_id, placed_at DESC, id);
CREATE INDEX orders_of_customer ON orders (company_id, customer_id, placed_at DESC, id);
CREATE TABLE order_lines (
  company_id uuid NOT NULL,
  order_id uuid NOT NULL,
  line_number integer NOT NULL,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  pack_size integer NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  amount_minor bigint NOT NULL CHECK (amount_minor = quantity * unit_price_minor),
  PRIMARY KEY (company_id, order_id, line_number),
  FOREIGN KEY (company_id, order_id) REFERENCES orders,
  FOREIGN KEY (company_id, product_id) REFERENCES products
);
