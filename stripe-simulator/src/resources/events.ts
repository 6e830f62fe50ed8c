import { endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { boolean, list, text } from '../protocol/params.ts'

/** Stripe forgets events after thirty days. */
const keptSeconds = 30 * 86_400

const matches = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted

export const eventEndpoints = [
  endpoint(
    'GET',
    '/v1/events',
    { ...pageByTime, type: text(), types: list(text(), 20), delivery_success: boolean },
    (call, params) => {
      if (params.type !== undefined && params.types !== undefined)
        throw badParameter('type', 'You may only specify one of these parameters: type, types.')
      const wanted = params.types ?? (params.type === undefined ? undefined : [params.type])
      const oldest = call.sim.clock.now() - keptSeconds
      return listPage(
        '/v1/events',
        call.sim.state.tables.event.of(call.account),
        params,
        (one) =>
          one.created >= oldest &&
          (wanted === undefined || wanted.some((type) => type !== undefined && matches(one.type, type))) &&
          (params.delivery_success === undefined || (one.pending_webhooks === 0) === params.delivery_success),
      )
    },
  ),
  endpoint('GET', '/v1/events/:id', {}, (call) => {
    const id = call.path.id ?? ''
    const found = call.sim.state.tables.event.find(call.account, id)
    return present(found && found.created >= call.sim.clock.now() - keptSeconds ? found : undefined, 'event', id)
  }),
]
