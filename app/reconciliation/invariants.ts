/**
 * What must always hold of one company's books, each as the query that finds what breaks it. One list: the tests, the nightly
 * run and the page that shows it all ask the same questions. Every query returns a text per fault.
 */
export const invariants: Record<string, string> = {
  'every entry sums to zero': `
    SELECT format('entry %s sums to %s %s', e.number, sum(l.amount_minor), l.currency)
    FROM journal_entries e JOIN journal_lines l ON l.company_id = e.company_id AND l.entry_id = e.id
    GROUP BY e.number, l.currency HAVING sum(l.amount_minor) <> 0`,

  'balances equal the sum of their lines': `
    SELECT format('%s %s: balance %s, lines %s', coalesce(b.account, s.account), coalesce(b.party, s.party), b.balance_minor, s.minor)
    FROM account_balances b FULL JOIN (
      SELECT account, currency, CASE
        WHEN account IN ('receivable', 'customer_deposits') THEN customer_id::text
        WHEN account IN ('stripe_clearing', 'suspense') THEN stripe_account ELSE '' END AS party, sum(amount_minor) AS minor
      FROM journal_lines GROUP BY 1, 2, 3) s USING (account, currency, party)
    WHERE coalesce(b.balance_minor, 0) <> coalesce(s.minor, 0)`,

  'no payment is allocated beyond its amount, and none below zero': `
    SELECT format('payment %s: %s of %s allocated', p.control_number, sum(a.amount_minor), p.amount_minor)
    FROM payments p JOIN allocations a ON a.company_id = p.company_id AND a.payment_id = p.id
    GROUP BY p.control_number, p.amount_minor HAVING sum(a.amount_minor) NOT BETWEEN 0 AND p.amount_minor`,

  'no order or invoice is paid beyond its total, and none below zero': `
    SELECT format('order %s: %s of %s paid', o.number, paid.minor, o.total_minor) FROM orders o
    CROSS JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0) AS minor FROM allocations a
      LEFT JOIN invoices i ON i.company_id = a.company_id AND i.id = a.invoice_id
      WHERE a.company_id = o.company_id AND coalesce(a.order_id, i.order_id) = o.id) paid
    WHERE paid.minor NOT BETWEEN 0 AND o.total_minor
    UNION ALL
    SELECT format('invoice %s: %s of %s paid', i.number, sum(a.amount_minor), i.total_minor)
    FROM invoices i JOIN allocations a ON a.company_id = i.company_id AND a.invoice_id = i.id
    GROUP BY i.number, i.total_minor HAVING sum(a.amount_minor) NOT BETWEEN 0 AND i.total_minor`,

  'paid means applied, and applied means paid': `
    SELECT format('order %s is %s with %s of %s applied', o.number, o.payment_state, paid.minor, o.total_minor) FROM orders o
    CROSS JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0) AS minor FROM allocations a
      LEFT JOIN invoices i ON i.company_id = a.company_id AND i.id = a.invoice_id
      WHERE a.company_id = o.company_id AND coalesce(a.order_id, i.order_id) = o.id) paid
    WHERE (o.payment_state = 'paid') <> (paid.minor = o.total_minor AND o.total_minor > 0)
       OR (o.payment_state IN ('unpaid', 'pending') AND paid.minor > 0)`,

  'a payment is posted, and a posted charge is a payment': `
    SELECT format('charge %s: payment %s, entry %s', coalesce(p.charge, e.fact_id), p.control_number, e.number)
    FROM payments p FULL JOIN (SELECT * FROM journal_entries WHERE fact_kind IN ('charge', 'unknown_charge')) e
      ON e.company_id = p.company_id AND e.fact_id = p.charge
    WHERE p.charge IS NULL OR e.fact_id IS NULL`,

  'the receivables of a customer are its open invoices': `
    SELECT format('customer %s: ledger %s, invoices %s', c.name, coalesce(b.balance_minor, 0), open.minor) FROM customers c
    LEFT JOIN account_balances b ON b.company_id = c.company_id AND b.account = 'receivable' AND b.party = c.id::text
    CROSS JOIN LATERAL (SELECT coalesce(sum(i.total_minor - coalesce((SELECT sum(a.amount_minor) FROM allocations a
      WHERE a.company_id = i.company_id AND a.invoice_id = i.id), 0)), 0) AS minor
      FROM invoices i WHERE i.company_id = c.company_id AND i.customer_id = c.id) open
    WHERE coalesce(b.balance_minor, 0) <> open.minor`,

  'the deposits of a customer are its payments not yet used for invoices': `
    SELECT format('customer %s: ledger %s, payments %s', c.name, -coalesce(b.balance_minor, 0), free.minor) FROM customers c
    LEFT JOIN account_balances b ON b.company_id = c.company_id AND b.account = 'customer_deposits' AND b.party = c.id::text
    CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM allocations a
      WHERE a.company_id = p.company_id AND a.payment_id = p.id AND a.invoice_id IS NOT NULL), 0)), 0) AS minor
      FROM payments p WHERE p.company_id = c.company_id AND p.customer_id = c.id) free
    WHERE -coalesce(b.balance_minor, 0) <> free.minor`,

  'nothing that must be paid first has shipped unpaid': `
    SELECT format('order %s shipped while %s', number, payment_state) FROM orders
    WHERE payment_required AND fulfilment_state = 'shipped' AND payment_state NOT IN ('paid', 'refunded', 'disputed')
      AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.company_id = orders.company_id AND a.subject_type = 'order'
        AND a.subject_id = orders.id::text AND a.action = 'order.hold_overridden')`,

  'stock promised to orders is what open orders hold': `
    SELECT format('product %s: committed %s, orders %s', p.sku, s.committed, coalesce(held.quantity, 0)) FROM stock s
    JOIN products p ON p.company_id = s.company_id AND p.id = s.product_id
    CROSS JOIN LATERAL (SELECT sum(l.quantity) AS quantity FROM order_lines l
      JOIN orders o ON o.company_id = l.company_id AND o.id = l.order_id
      WHERE o.company_id = s.company_id AND o.location_id = s.location_id AND l.product_id = s.product_id
        AND o.order_state <> 'voided' AND o.fulfilment_state = 'unfulfilled') held
    WHERE s.committed <> coalesce(held.quantity, 0)`,

  'an order is not left half shipped, nor waiting unpaid beyond its time': `
    SELECT format('order %s: shipping since %s, to be paid by %s', number, shipping_at, pay_by) FROM orders
    WHERE shipping_at < now() - interval '1 day' OR (hold = 'awaiting_payment' AND payment_state = 'unpaid' AND pay_by < now() - interval '5 days')`,

  'no attempt is undecided for more than two days': `
    SELECT format('attempt %s is %s since %s', id, state, state_changed_at) FROM payment_attempts
    WHERE state IN ('creating', 'open', 'processing') AND state_changed_at < now() - interval '2 days'`,
}
