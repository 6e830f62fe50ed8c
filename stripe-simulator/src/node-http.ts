import type * as Http from 'node:http'

/**
 * Node's HTTP. Imported by name, it would bring the whole of `fetch` and WebSocket into every start, because such an import
 * reads every property there is; that alone is a third of the time a start takes.
 */
export const { createServer, request }: typeof Http = process.getBuiltinModule('node:http')
