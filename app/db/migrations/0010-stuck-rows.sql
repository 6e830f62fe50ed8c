-- What waits for a person is looked for by the metrics and the operator's pages, among all that is done.
CREATE INDEX inbox_stuck ON inbox (state, id DESC) WHERE state IN ('given_up', 'unknown_account');
CREATE INDEX outbox_stuck ON outbox (state, id DESC) WHERE state = 'given_up';
